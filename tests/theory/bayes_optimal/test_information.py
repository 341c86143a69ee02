"""The mutual information against exact values, limits and the minimal error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.theory.bayes_optimal.information import information_time, mutual_information
from memgen.theory.bayes_optimal.state_evolution import state_evolution


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
        mutual_information(0.0, 0.5)
    with pytest.raises(ValueError, match="alpha=-1"):
        information_time(-1.0, 1.0)
    with pytest.raises(ValueError, match="entropy per coordinate"):
        information_time(0.7, 1.0, "sign")
