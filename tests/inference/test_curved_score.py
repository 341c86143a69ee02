"""The exact score of a curved manifold: the linear case, many points, the tangent map."""

import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.inference.curved_score import local_score


def setting(seed=0, N=8):
    rng = np.random.default_rng(seed)
    F, z = rng.standard_normal((N, 2)) / np.sqrt(2), rng.standard_normal(2)
    return F, z, rng


def test_linear_manifold():
    F, z, rng = setting()
    x = F @ z + 0.3 * rng.standard_normal(8)
    found, exact = local_score(F, x, 0.2, z, "linear"), LinearManifoldScore(F)
    np.testing.assert_allclose(found.score, exact.score(x[None], 0.2)[0], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.jacobian, exact.jacobian(x[None], 0.2)[0], atol=1e-6)


def test_tanh_manifold_is_the_limit_of_many_points():
    """A fine regular grid of latents, weighted by the prior, as an empirical score."""
    F, z, rng = setting(1)
    x, t = np.tanh(F @ z) + 0.1 * rng.standard_normal(8), 0.05
    axis = np.linspace(-5, 5, 401)
    latent = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    points = np.tanh(latent @ F.T)
    log_weight = -((x - points) ** 2).sum(axis=1) / (2 * t) - (latent**2).sum(axis=1) / 2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    mean = weight @ points
    covariance = (points * weight[:, None]).T @ points - np.outer(mean, mean)
    found = local_score(F, x, t, z)
    np.testing.assert_allclose(found.score, (mean - x) / t, atol=1e-3)
    np.testing.assert_allclose(found.jacobian, (covariance / t - np.eye(8)) / t, atol=0.05)


def test_jacobian_is_the_slope_of_the_score():
    F, z, rng = setting(2)
    x, t, step = np.tanh(F @ z) + 0.02 * rng.standard_normal(8), 1e-2, 1e-5
    found = local_score(F, x, t, z)
    for k in range(8):
        move = step * np.eye(8)[k]
        ahead, back = (local_score(F, x + sign * move, t, z).score for sign in (1, -1))
        np.testing.assert_allclose(found.jacobian[:, k], (ahead - back) / (2 * step), atol=1e-3)


def test_small_noise_sees_the_tangent_plane():
    """t grad score is of order t along the tangent map's range and -1 off it.

    Along it curvature counts as much as the prior: the density on the surface may even be convex.
    """
    F, z, _ = setting(3)
    values, vectors, tangent = [], [], local_score(F, np.tanh(F @ z), 1e-5, z).tangent
    for t in (1e-5, 1e-4):
        found = local_score(F, np.tanh(F @ z), t, z)
        own, axes = np.linalg.eigh(-t * found.jacobian)  # ascending: tangent ones first
        values.append(own)
        vectors.append(axes[:, :2])
    np.testing.assert_allclose(values[1][:2] / values[0][:2], 10, rtol=0.01)
    np.testing.assert_allclose(values[0][2:], 1, atol=1e-3)
    plane = np.linalg.qr(tangent)[0]
    np.testing.assert_allclose(np.linalg.svd(plane.T @ vectors[0])[1], 1, atol=1e-6)


def test_it_is_the_score_of_drawn_points_where_they_are_dense():
    F, z, rng = setting(4, N=5)
    points = np.tanh(rng.standard_normal((400000, 2)) @ F.T)
    x, t = np.tanh(F @ z) + 0.2, 0.3
    expected = EmpiricalScore(points).score(x[None], t)[0]
    np.testing.assert_allclose(local_score(F, x, t, z).score, expected, atol=0.05)


@pytest.mark.parametrize(("t", "activation"), [(0.0, "tanh"), (1.0, "relu")])
def test_what_is_refused(t, activation):
    F, z, _ = setting()
    with pytest.raises(ValueError, match="must be"):
        local_score(F, F @ z, t, z, activation)
