"""The affine denoiser, and the best functions of its coordinates."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.affine import AffineDenoiser, BentDenoiser
from memgen.diffusion.exact_scores import LinearManifoldScore


def test_on_a_linear_manifold_it_is_the_posterior_mean():
    rng = np.random.default_rng(0)
    F, x = draw_matrix(8, 3, rng), rng.standard_normal((5, 8))
    affine = AffineDenoiser.of_moments(np.zeros(8), F @ F.T)
    np.testing.assert_allclose(affine.denoise(x, 0.3), LinearManifoldScore(F).denoise(x, 0.3))
    squares = np.linalg.svd(F, compute_uv=False) ** 2
    assert affine.risk(0.3) == pytest.approx((squares * 0.3 / (squares + 0.3)).sum() / 8)


def test_fitted_it_is_ridge_regression_with_a_mean():
    rng = np.random.default_rng(2)
    points, t = 1 + np.tanh(rng.standard_normal((40, 5)) @ rng.standard_normal((5, 5))), 0.3
    x = rng.standard_normal((3, 5))
    centred = points - points.mean(axis=0)
    C = centred.T @ centred / 40
    shift = np.linalg.solve(C + t * np.eye(5), C @ (x - points.mean(axis=0)).T).T
    fitted = AffineDenoiser.fitted(points)
    np.testing.assert_allclose(fitted.denoise(x, t), points.mean(axis=0) + shift, rtol=1e-8)


def test_its_risk_is_that_of_noisy_points():
    rng = np.random.default_rng(3)
    points = HiddenManifold(draw_matrix(10, 3, rng), "relu").sample(40000, rng)
    affine = AffineDenoiser.fitted(points)
    noisy = points + np.sqrt(0.2) * rng.standard_normal(points.shape)
    risk = ((affine.denoise(noisy, 0.2) - points) ** 2).mean()
    assert risk == pytest.approx(affine.risk(0.2), rel=0.02)


def test_fewer_points_than_dimensions_can_be_fitted():
    points = np.random.default_rng(3).standard_normal((2, 5))
    fitted = AffineDenoiser.fitted(points)
    off = np.linalg.svd(points - points.mean(axis=0))[2][-1:]
    np.testing.assert_allclose(fitted.denoise(fitted.mean + off, 0.1), fitted.mean[None], atol=1e-6)


def test_bent_it_is_exact_for_independent_coordinates():
    """Signs drawn independently: E[xi | x] = tanh(x / t), and D(x) is a multiple of x."""
    rng = np.random.default_rng(4)
    signs = np.sign(rng.standard_normal((30000, 3)))
    bent = BentDenoiser.fitted(signs, [0.5], rng)
    x = np.linspace(-2, 2, 21)[:, None] + np.zeros(3)
    assert np.abs(bent.denoise(x, 0.5) - np.tanh(x / 0.5)).max() < 0.08
    noisy = signs + np.sqrt(0.5) * rng.standard_normal(signs.shape)
    risk = ((bent.denoise(noisy, 0.5) - signs) ** 2).mean()
    assert risk == pytest.approx(((np.tanh(noisy / 0.5) - signs) ** 2).mean(), rel=0.01)
    assert risk < 0.8 * bent.affine.risk(0.5)


def test_bent_it_knows_only_the_times_that_it_was_fitted_at():
    points = np.random.default_rng(5).standard_normal((50, 2))
    bent = BentDenoiser.fitted(points, [0.5], np.random.default_rng(6))
    with pytest.raises(KeyError):
        bent.denoise(points, 0.4)
