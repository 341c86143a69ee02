"""Patterns replaced by weighted points: own weights against exact ones, retrieval by drawing."""

import numpy as np
import pytest

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import success
from memgen.measures.memories.ensembles import Ensemble
from memgen.recurrent.dense import DenseMemory
from memgen.theory.capacity.curved import manifold_own_weight, manifold_surroundings
from memgen.theory.capacity.finite import linear_manifold_own_weight, normal_noise
from memgen.theory.capacity.poisson import SampledWeights
from memgen.theory.capacity.surroundings import independent_surroundings


@pytest.mark.parametrize("patterns", ["gaussian", "spherical", "binary"])
def test_own_weights_are_the_exact_ones(patterns):
    law, N, lam = Ensemble(patterns), 24, 0.5
    rng = np.random.default_rng(0)
    sampled = SampledWeights.of([law.surroundings(lam, N, rng) for _ in range(60)], lam)
    exact = law.own_weight(lam, N, 1, rng)
    for log_P in (5.0, 9.0, 12.0):
        error = sampled(log_P).std() / np.sqrt(60)
        assert sampled(log_P).mean() == pytest.approx(exact(log_P)[0], abs=4 * error + 1e-3)


def test_the_linear_manifold_draw_by_draw():
    """Given F and z the levels are normal of variance lambda^2 |F^T xi|^2."""
    rng, lam = np.random.default_rng(1), 0.12
    F, z = rng.standard_normal((60, 15)) / np.sqrt(15), rng.standard_normal(15)
    xi = F @ z
    signal, scale = lam * xi @ xi, lam * np.linalg.norm(F.T @ xi)
    sampled = SampledWeights.of([manifold_surroundings(F, z, "linear", lam, rng, 2000)], lam)
    exact = normal_noise(signal, (scale, scale))
    for log_P in (3.0, 5.0, 7.0):
        expected = exact.own_weight(log_P, np.array([signal]), np.array([scale]))[0]
        assert sampled(log_P)[0] == pytest.approx(expected, abs=0.01)


def test_curved_own_weights_are_those_of_drawn_patterns():
    law, N, P, lam = Ensemble("tanh", 0.25), 40, 300, 1.0
    differences = []
    for draw in range(12):
        drawn = law.drawn(P, N, 16, np.random.default_rng(draw))
        gaps = lam * (drawn.patterns[:16] @ drawn.patterns.T)
        own = gaps[np.arange(16), np.arange(16)]
        weights = np.exp(own - np.logaddexp.reduce(gaps, axis=1))
        around = [drawn.surroundings(k, lam, np.random.default_rng(k)) for k in range(16)]
        expected = SampledWeights.of(around, lam)(np.log(P))
        differences.append((weights - expected).mean())
    assert abs(np.mean(differences)) < 4 * np.std(differences) / np.sqrt(12)
    assert np.std(differences) < 0.1


def test_averages_over_the_manifold_agree():
    rng = np.random.default_rng(2)
    exact = linear_manifold_own_weight(0.2, 40, 10, 2000, rng)(4.0)
    sampled = manifold_own_weight(0.2, 40, 10, "linear", 200, rng)(4.0)
    error = np.hypot(exact.std() / np.sqrt(2000), sampled.std() / np.sqrt(200))
    assert sampled.mean() == pytest.approx(exact.mean(), abs=4 * error)


@pytest.mark.parametrize("overlap", [0.8, 1.0])
@pytest.mark.parametrize("patterns", ["spherical", "binary"])
def test_retrieval_among_drawn_patterns(patterns, overlap):
    """The share that comes back from a corrupted copy at one P, both ways."""
    N, lam, P = 16, 0.5, 70
    returned, thresholds = [], []
    for draw in range(60):
        rng = np.random.default_rng(draw)
        xi = draw_patterns(patterns, P, N, rng)
        start = corrupt(xi[:8], overlap, patterns, rng)
        returned.append(
            success(start, np.arange(8), DenseMemory(xi), lam, np.array([P]), 60)[0].mean()
        )
        around = independent_surroundings(patterns, xi[0], [start[0], xi[0]], lam, rng)
        thresholds.append(around.threshold(lam, (1.0, 9.0), start[0]))
        thresholds.append(around.threshold(lam, (1.0, 9.0), start[0]))
    share = (np.array(thresholds) > np.log(P)).mean()
    error = np.hypot(np.std(returned) / np.sqrt(60), np.sqrt(share * (1 - share) / 60))
    assert 0.02 < np.mean(returned) < 0.99
    assert share == pytest.approx(np.mean(returned), abs=4 * error + 0.03)


def test_thresholds_stop_at_the_ends_of_their_range():
    around = Ensemble("spherical").surroundings(0.5, 20, np.random.default_rng(0))
    assert around.threshold(0.5, (1.0, 2.0)) == 2.0
    assert around.threshold(0.5, (12.0, 14.0)) == 12.0
    # far beyond what can be counted
    large = Ensemble("spherical").surroundings(0.5, 3000, np.random.default_rng(0))
    assert 0.37 < large.threshold(0.5, (100.0, 1400.0)) / 3000 < 0.387
