"""Hamiltonian Monte Carlo against the exact linear posterior and sums over a grid."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.errors import ConvergenceError
from memgen.inference.latent_sampling import sample_latents, split_r_hat


def problem(N, D, activation, t, seed=0):
    rng = np.random.default_rng(seed)
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, activation).sample(1, rng)[0]
    return F, xi + np.sqrt(t) * rng.standard_normal(N), rng


def test_linear_posterior_is_found_exactly():
    """The outputs are linear in the gradient: the control variates leave no noise at all."""
    F, x, rng = problem(20, 8, "linear", 0.2)
    exact = LinearManifoldScore(F).denoise(x[None], 0.2)[0]
    found = sample_latents(F, x, 0.2, rng, "linear", chains=16, samples=200)
    np.testing.assert_allclose(found.denoised, [exact, exact], atol=1e-9)
    covariance = F @ np.linalg.inv(F.T @ F / 0.2 + np.eye(8)) @ F.T
    np.testing.assert_allclose(found.visible_variance, covariance.diagonal(), rtol=0.15)
    assert 0.6 < found.acceptance < 1


def test_against_sums_over_a_grid():
    F, x, rng = problem(4, 2, "tanh", 0.3, seed=2)
    axis = np.linspace(-6, 6, 301)
    z = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    points = np.tanh(z @ F.T)
    log_w = -((x - points) ** 2).sum(axis=1) / 0.6 - (z**2).sum(axis=1) / 2
    w = np.exp(log_w - log_w.max())
    w /= w.sum()
    mean = w @ points
    found = sample_latents(F, x, 0.3, rng, "tanh", chains=40, samples=600)
    first, second = found.denoised
    error = np.sqrt(((first - second) ** 2).mean()) / 2
    assert np.sqrt(((found.denoised.mean(axis=0) - mean) ** 2).mean()) < 4 * error
    assert error < 0.01
    np.testing.assert_allclose(found.visible_variance, w @ (points - mean) ** 2, rtol=0.1)


def test_chains_that_disagree_are_refused():
    """Of a posterior with two far modes, each chain sees one."""
    rng = np.random.default_rng(0)
    draws = rng.standard_normal((200, 10, 3))
    assert split_r_hat(draws) < 1.02
    draws[:, ::2, 1] += 1.0
    assert split_r_hat(draws) > 1.1
    F, x, rng = problem(30, 10, "tanh", 0.01)
    with pytest.raises(ConvergenceError, match="R-hat"):
        sample_latents(F, x, 0.01, rng, "tanh", chains=4, samples=40, warmup=0)


def test_domain():
    F, x, rng = problem(6, 3, "tanh", 0.1)
    with pytest.raises(ValueError, match="must be linear or tanh"):
        sample_latents(F, x, 0.1, rng, "relu")
    with pytest.raises(ValueError, match="chains=5"):
        sample_latents(F, x, 0.1, rng, "tanh", chains=5)
    with pytest.raises(ValueError, match="t=-1"):
        sample_latents(F, x, -1.0, rng, "tanh")
