"""Networks: shapes, what they start from, what they can learn, what they refuse."""

import numpy as np
import pytest
import torch

from memgen.data.images import load_digits
from memgen.networks.mlp import ResidualMLP
from memgen.networks.modulated import ModulatedMLP
from memgen.networks.recall import RecallNetwork
from memgen.networks.time_embedding import TimeEmbedding
from memgen.networks.unet import UNet
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import gaussian_optimum

BUILDS = {
    "perceptron": lambda: ResidualMLP(12, 16, 2, 32),
    "unet": lambda: UNet((2, 2, 3), 8, (1, 2)),
    "recall": lambda: RecallNetwork((2, 2, 3), 5, 1, 8, 8),
    "modulated": lambda: ModulatedMLP(12, 16, 1, 32, 20),
}


@pytest.mark.parametrize("name", ["perceptron", "unet", "recall"])
def test_a_new_network_says_nothing(name):
    """The modulated one starts near the identity instead (test_modulated)."""
    torch.manual_seed(0)
    network, x, label = BUILDS[name](), torch.randn(5, 12), torch.linspace(-1, 1, 5)
    assert torch.equal(network(x, label), torch.zeros(5, 12))


@pytest.mark.parametrize("name", BUILDS)
def test_every_weight_of_a_new_network_learns(name):
    torch.manual_seed(0)
    network, x, label = BUILDS[name](), torch.randn(5, 12), torch.linspace(-1, 1, 5)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(2):
        loss = ((network(x, label) - torch.randn(5, 12)) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    silent = [name for name, p in network.named_parameters() if float(p.grad.abs().max()) == 0]
    assert not silent


def test_a_small_unet_learns_digits():
    points = load_digits().points[:500]
    torch.manual_seed(0)
    training = Training(steps=60, batch=64, learning_rate=2e-3, every=20, decay=0.9, device="cpu")
    schedule = VarianceExploding(0.1, 10.0)
    losses = train(UNet((8, 8, 1), 16, (1, 2)), points, schedule, training, 0).losses
    assert losses[-1] < 0.75 * losses[0]


def test_a_modulated_matrix_learns_a_rotated_linear_score_that_a_perceptron_does_not():
    """Loss above its optimum after as many steps: the matrix's a third of the perceptron's."""
    rng = np.random.default_rng(0)
    F = rng.standard_normal((10, 3)) * np.array([1.0, 0.3, 0.1])
    points = rng.standard_normal((2000, 3)) @ F.T
    schedule = VarianceExploding(0.05, 5.0)
    optimum = gaussian_optimum(np.linalg.eigvalsh(F @ F.T).clip(0), schedule)
    training = Training(steps=300, batch=64, learning_rate=1e-2, every=50, decay=0.9, device="cpu")
    excess = []
    for build in (lambda: ModulatedMLP(10, 16, 1, 32, 30), lambda: ResidualMLP(10, 16, 1, 32)):
        torch.manual_seed(0)
        excess.append(train(build(), points, schedule, training, 0).losses[-1] - optimum)
    assert -0.02 < excess[0] < excess[1] / 3


def test_embeddings_tell_labels_apart():
    torch.manual_seed(0)
    embedding = TimeEmbedding(32, 8)
    found = embedding(torch.tensor([0.0, 1e-2, 1.0])).detach().numpy()
    assert np.linalg.norm(found[0] - found[1]) > 1e-3
    assert np.linalg.norm(found[0] - found[2]) > 1e-2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(((8, 8, 1), 12), "multiple of 8"), (((6, 6, 1), 8, (1, 2, 4)), "cannot be halved")],
)
def test_what_a_unet_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        UNet(*arguments)
