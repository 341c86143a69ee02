import numpy as np
import pytest
import torch

from memgen.diagnose import diagnose
from memgen.diagnose.cloud import GivenCloud, Units
from memgen.diagnose.network import Probed, others_answer
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import own_weight
from memgen.networks.mlp import ResidualMLP
from memgen.settings.training import Training
from memgen.training.engine import train
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore


def test_answer_of_the_others_is_that_of_the_empirical_score_without_the_point():
    rng = np.random.default_rng(0)
    points = rng.standard_normal((40, 5))
    cloud = GivenCloud(points, Units(np.zeros(5), 1.0), np.arange(40))
    index, t = np.array([3, 30]), 0.7
    probes = Probed(points[index], rng.standard_normal((2, 5)), index, np.ones(2))
    answers, weights = others_answer(cloud, probes, np.array([t, 2.0]))
    for k, row in enumerate(index):
        alone = EmpiricalScore(np.delete(points, row, axis=0))
        expected = alone.denoise(probes.at(t)[k : k + 1], t)[0]
        np.testing.assert_allclose(answers[0, k], expected, rtol=1e-9)
    expected = own_weight(EmpiricalScore(points), probes.at(t), points[index], t)
    np.testing.assert_allclose(weights[0], expected, rtol=1e-9)


@pytest.fixture(scope="module")
def gaussian():
    """Points of six coordinates of three variances, of mean 0."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((700, 6)) * np.array([1, 1, 0.5, 0.5, 0.2, 0.2])


def network_part(training, held_out, denoiser):
    return diagnose(training, held_out=held_out, network=denoiser, probes=30, queries=60).network


def test_the_exact_score_has_memorised(gaussian):
    training, held_out = gaussian[:60], gaussian[60:200]
    empirical = EmpiricalScore(training)
    for fresh in (held_out, None):
        part = network_part(
            training, fresh, lambda x, sigma: empirical.denoise(x.astype(float), sigma**2)
        )
        ratio = part["collapse_ratio"]
        assert ratio.value == pytest.approx(1, abs=0.02)
        assert ratio.lower > 0.9
        assert part["own_weight"].value > 0.95
        if fresh is not None:
            assert part["own_weight"].control.upper < 0.01
            assert part["returned"].lower > part["returned"].control.upper


def test_the_density_alone_has_not(gaussian):
    variances = np.array([1, 1, 0.5, 0.5, 0.2, 0.2]) ** 2

    def wiener(x, sigma):
        return x * (variances / (variances + sigma**2)).astype(np.float32)

    part = network_part(gaussian[:300], gaussian[300:], wiener)
    assert part["collapse_ratio"].value == 0
    weight = part["own_weight"]
    assert weight.lower < weight.control.upper
    assert weight.control.lower < weight.upper
    # the Jacobian of the linear denoiser is known
    free = part["free_directions"]
    assert free.value == pytest.approx(free.control.value, rel=0.1)
    spectrum = {line.label: line for line in part.curves[3].lines}
    for label, line in spectrum.items():
        if label.startswith("the network"):
            control = spectrum[label.replace("the network", "Gaussian control")]
            np.testing.assert_allclose(line.y, control.y, atol=0.12)


@pytest.mark.parametrize(("K", "steps"), [(10, 500), (500, 200)])
def test_networks_below_and_above_the_transition(gaussian, K, steps):
    torch.manual_seed(0)
    scale = float(np.sqrt((gaussian**2).mean()))
    schedule = VarianceExploding(0.05, 3)
    trained = train(
        ResidualMLP(6, 64, 2, 64),
        gaussian[:K] / scale,
        schedule,
        Training(steps=steps, batch=64, device="cpu", decay=0.99, learning_rate=4e-3),
        0,
    )
    score = NetworkScore(trained.network, schedule)

    def denoiser(x, sigma):
        with torch.no_grad():
            told = score(torch.as_tensor(x) / scale, (sigma / scale) ** 2)
        return x + sigma**2 / scale * told.numpy()

    part = network_part(gaussian[:K], gaussian[500:], denoiser)
    if K == 10:
        assert part["collapse_ratio"].lower > 0
        assert part["own_weight"].lower > part["own_weight"].control.upper
    else:
        assert part["collapse_ratio"].value == 0
        assert part["own_weight"].lower < part["own_weight"].control.upper
