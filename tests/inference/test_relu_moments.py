"""Second moments of the relu manifold, and the matrix that they tell."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.inference.relu_moments import (
    matrix_from_moments,
    nearest_rotation,
    relu_mean,
    relu_noisy_density,
    relu_second_moments,
)


def test_closed_forms_at_angles_0_90_and_180():
    F = np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 3.0], [-1.0, 0.0]])
    second = relu_second_moments(F)
    # E max(g, 0)^2 = 1/2, and independent coordinates have the product of the means
    assert second[0, 1] == pytest.approx(2 * 0.5)
    assert second[0, 2] == pytest.approx(2 * 3 / (2 * np.pi))
    assert second[0, 3] == pytest.approx(0, abs=1e-12)
    assert second[2, 2] == pytest.approx(9 / 2)


def test_noisy_density_is_that_of_points_and_normed():
    rng = np.random.default_rng(3)
    F, t = draw_matrix(6, 4, rng), 0.05
    x = np.linspace(-3, 12, 3001)
    density = relu_noisy_density(F, x, t)
    assert np.trapezoid(density, x) == pytest.approx(1, abs=1e-3)
    points = HiddenManifold(F, "relu").sample(50_000, rng)
    noisy = points + np.sqrt(t) * rng.standard_normal(points.shape)
    for edge in (-0.2, 0.0, 0.3, 1.0):
        below = np.trapezoid(density[x <= edge + 1e-9], x[x <= edge + 1e-9])
        assert (noisy < edge).mean() == pytest.approx(below, abs=0.005)


def test_moments_are_those_of_points():
    rng = np.random.default_rng(0)
    F = draw_matrix(6, 4, rng)
    points = HiddenManifold(F, "relu").sample(200_000, rng)
    np.testing.assert_allclose(points.mean(axis=0), relu_mean(F), atol=0.01)
    np.testing.assert_allclose(points.T @ points / len(points), relu_second_moments(F), atol=0.02)


def test_exact_moments_tell_the_matrix_up_to_a_rotation():
    F = draw_matrix(15, 4, np.random.default_rng(1))
    told = matrix_from_moments(relu_second_moments(F), 4)
    np.testing.assert_allclose(told @ told.T, F @ F.T, atol=1e-7)
    np.testing.assert_allclose(nearest_rotation(told, F), F, atol=1e-6)


def test_the_error_falls_as_one_over_the_points():
    rng = np.random.default_rng(2)
    F = draw_matrix(15, 4, rng)
    points = HiddenManifold(F, "relu").sample(64_000, rng)
    errors = []
    for P in (1000, 64_000):
        told = matrix_from_moments(points[:P].T @ points[:P] / P, 4)
        errors.append(((nearest_rotation(told, F) - F) ** 2).mean())
    assert 15 < errors[0] / errors[1] < 250


def test_refused_are_too_many_latents_and_dead_coordinates():
    with pytest.raises(ValueError, match="D=3 latents"):
        matrix_from_moments(np.eye(2), 3)
    with pytest.raises(ValueError, match="every coordinate vary"):
        matrix_from_moments(np.diag([1.0, 0.0]), 1)
