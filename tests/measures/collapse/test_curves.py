import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse import _distances as distances
from memgen.measures.collapse.curves import Probes, collapse_curves, draw_probes, init, read_curves

TIMES = np.array([1e-8, 1e-4, 1e-2, 0.3, 3.0, 1e3])


def setup(seed, P=300, N=6, n=8):
    rng = np.random.default_rng(seed)
    points = HiddenManifold(draw_matrix(N, 3, rng)).sample(P, rng)
    return points, draw_probes(points, n, rng)


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1))
def test_agrees_with_the_empirical_score(seed):
    points, probes = setup(seed)
    measured = collapse_curves(probes, points, TIMES)
    empirical = EmpiricalScore(points)
    for k, t in enumerate(TIMES):
        x = probes.at(t)
        logits = -((x[:, None] - points) ** 2).sum(2) / (2 * t)
        logits -= logits.max(axis=1, keepdims=True)
        weights = np.exp(logits)
        own = weights[np.arange(8), probes.index]
        others = weights.copy()
        others[np.arange(8), probes.index] = 0
        np.testing.assert_allclose(
            measured.own_weight[:, k], own / weights.sum(1), rtol=1e-6, atol=1e-12
        )
        np.testing.assert_allclose(
            measured.participation[:, k], empirical.participation(x, t), rtol=1e-9
        )
        squared = ((x[:, None] - points) ** 2).sum(2)
        squared[np.arange(8), probes.index] = np.inf
        np.testing.assert_allclose(
            measured.nearest_other[:, k], squared.min(1) / 6, rtol=1e-8, atol=1e-14
        )
        without = [EmpiricalScore(np.delete(points, i, axis=0)) for i in probes.index]
        expected = [one.participation(x[i : i + 1], t)[0] for i, one in enumerate(without)]
        np.testing.assert_allclose(measured.participation_others[:, k], expected, rtol=1e-8)


@pytest.mark.parametrize("t", [0.05, 0.5, 5.0])
def test_excess_entropy_is_what_it_says(t):
    # f = alpha - H / N + 1/2 log(2 pi e t), H from the density, with the noise's own E |w|^2 = N.
    points, probes = setup(1, P=2000, N=6, n=2000)
    measured = collapse_curves(probes, points, np.array([t]))
    surprise = -EmpiricalScore(points).log_density(probes.at(t), t)
    excess_noise = 0.5 * ((probes.noise**2).sum(1) - 6)
    entropy = np.mean(surprise - excess_noise)
    f = np.log(2000) / 6 - entropy / 6 + 0.5 * np.log(2 * np.pi * np.e * t)
    np.testing.assert_allclose(measured.excess_entropy[0], f, rtol=1e-10)


@pytest.mark.parametrize("step", [1, 7, 64, 300])
def test_streams_and_block_sizes(monkeypatch, step):
    points, probes = setup(2)
    whole = collapse_curves(probes, points, TIMES)
    monkeypatch.setattr(distances, "BLOCK_NUMBERS", 512)
    parts = (points[start : start + step] for start in range(0, len(points), step))
    streamed = collapse_curves(probes, parts, TIMES)
    for name in ("log_own_weight", "participation", "participation_others", "nearest_other"):
        np.testing.assert_allclose(
            getattr(streamed, name), getattr(whole, name), rtol=1e-10, atol=1e-13
        )


def test_own_point_held_by_the_probe():
    points, probes = setup(3)
    first = Probes(probes.own[:1], probes.noise[:1], np.array([-1]))
    rest = np.delete(points, probes.index[0], axis=0)
    held = collapse_curves(first, rest, TIMES)
    inside = collapse_curves(probes, points, TIMES)
    np.testing.assert_allclose(held.log_own_weight[0], inside.log_own_weight[0], atol=1e-12)


def test_a_duplicate_shares_the_weight():
    points, probes = setup(4)
    doubled = np.concatenate([points, points])
    measured = collapse_curves(probes, doubled, np.array([1e-6]))
    np.testing.assert_allclose(measured.own_weight, 0.5)
    np.testing.assert_allclose(measured.participation, 0.5)
    np.testing.assert_allclose(measured.participation_others, 1.0)


def test_limits():
    points, probes = setup(5)
    measured = collapse_curves(probes, points, np.array([1e-8, 1e8]))
    np.testing.assert_allclose(measured.own_weight[:, 0], 1)
    np.testing.assert_allclose(measured.own_weight[:, 1], 1 / len(points), rtol=0.01)
    np.testing.assert_allclose(measured.participation_others[:, 1], 1 / 299, rtol=0.01)


def test_errors():
    points, probes = setup(6)
    with pytest.raises(ValueError, match="own points were not among"):
        collapse_curves(probes, points[: probes.index.max()], TIMES)
    with pytest.raises(ValueError, match="0 points passed"):
        read_curves(init(probes, TIMES))
    with pytest.raises(ValueError, match="positive, finite"):
        collapse_curves(probes, points, np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="n=301"):
        draw_probes(points, 301, np.random.default_rng(0))
    points[3, 1] = np.nan
    with pytest.raises(ValueError, match=r"points\[3\] is not finite"):
        collapse_curves(probes, points, TIMES)
