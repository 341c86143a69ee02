"""The scalar posterior against quadrature on thousands of panels, and its own derivatives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.activations import get_activation
from memgen.theory.field.grid import local_average
from memgen.theory.field.posterior import field_posterior, window

NAMES = ("linear", "tanh", "relu", "sign")


def found(name, w, variance, x, t):
    arrays = [np.array([value]) for value in (w, variance, x, t)]
    q = field_posterior(get_activation(name), *arrays)
    moments = (q.log_z, q.slope, q.curvature, q.gap + x, q.output_variance)
    return np.array([moment[0] for moment in moments])


def by_panels(name, w, variance, x, t, panels=1500):
    """Gauss-Legendre on panels between w and the h that x asks for, and 12 widths beyond."""
    sigma, deviation = get_activation(name).function, np.sqrt(variance)
    asked = np.arctanh(np.clip(x, -1 + 1e-15, 1 - 1e-15)) if name == "tanh" else x
    most = abs(x - sigma(np.array(w))) / np.sqrt(t) * deviation
    asked = w + np.clip(asked - w, -most, most)
    edges = np.linspace(min(w, asked) - 12 * deviation, max(w, asked) + 12 * deviation, panels)
    edges = np.sort(np.append(edges, 0.0))
    unit, unit_weight = np.polynomial.legendre.leggauss(12)
    half, centre = np.diff(edges)[:, None] / 2, (edges[1:] + edges[:-1])[:, None] / 2
    h, weight = (centre + half * unit).ravel(), (half * unit_weight).ravel()
    exponent = -((h - w) ** 2) / (2 * variance) - (x - sigma(h)) ** 2 / (2 * t)
    q = np.exp(exponent - exponent.max()) * weight
    log_z = exponent.max() + np.log(q.sum()) - 0.5 * np.log(4 * np.pi**2 * variance * t)
    q /= q.sum()
    mean, output = q @ h, q @ sigma(h)
    curvature = (q @ (h - mean) ** 2 - variance) / variance**2
    return np.array([log_z, (mean - w) / variance, curvature, output, q @ (sigma(h) - output) ** 2])


@settings(max_examples=30)
@given(
    name=st.sampled_from(NAMES),
    w=st.floats(-3, 3),
    variance=st.floats(-9, 0.7).map(np.exp),
    t=st.floats(-8, 2).map(np.exp),
    x=st.floats(-4, 4),
)
def test_moments_to_ten_digits(name, w, variance, x, t):
    """Also where x is nothing that tanh or sign could have made (|x| > 1 at t < .05)."""
    expected = by_panels(name, w, variance, x, t)
    # the panels lose digits where q is narrow: in slope and curvature by 1/V
    scale = np.maximum(np.abs(expected), [1, 0.01 / variance, 0.01 / variance**2, 1, 1])
    assert (np.abs(found(name, w, variance, x, t) - expected) < 2e-10 * np.maximum(scale, 1)).all()


@pytest.mark.parametrize("name", NAMES)
def test_slope_and_curvature_are_derivatives(name):
    w, step = np.array([-0.7, 0.2, 1.1]), 1e-4
    variance, x, t = np.array([0.3, 0.9, 0.05]), np.array([0.4, -1.3, 0.8]), np.full(3, 0.2)
    lower, here, upper = (
        field_posterior(get_activation(name), w + s, variance, x, t) for s in (-step, 0, step)
    )
    np.testing.assert_allclose((upper.log_z - lower.log_z) / (2 * step), here.slope, atol=1e-6)
    np.testing.assert_allclose((upper.slope - lower.slope) / (2 * step), here.curvature, atol=2e-6)
    shifted = field_posterior(get_activation(name), w, variance, x + step, t)
    back = field_posterior(get_activation(name), w, variance, x - step, t)
    tweedie = x + t * (shifted.log_z - back.log_z) / (2 * step)
    np.testing.assert_allclose(tweedie, x + here.gap, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_the_replica_theorys_channel(name):
    w, x, variance, t = np.linspace(-2, 2, 9), np.linspace(1.5, -1.2, 9), 0.4, 0.15
    q = field_posterior(get_activation(name), w, np.full(9, variance), x, np.full(9, t))
    other = local_average(get_activation(name), w, variance, 1 / t, x, np.zeros(9), 0.3)
    np.testing.assert_allclose(q.log_z + 0.5 * np.log(2 * np.pi * t), other.log_z, atol=1e-10)
    np.testing.assert_allclose(q.slope, other.slope, atol=1e-9)
    np.testing.assert_allclose(q.gap, other.gap, atol=1e-9)
    np.testing.assert_allclose(q.square_distance, other.square_distance, atol=1e-9)


def test_the_window_follows_the_mass():
    """At small V / t it is the prior's, at large V / t the likelihood's, and it shrinks with it."""
    one = np.ones(1)
    low, high, _ = window(0 * one, one, 0 * one, 100 * one)
    assert low[0] < -8 < 8 < high[0]
    low, high, _ = window(-1 * one, one, 0.5 * one, 1e-4 * one)
    assert low[0] < np.arctanh(0.5) < high[0]
    assert high[0] - low[0] < 2


def test_a_field_without_spread_is_known():
    q = field_posterior(get_activation("relu"), *(np.array([v]) for v in (0.7, 1e-10, 0.5, 0.1)))
    assert q.gap[0] == pytest.approx(0.2, abs=1e-7)
    assert q.slope[0] == pytest.approx(-2.0, rel=1e-6)


def test_too_fine_a_quadrature_is_refused():
    with pytest.raises(ValueError, match="nodes"):
        found("tanh", 0.0, 1.0, 0.3, 1e-12)
