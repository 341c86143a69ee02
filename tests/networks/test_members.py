"""Members of a stack from its file; the way back through one of them."""

import numpy as np
import torch
from safetensors.torch import save_file

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.back_by_ddim import back_by_ddim
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.networks.mlp import ResidualMLP
from memgen.networks.stacked import StackedNetworks
from memgen.networks.unet import UNet
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore


def build():
    return build_network("mlp", (2, 2, 1), 8, 1, 8, (1,))


def test_members_from_a_file(tmp_path):
    torch.manual_seed(0)
    networks = [build() for _ in range(2)]
    stack = StackedNetworks(networks)
    save_file(stack.state_dict(), str(tmp_path / "stack.safetensors"))
    found = load_members(tmp_path / "stack.safetensors", build, 2)
    x, label = torch.randn(3, 4), torch.rand(3)
    for network, member in zip(networks, found, strict=True):
        assert not member.training
        torch.testing.assert_close(member(x, label), network(x, label))


def test_networks_by_name():
    assert isinstance(build(), ResidualMLP)
    assert isinstance(build_network("unet", (4, 4, 1), 8, 1, 8, (1, 2)), UNet)


def test_the_way_back_is_the_same_in_numpy_and_torch():
    points = np.random.default_rng(0).standard_normal((5, 4))
    empirical, schedule = EmpiricalScore(points), VariancePreserving()
    noisy = points + 0.1 * np.random.default_rng(1).standard_normal((5, 4))
    plain = back_by_ddim(empirical.score, schedule, 20)(noisy, 30)
    np.testing.assert_allclose(plain, points, atol=1e-3)
    inside = EmpiricalScore(torch.as_tensor(points, dtype=torch.float32))
    tensors = back_by_ddim(inside.score, schedule, 20, torch.device("cpu"))(noisy, 30)
    np.testing.assert_allclose(tensors, plain, atol=1e-4)
    # an untrained network's estimate is 0: nothing moves
    still = back_by_ddim(NetworkScore(build(), schedule), schedule, 20, torch.device("cpu"))
    np.testing.assert_allclose(still(noisy, 30), noisy, atol=1e-6)
