"""The score's Jacobian along a curved manifold: quadrature, closed forms, covariance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.hidden_manifold import draw_matrix
from memgen.inference.curved_score import local_score
from memgen.theory.manifold import tangent_spectrum


@pytest.mark.parametrize("seed", range(6))
def test_the_exact_score_by_quadrature(seed):
    """On random tanh manifolds, as t -> 0: the difference falls with t, and is small."""
    rng = np.random.default_rng(seed)
    F = draw_matrix(20, 2, rng)
    z = rng.standard_normal(2)
    expected = tangent_spectrum(F, z)
    errors = []
    for t in (1e-3, 1e-4):
        score = local_score(F, np.tanh(F @ z), t, z)
        basis = np.linalg.qr(score.tangent)[0]
        measured = np.linalg.eigvalsh(basis.T @ score.jacobian @ basis)
        errors.append(np.abs(measured - expected).max() / np.abs(expected).max())
    assert errors[1] < 1e-3
    assert errors[1] < 0.2 * errors[0]


def test_of_a_linear_manifold():
    F = draw_matrix(12, 3, np.random.default_rng(1))
    spectrum = tangent_spectrum(F, np.array([0.3, -1.0, 2.0]), "linear")
    assert spectrum == pytest.approx(-1 / np.linalg.eigvalsh(F.T @ F))


def test_of_a_relu_manifold_is_that_of_its_active_rows():
    rng = np.random.default_rng(2)
    F, z = draw_matrix(12, 3, rng), rng.standard_normal(3)
    active = F[F @ z > 0]
    expected = -1 / np.linalg.eigvalsh(active.T @ active)
    assert tangent_spectrum(F, z, "relu") == pytest.approx(expected)


def test_of_a_curve_by_finite_differences():
    """In one dimension with arc length s: (log q)'' - kappa^2 / 2."""
    F = np.array([[0.7], [-1.4], [0.2], [2.0]])
    z, step = 0.6, 1e-3
    grid = z + step * np.arange(-2, 3)
    points = np.tanh(grid[:, None] * F[:, 0])
    velocity = (1 - points**2) * F[:, 0]
    speed = np.linalg.norm(velocity, axis=1)
    log_q = -(grid**2) / 2 - np.log(speed)
    slope = np.gradient(log_q, step) / speed  # d log q / ds
    unit = velocity / speed[:, None]
    second = np.gradient(slope, step)[2] / speed[2]
    curvature = np.gradient(unit, step, axis=0)[2] / speed[2]
    expected = second - curvature @ curvature / 2
    assert tangent_spectrum(F, np.array([z])) == pytest.approx([expected], rel=1e-4)


@given(st.integers(0, 1000), st.floats(0.1, 3.0))
def test_rotations_change_nothing(seed, angle):
    """Neither of the latent nor, for the linear manifold, of the ambient space."""
    rng = np.random.default_rng(seed)
    F, z = draw_matrix(8, 2, rng), rng.standard_normal(2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = tangent_spectrum(F @ turn.T, turn @ z)
    expected = tangent_spectrum(F, z)
    assert turned == pytest.approx(expected, rel=1e-6, abs=1e-6 * np.abs(expected).max())


def test_what_it_refuses():
    F = draw_matrix(5, 2, np.random.default_rng(0))
    with pytest.raises(ValueError, match="shape"):
        tangent_spectrum(F, np.zeros(3))
    with pytest.raises(ValueError, match="sign"):
        tangent_spectrum(F, np.ones(2), "sign")
    with pytest.raises(ValueError, match="no tangent space"):
        tangent_spectrum(-np.abs(F), np.ones(2), "relu")
