"""The ring's energy: quadrature, the published values, and rings of finitely many memories."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from memgen.data.circle import on_circle
from memgen.diffusion.circle_score import CircleScore
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.theory.ring_memory import (
    circle_energy,
    circle_force,
    ring_barrier,
    ring_curvature,
    ring_radius,
    ring_roughness,
)


@given(R=st.floats(0, 3), t=st.floats(0.05, 5))
def test_energy_by_quadrature(R, t):
    mean, _ = quad(lambda a: np.exp(-((R - 1) ** 2 + 2 * R * (1 - np.cos(a))) / (2 * t)), 0, np.pi)
    expected = -2 * t * np.log(mean / np.pi)
    assert circle_energy(R, t) == pytest.approx(expected, abs=1e-7)


def test_energy_is_the_circles_density_and_its_slope_the_score():
    t, x = 0.07, np.array([[0.3, 0.4], [1.2, -0.9]])
    R = np.linalg.norm(x, axis=1)
    score = CircleScore()
    expected = -2 * t * (score.log_density(x, t) + np.log(2 * np.pi * t))
    np.testing.assert_allclose(circle_energy(R, t), expected, rtol=1e-12)
    radial = (score.score(x, t) * x).sum(axis=1) / R
    np.testing.assert_allclose(circle_force(R, t), 2 * t * radial, rtol=1e-10)


@pytest.mark.parametrize(
    ("beta", "radius", "depth"),
    [
        (2, 0.8315, 0.2351),
        (10 / 3, 0.9138, 0.4526),
        (10, 0.9740, 0.7596),
        (20, 0.98726, 0.86215),
        (200, 0.99875, 0.9804),
    ],
)
def test_radius_and_depth(beta, radius, depth):
    t = 1 / (2 * beta)
    R = ring_radius(t)
    assert pytest.approx(radius, abs=6e-5) == R
    energy = circle_energy(np.array([0.0, R]), t)
    assert energy[0] - energy[1] == pytest.approx(depth, abs=6e-5)
    by_search = minimize_scalar(lambda r: float(circle_energy(float(r), t)), (0.5, 0.9, 1.2))
    assert pytest.approx(by_search.x, abs=1e-6) == R


def test_range_of_the_published_panel():
    """Colour bar of the exact panel: from 0 to 1.276 on [-1.5, 1.5]^2 at beta = 20."""
    corner = circle_energy(float(np.hypot(1.5, 1.5)), 0.025)
    lowest = circle_energy(ring_radius(0.025), 0.025)
    assert corner - lowest == pytest.approx(1.2764, abs=5e-5)


@given(t=st.floats(1e-4, 3).filter(lambda t: abs(t - 0.5) > 1e-3))
def test_radius_is_a_root_and_curvature_a_difference(t):
    R = ring_radius(t)
    assert abs(circle_force(R, t)) < 1e-9
    assert (R > 0) == (t < 0.5)
    h = 1e-4 * np.sqrt(t) + 1e-6
    slope = (circle_force(R - h, t) - circle_force(R + h, t)) / (2 * h)
    if 2 * h < R:
        assert ring_curvature(t) == pytest.approx(slope, rel=1e-3, abs=1e-4)
        assert ring_curvature(t) > 0


@pytest.mark.parametrize(("K", "t"), [(20, 0.025), (12, 0.05)])
def test_barrier_of_equally_spaced_memories(K, t):
    memory = DiffusionEnergy(on_circle(2 * np.pi * np.arange(K) / K))
    low, high = memory.energy(on_circle(np.array([0.0, np.pi / K])), t)
    assert ring_barrier(K, t) == pytest.approx(high - low, rel=2e-3)


def test_barrier_at_large_beta():
    t = 1 / 400
    beta, K = 1 / (2 * t), 60
    assert ring_barrier(K, t) == pytest.approx(4 / beta * np.exp(-(K**2) / 4 / beta), rel=0.02)
    assert ring_barrier(10_000, t) == 0  # underflow, not a NaN


@pytest.mark.parametrize("t", [0.025, 0.15])
def test_roughness_of_random_memories(t):
    rng, K, ring = np.random.default_rng(0), 1000, on_circle(np.linspace(0, 2 * np.pi, 400)[:-1])
    variance = [
        DiffusionEnergy(on_circle(rng.uniform(0, 2 * np.pi, K))).energy(ring, t).var()
        for _ in range(30)
    ]
    error = np.std(variance, ddof=1) / np.sqrt(30)
    assert abs(np.mean(variance) - ring_roughness(K, t) ** 2) < 3.5 * error


def test_what_is_refused():
    for function in (ring_barrier, ring_roughness):
        with pytest.raises(ValueError, match="at least 1"):
            function(0, 0.1)
        with pytest.raises(ValueError, match="positive"):
            function(3, 0.0)
    with pytest.raises(ValueError, match="positive"):
        ring_radius(-1.0)
