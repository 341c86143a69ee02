"""Errors of scores of the linear manifold, where message passing is exact."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.errors import ConvergenceError
from memgen.measures import score_error
from memgen.measures.score_error import NoisyPoints, settled_posterior

TIMES = (0.2, 1.0)


@pytest.fixture(scope="module")
def manifold():
    return draw_matrix(12, 6, np.random.default_rng(0))


@pytest.fixture(scope="module")
def noisy(manifold):
    rng = np.random.default_rng(1)
    clean = HiddenManifold(manifold).sample(400, rng)
    return NoisyPoints.draw(manifold, "linear", clean, TIMES, rng, tolerance=1e-10)


def test_the_posterior_mean_has_no_error(manifold, noisy):
    direct, excess = noisy.errors(LinearManifoldScore(manifold).denoise)
    assert direct.shape == excess.shape == (2, 400)
    assert direct.max() < 1e-12
    assert np.abs(excess).max() < 1e-5


def test_both_ways_measure_a_shifted_denoiser(manifold, noisy):
    exact = LinearManifoldScore(manifold)
    direct, excess = noisy.errors(lambda x, t: exact.denoise(x, t) + 2.0)
    np.testing.assert_allclose(direct, 4.0, rtol=1e-6)
    error = excess.std(axis=1) / np.sqrt(400)
    assert (np.abs(excess.mean(axis=1) - 4.0) < 4 * error).all()


def test_a_false_posterior_mean_is_told_by_the_excess_risk(manifold, noisy):
    """Of a manifold twice as wide the messages are not optimal here, and the two sides differ."""
    false = NoisyPoints(
        noisy.clean,
        noisy.times,
        noisy.noisy,
        NoisyPoints.draw(
            2 * manifold, "linear", noisy.clean, TIMES, np.random.default_rng(2)
        ).exact,
    )
    direct, excess = false.errors(LinearManifoldScore(manifold).denoise)
    assert (direct.mean(axis=1) > excess.mean(axis=1) + 0.05).all()


def test_noise_has_the_variance_t(noisy):
    for t, x in zip(TIMES, noisy.noisy, strict=True):
        assert (x - noisy.clean).var() == pytest.approx(t, rel=5 * np.sqrt(2 / x.size))


def test_the_least_error_is_the_posterior_variance(manifold, noisy):
    squares = np.linalg.svd(manifold, compute_uv=False) ** 2
    for k, t in enumerate(TIMES):
        left = (squares * t / (squares + t)).sum() / 12
        # The messages' variances, unlike their means, are exact for N to infinity alone.
        assert noisy.posterior_variance()[k] == pytest.approx(left, rel=0.05)


def test_only_what_does_not_settle_gets_a_wider_tolerance(manifold, noisy, monkeypatch):
    x, asked = noisy.noisy[0][:7], []

    def restless(F, x, t, activation, tolerance):
        asked.append((len(x), tolerance))
        if tolerance < 5e-5 and (x == noisy.noisy[0][4]).all(axis=1).any():
            raise ConvergenceError("made to fail", 1.0, tolerance)
        return score_error_posterior(F, x, t, activation, tolerance=tolerance)

    score_error_posterior = score_error.posterior
    monkeypatch.setattr(score_error, "posterior", restless)
    found = settled_posterior(manifold, x, 0.2, "linear", 1e-6)
    exact = LinearManifoldScore(manifold).denoise(x, 0.2)
    others = np.arange(7) != 4
    np.testing.assert_allclose(found.denoised[others], exact[others], atol=1e-5)
    np.testing.assert_allclose(found.denoised[4], exact[4], atol=1e-2)
    assert found.latent_mean.shape == (7, 6)
    # first 1e-5, then 1e-4
    assert [size for size, tolerance in asked if tolerance > 1e-6] == [1, 1]
