"""Message passing at finite N beside state evolution."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.settings.message_passing import MessagePassingErrors
from memgen.studies.memorization_as_generalization.message_passing_errors import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.message_passing import posterior, undamped_steps

S = MessagePassingErrors(
    N=200, alpha_Ds=[0.5], times=[0.15, 1.5], draws=4, curve_points=5, steps=3, step_points=2
)


@pytest.fixture(scope="module", params=["linear", "tanh"])
def frame(request, seeds_of):
    return tidy(table(S, seeds_of("message_passing_errors"), request.param))


def both(frame, simulated, theory):
    rows = select(frame, quantity=simulated).set_index("t")
    expected = select(frame, quantity=theory).set_index("t")["value"]
    return rows, expected.loc[rows.index]


@pytest.mark.parametrize(
    ("simulated", "theory", "most"),
    [
        ("posterior_variance", "mmse_visible", 0.06),
        ("latent_variance", "mmse_latent", 0.06),
        ("squared_error", "mmse_visible", 0.15),
        ("latent_squared_error", "mmse_latent", 0.25),
        ("squared_score", "fisher", 0.15),
    ],
)
def test_errors_are_those_of_state_evolution(frame, simulated, theory, most):
    rows, expected = both(frame, simulated, theory)
    assert list(rows.index) == S.times
    assert (np.abs(rows["value"] / expected - 1) < most).all()
    assert (rows["n"] == S.draws).all()


def test_ratios_weigh_the_times(frame):
    for ratio, quantity in (
        ("visible_ratio", "posterior_variance"),
        ("error_ratio", "squared_error"),
    ):
        rows, expected = both(frame, quantity, "mmse_visible")
        value = select(frame, quantity=ratio)["value"].item()
        assert value == pytest.approx(rows["value"].sum() / expected.sum())
    rows, expected = both(frame, "latent_variance", "mmse_latent")
    value = select(frame, quantity="latent_ratio")["value"].item()
    assert value == pytest.approx((rows["value"] / expected).mean())


def test_steps_fall_to_the_fixed_point(frame):
    theory = select(frame, quantity="step_latent_error", kind="theory")
    assert list(theory["step"]) == [1, 2, 3]
    assert theory["value"].is_monotonic_decreasing
    for quantity, most in (("step_latent_error", 0.15), ("step_latent_variance", 0.05)):
        simulated = select(frame, quantity=quantity, kind="simulation")
        assert list(simulated["step"]) == [1, 2, 3]
        assert (simulated["t"] == S.step_t).all()
        deviation = np.abs(simulated["value"].to_numpy() - theory["value"].to_numpy())
        assert (deviation < 4 * simulated["stderr"] + most * theory["value"].to_numpy()).all()


def test_theory_covers_the_range_and_the_simulated_times(frame):
    t = select(frame, quantity="fisher")["t"]
    assert (t.min(), t.max()) == pytest.approx(S.t_range)
    assert set(S.times) <= set(t)
    assert len(t) == S.curve_points + len(S.times)


def test_rows_are_means_over_their_draws(frame, seeds_of):
    activation = frame["activation"].iloc[0]
    errors = []
    for draw in range(S.draws):
        point = {"activation": activation, "alpha_D": 0.5}
        rng = seeds_of("message_passing_errors").generator(point, draw)
        F = draw_matrix(S.N, 100, rng)
        z = rng.standard_normal((2, 100))
        xi = HiddenManifold(F, activation).embed(z)
        t = np.array(S.times)
        x = xi + np.sqrt(t)[:, None] * rng.standard_normal(xi.shape)
        errors.append(((posterior(F, x, t, activation).denoised - xi) ** 2).mean(axis=1))
    rows = select(frame, quantity="squared_error")
    np.testing.assert_allclose(rows["value"], np.mean(errors, axis=0), rtol=1e-4)


def test_steps_have_their_own_draws(frame, seeds_of):
    activation = frame["activation"].iloc[0]
    point = {"activation": activation, "alpha_D": S.step_alpha_D, "t": S.step_t}
    errors, variances = [], []
    for draw in range(S.draws):
        rng = seeds_of("message_passing_errors_steps").generator(point, draw)
        F = draw_matrix(S.N, 100, rng)
        z = rng.standard_normal((2, 100))
        xi = HiddenManifold(F, activation).embed(z)
        x = xi + np.sqrt(S.step_t) * rng.standard_normal(xi.shape)
        last = undamped_steps(F, x, S.step_t, S.steps, activation)[-1]
        errors.append(((last.mean - z) ** 2).mean())
        variances.append(last.variance.mean())
    for quantity, draws in (("step_latent_error", errors), ("step_latent_variance", variances)):
        row = select(frame, quantity=quantity, kind="simulation", step=S.steps)
        assert row["value"].item() == pytest.approx(np.mean(draws))
        assert row["stderr"].item() == pytest.approx(np.std(draws, ddof=1) / np.sqrt(S.draws))
