"""Coefficients against direct double integrals, identities and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.activations import get_activation
from memgen.theory.random_features._coefficients import coefficients, hermite_coefficients


def by_quadrature(t, activation, variance):
    """mu_1, v^2 and s^2 from their definitions, on a fine grid."""
    x = np.linspace(-9, 9, 1201)
    w = np.exp(-(x**2) / 2)
    w = w / w.sum()
    sigma, delta = get_activation(activation).function, 1 - np.exp(-2 * t)
    y = np.exp(-t) * np.sqrt(variance) * x[:, None] + np.sqrt(delta) * x
    shared = sigma(y) @ w
    gamma = np.sqrt(np.exp(-2 * t) * variance + delta)
    mu1 = w @ (sigma(gamma * x) * x)
    v2 = w @ shared**2 - (w @ (shared * x)) ** 2
    return mu1, v2, w @ sigma(gamma * x) ** 2 - mu1**2 - v2


@pytest.mark.parametrize(
    ("t", "v2", "s2", "b"),
    [
        (0.01, 0.025542, 0.001874, 0.085233),
        (0.1, 0.013841, 0.013574, 0.257884),
        (0.5, 0.001124, 0.026291, 0.481572),
        (1.0, 5.5e-5, 0.027361, 0.563229),
    ],
)
def test_reference_values(t, v2, s2, b):
    c = coefficients(t)
    assert (c.mu1, c.v2, c.s2, c.b) == pytest.approx((0.605706, v2, s2, b), abs=6e-7, rel=5e-3)


@pytest.mark.parametrize("variance", [0.25, 1.0, 4.0])
@pytest.mark.parametrize("t", [0.02, 0.3, 1.5])
def test_against_double_integrals(t, variance):
    c = coefficients(t, "tanh", variance)
    assert (c.mu1, c.v2, c.s2) == pytest.approx(by_quadrature(t, "tanh", variance), abs=1e-9)


@given(t=st.floats(1e-6, 8.0), variance=st.floats(0.1, 4.0))
def test_identities(t, variance):
    c = coefficients(t, "tanh", variance)
    assert c.signal2 * variance + c.b**2 == pytest.approx(c.mu1**2)
    assert c.v2 > 0
    assert c.s2 > 0
    gamma = np.sqrt(c.decay**2 * variance + c.delta)
    total = (hermite_coefficients(get_activation("tanh"), gamma)[1:] ** 2).sum()
    assert c.mu1**2 + c.v2 + c.s2 == pytest.approx(total)


def test_the_hermite_series_is_complete():
    for scale in (0.5, 1.0, 2.0):
        z = np.linspace(-12, 12, 20001)
        weight = np.exp(-(z**2) / 2)
        norm = weight @ np.tanh(scale * z) ** 2 / weight.sum()
        found = (hermite_coefficients(get_activation("tanh"), scale) ** 2).sum()
        assert found == pytest.approx(norm, rel=1e-8)


def test_small_times_do_not_cancel():
    """s^2 ~ 2 t E[sigma'^2] - ... is linear in t."""
    small = [coefficients(t).s2 / t for t in (1e-8, 1e-7)]
    assert small[0] == pytest.approx(small[1], rel=1e-5)


def test_linear_features_have_no_rest():
    c = coefficients(0.3, "linear")
    assert (c.mu1, c.a) == pytest.approx((1, 1))
    assert (c.v2, c.s2) == pytest.approx((0, 0), abs=1e-20)


def test_outside_the_domain():
    with pytest.raises(ValueError, match="t=0"):
        coefficients(0.0)
    with pytest.raises(ValueError, match="activation='relu'"):
        coefficients(0.1, "relu")
