"""Bayes-optimal state evolution against exact, limiting and previously measured values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from memgen.activations import get_activation
from memgen.theory.bayes_optimal.output_channel import output_channel
from memgen.theory.bayes_optimal.state_evolution import (
    information_time,
    mutual_information,
    state_evolution,
)


def exact_linear_information(t, alpha_D):
    gamma = 1.0 / (alpha_D * t)
    upper, lower = (1 + np.sqrt(alpha_D)) ** 2, (1 - np.sqrt(alpha_D)) ** 2
    f = (np.sqrt(gamma * upper + 1) - np.sqrt(gamma * lower + 1)) ** 2
    first = alpha_D * np.log(1 + gamma - f / 4) + np.log(1 + gamma * alpha_D - f / 4)
    return 0.5 * (first - f / (4 * gamma))


@pytest.mark.parametrize(("t", "alpha_D"), [(0.1, 0.1), (0.3, 0.5), (1e-3, 1.0), (20.0, 2.0)])
def test_linear_information_is_exact(t, alpha_D):
    expected = exact_linear_information(t, alpha_D)
    assert mutual_information(t, alpha_D) == pytest.approx(expected, rel=1e-10)


# Values of an independent fixed-point code, confirmed there by message passing at N = 800:
# N / D = 2, except the last two rows (N / D = 10).
@pytest.mark.parametrize(
    ("activation", "t", "alpha_D", "latent", "visible"),
    [
        ("tanh", 0.3, 0.5, 0.37241, 0.09626),
        ("tanh", 1.0, 0.5, 0.62319, 0.19946),
        ("relu", 0.3, 0.5, 0.44371, 0.08971),
        ("relu", 1.0, 0.5, 0.67820, 0.18387),
        ("sign", 0.05, 0.1, 0.01862, None),
        ("sign", 0.3, 0.1, 0.02497, None),
    ],
)
def test_errors_agree_with_an_independent_code(activation, t, alpha_D, latent, visible):
    solution = state_evolution(t, alpha_D, activation)
    assert solution.mmse_latent == pytest.approx(latent, abs=1.5e-5)
    if visible is not None:
        assert solution.mmse_visible == pytest.approx(visible, abs=1.5e-5)


@pytest.mark.parametrize("activation", ["linear", "tanh", "relu", "sign"])
@pytest.mark.parametrize(("t", "alpha_D"), [(0.02, 0.3), (1.5, 1.0)])
def test_information_falls_with_the_minimal_error(activation, t, alpha_D):
    step = 1e-3 * t
    slope = (
        mutual_information(t + step, alpha_D, activation)
        - mutual_information(t - step, alpha_D, activation)
    ) / (2 * step)
    error = state_evolution(t, alpha_D, activation).mmse_visible
    # The difference formula itself is off by a relative 1e-6.
    assert slope == pytest.approx(-error / (2 * t**2), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
def test_channel_against_adaptive_quadrature(activation):
    sigma, t, v = get_activation(activation), 0.2, 0.4

    def density(x, w):
        def weight(h):
            prior = np.exp(-((h - w) ** 2) / (2 * v)) / np.sqrt(2 * np.pi * v)
            return prior * np.exp(-((x - sigma.function(h)) ** 2) / (2 * t))

        reach = 9.0 * np.sqrt(v)
        inside = [0.0] if abs(w) < reach else None
        return quad(weight, w - reach, w + reach, points=inside, epsabs=1e-9)[0]

    def evidence(w):
        def integrand(x):
            z = density(x, w)
            return z * np.log(max(z, 1e-300)) / np.sqrt(2 * np.pi * t)

        return quad(integrand, -4.0, 6.0 + abs(w), epsabs=1e-6, limit=100)[0]

    # A trapezoid in w is exact to 1e-6 here, the integrand being smooth at the scale sqrt(v).
    w = np.linspace(-4.0, 4.0, 21) * np.sqrt(1.0 - v)
    weight = np.exp(-(w**2) / (2 * (1.0 - v)))
    average = sum(a * evidence(b) for a, b in zip(weight, w, strict=True)) / weight.sum()
    assert output_channel(v, t, sigma).evidence == pytest.approx(average, abs=2e-4)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
@pytest.mark.parametrize(("variance", "t"), [(0.5, 0.1), (1e-4, 1e-4), (0.9, 30.0)])
def test_doubling_all_nodes_changes_nothing(activation, variance, t):
    sigma = get_activation(activation)
    coarse, fine = (output_channel(variance, t, sigma, nodes) for nodes in (12, 24))
    assert coarse.evidence == pytest.approx(fine.evidence, rel=1e-6)
    assert coarse.fisher == pytest.approx(fine.fisher, rel=1e-5)


def test_sign_patterns_carry_at_most_one_bit():
    bits = [mutual_information(1e-2, alpha_D, "sign") / np.log(2.0) for alpha_D in (0.1, 1.0, 10)]
    assert bits == sorted(bits)
    assert 0.95 < bits[-1] < 1.0
    # Fewer latent dimensions than needed for independent signs: far below one bit.
    assert bits[0] < 0.4


@settings(max_examples=6, deadline=None)
@given(
    activation=st.sampled_from(["linear", "tanh", "relu"]),
    log_t=st.floats(-6.0, 3.0),
    alpha_D=st.floats(0.05, 2.0),
)
def test_information_falls_with_noise_and_is_inverted(activation, log_t, alpha_D):
    t = float(np.exp(log_t))
    near, far = (mutual_information(s, alpha_D, activation) for s in (t, 1.1 * t))
    assert near > far > 0.0
    assert near < exact_linear_information(t, 1e6) + 1e-9
    assert information_time(near, alpha_D, activation) == pytest.approx(t, rel=1e-6)


def test_domain():
    with pytest.raises(ValueError, match=r"t=0\.0 must be positive"):
        state_evolution(0.0, 0.5)
    with pytest.raises(ValueError, match="alpha_D=-1"):
        state_evolution(1.0, -1.0)
    with pytest.raises(ValueError, match="entropy per coordinate"):
        information_time(0.7, 1.0, "sign")
    with pytest.raises(ValueError, match="tanh"):
        mutual_information(1.0, 1.0, "tanhh")
