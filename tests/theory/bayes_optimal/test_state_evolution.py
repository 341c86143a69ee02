"""State evolution against closed forms, identities, and a second derivation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.activations import get_activation
from memgen.theory.bayes_optimal.state_evolution import state_evolution, state_evolution_path
from memgen.theory.field.posterior import field_posterior

NAMES = ["linear", "tanh", "relu", "sign"]
noise = st.floats(-5, 2).map(lambda s: float(np.exp(s)))
aspects = st.floats(0.05, 3.0)


@settings(max_examples=20)
@given(t=noise, alpha_D=aspects)
def test_linear_closed_form(t, alpha_D):
    b = t + 1 / alpha_D - 1
    v = 2 * t / (b + np.sqrt(b**2 + 4 * t))
    found = state_evolution(t, alpha_D)
    assert found.mmse_latent == pytest.approx(v, rel=1e-8)
    assert found.mmse_visible == pytest.approx(v * t / (v + t), rel=1e-8)


@settings(max_examples=10)
@given(t=noise, tau=st.lists(st.floats(0.1, 3), min_size=1, max_size=4))
def test_linear_columns_are_a_wishart_matrix(t, tau):
    """The resolvent of F diag(tau) F^T at -t solves the Marchenko-Pastur equation."""
    alpha_D, tau = 0.4, np.array(tau)
    found = state_evolution(t, alpha_D, "linear", tau)
    resolvent = 1 / (found.mmse_latent + t)  # (1/N) tr (F tau F^T + t)^-1
    right = 1 / (t + (tau / (1 + tau * resolvent / alpha_D)).mean())
    assert resolvent == pytest.approx(right, rel=1e-9)
    assert found.fisher == pytest.approx(resolvent, rel=1e-9)


def test_free_entropy_is_a_log_determinant():
    rng, t, N = np.random.default_rng(0), 0.3, 1200
    tau = np.repeat([1.6, 0.4], N // 4)
    F = rng.standard_normal((N, N // 2)) / np.sqrt(N // 2)
    _, log_det = np.linalg.slogdet((F * tau) @ F.T + t * np.eye(N))
    exact = -0.5 * (log_det / N + 1 + np.log(2 * np.pi))
    assert state_evolution(t, 0.5, "linear", tau[::300]).free_entropy == pytest.approx(
        exact, abs=2e-3
    )


def iterated(t, alpha_D, activation):
    """The fixed point by iteration, from messages' posterior of one field and plain sums over x, w.

    Independent of `output_channel`, of the potential and of the root finder: errors and, by the
    I-MMSE relation, no more. Uniform grids converge exponentially, but for relu and sign in w.
    """
    sigma, v = get_activation(activation), 0.5
    for _ in range(400):
        w = np.sqrt(1 - v) * np.linspace(-7, 7, 281)[:, None]
        spread = 8 * np.sqrt(t)
        reach = 8 * np.sqrt(v)
        low, high = sigma.function(w - reach) - spread, sigma.function(w + reach) + spread
        x = low + (high - low) * np.linspace(0, 1, 401)
        prior = np.exp(-(w**2) / (2 * (1 - v)))
        seen = field_posterior(
            sigma, np.broadcast_to(w, x.shape), np.full(x.shape, v), x, np.full(x.shape, t)
        )
        weight = prior * np.exp(seen.log_z) * (high - low)
        weight /= weight.sum()
        last, v = v, 1 / (1 + float((weight * seen.slope**2).sum()) / alpha_D)
        if abs(v - last) < 1e-9:
            break
    return v, float((weight * seen.output_variance).sum())


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize(("t", "alpha_D"), [(0.05, 0.2), (0.3, 0.5), (2.0, 2.0)])
def test_iteration_with_the_messages_posterior(activation, t, alpha_D):
    found = state_evolution(t, alpha_D, activation)
    latent, visible = iterated(t, alpha_D, activation)
    assert found.mmse_latent == pytest.approx(latent, rel=1e-5)
    assert found.mmse_visible == pytest.approx(visible, rel=1e-5, abs=1e-7)


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


@pytest.mark.parametrize("activation", NAMES)
def test_information_and_de_bruijn_identities(activation):
    """dI/dt = -mmse / 2t^2 and d/dt E log p_t = -J / 2, with two variances of mean 1.5."""
    tau, t, step = np.array([2.6, 0.4]), 0.3, 1e-3
    below, here, above = (state_evolution(s, 0.5, activation, tau) for s in (t - step, t, t + step))
    information = (above.mutual_information - below.mutual_information) / (2 * step)
    entropy = (above.free_entropy - below.free_entropy) / (2 * step)
    assert information == pytest.approx(-here.mmse_visible / (2 * t**2), rel=3e-5)
    assert entropy == pytest.approx(-here.fisher / 2, rel=3e-5)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
def test_scaled_latents(activation):
    """Latents of variance T: relu scales with them, sign does not feel them, tanh saturates."""
    T, t = 4.0, 0.2
    one = state_evolution(t / T if activation == "relu" else t, 0.5, activation)
    many = state_evolution(t, 0.5, activation, np.full(3, T))
    if activation == "tanh":
        assert many.mmse_latent > one.mmse_latent
        assert many.mmse_visible > one.mmse_visible
    else:
        assert many.mmse_latent == pytest.approx(T * one.mmse_latent, rel=1e-9)
        scale = T if activation == "relu" else 1
        assert many.mmse_visible == pytest.approx(scale * one.mmse_visible, rel=1e-9)


@pytest.mark.parametrize("activation", NAMES)
def test_the_path_falls_to_the_fixed_point(activation):
    path = state_evolution_path(0.3, 0.5, 40, activation)
    assert (np.diff(path.latent) <= 1e-12).all()
    fixed = state_evolution(0.3, 0.5, activation)
    assert path.latent[-1] == pytest.approx(fixed.mmse_latent, rel=1e-4)
    assert path.visible[-1] == pytest.approx(fixed.mmse_visible, rel=1e-4)


def test_domain():
    for bad in ({"t": 0.0, "alpha_D": 1.0}, {"t": 1.0, "alpha_D": -1.0}):
        with pytest.raises(ValueError, match="must be positive"):
            state_evolution(**bad)
    with pytest.raises(ValueError, match="column_variances"):
        state_evolution(1.0, 1.0, "linear", np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match="steps=0"):
        state_evolution_path(1.0, 1.0, 0)
