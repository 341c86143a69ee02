import numpy as np
import pytest
import torch

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore


@pytest.mark.parametrize(("N", "D"), [(5, 2), (3, 3), (2, 6)])
@pytest.mark.parametrize("t", [1e-3, 1.0])
def test_against_the_covariance(N, D, t):
    rng = np.random.default_rng(0)
    F, v, x = rng.standard_normal((N, D)), rng.uniform(0.1, 2, D), rng.standard_normal((4, N))
    covariance = F @ np.diag(v) @ F.T + t * np.eye(N)
    exact = LinearManifoldScore(F, v)
    solved = np.linalg.solve(covariance, x.T).T
    np.testing.assert_allclose(exact.score(x, t), -solved, rtol=1e-8)
    density = -0.5 * (x * solved).sum(1) - 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
    np.testing.assert_allclose(exact.log_density(x, t), density, rtol=1e-9)
    np.testing.assert_allclose(exact.denoise(x, t), x - t * solved, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(exact.jacobian(x, t)[2], -np.linalg.inv(covariance), rtol=1e-7)
    np.testing.assert_allclose(exact.score(torch.from_numpy(x), t).numpy(), exact.score(x, t))


def test_stable_off_the_manifold():
    # At t = 1e-14 the covariance itself has a condition number beyond float64.
    F = np.array([[1.0], [2.0], [2.0]])
    x = np.array([[2.0, -1.0, 0.0]])  # normal to F
    np.testing.assert_allclose(
        LinearManifoldScore(F).score(x, 1e-14), -x / 1e-14, rtol=1e-12, atol=1
    )


def test_many_points_make_the_exact_score():
    rng = np.random.default_rng(1)
    F, t = rng.standard_normal((2, 1)), 1.0
    points, x = rng.standard_normal((200_000, 1)) @ F.T, rng.standard_normal((3, 2))
    exact, empirical = LinearManifoldScore(F), EmpiricalScore(points)
    np.testing.assert_allclose(empirical.score(x, t), exact.score(x, t), atol=0.02)
    np.testing.assert_allclose(empirical.log_density(x, t), exact.log_density(x, t), atol=0.02)


def test_bad_variances():
    with pytest.raises(ValueError, match="one variance"):
        LinearManifoldScore(np.eye(2), np.array([1.0, -1.0]))
