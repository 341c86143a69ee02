"""Losses along training: limits, closed forms, gradient descent against the flow, seeds."""

import numpy as np
import pytest

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import generator
from memgen.settings.training_dynamics import (
    Descent,
    ErrorScaling,
    ErrorScalingLadder,
    GeneralizationLadder,
    GeneralizationMap,
    Metrics,
)
from memgen.studies.training_dynamics import (
    descent,
    error_scaling,
    error_scaling_ladder,
    generalization_ladder,
    generalization_map,
    metrics,
)
from memgen.tables.read import select
from memgen.theory.random_features.losses import half_fall_time
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks

SOURCE = "training_dynamics"


def real(psi_p, psi_n, d, t, variance, rng):
    """Flow and fresh moments of real features."""
    W = rng.standard_normal((round(psi_p * d), d))
    x = np.sqrt(variance) * rng.standard_normal((round(psi_n * d), d))
    return gradient_flow(training_moments(W, x, t)), population_moments(W, t, variance)


def test_metrics_are_the_closed_forms_and_the_drawn_equivalents(seeds, frame):
    s = Metrics(psi_p=8, psi_n=[2.0, 4.0], d=12, draws=2, points=24)
    rows = select(frame(metrics.table(s, seeds("metrics"), 2.0)), psi_p=8.0, psi_n=2.0, t=0.1)
    model = FeatureModel(8, 2, 0.1)
    trained = select(rows, quantity="training_loss")
    np.testing.assert_allclose(trained["tau"], np.geomspace(1e-2, 1e7, 24))
    assert trained["value"].iloc[0] == pytest.approx(1, abs=0.01)
    assert (np.diff(trained["value"]) <= 1e-9).all()
    c = model.coefficients
    lowest = c.s2 + c.v2 * (1 - 2) ** 2
    published = select(rows, quantity="tau_mem", kind="published")["value"].item()
    assert published == pytest.approx(8 / (c.delta * lowest))
    assert select(rows, quantity="half_drop")["value"].item() == half_fall_time(model)
    times = select(rows, quantity="bulk_time").set_index("bulk")["value"]
    for number, bulk in enumerate(find_bulks(model)):
        assert times[number] == pytest.approx(8 / (4 * c.delta * bulk.mean))
    test = select(rows, quantity="test_loss", d=12)
    assert set(rows["kind"]) == {"theory", "published"}
    tau = test["tau"].to_numpy()
    draws = []
    for draw in range(2):
        rng = generator(5, SOURCE, "metrics", {"psi_n": 2.0, "d": 12}, draw)
        drawn = draw_equivalent(model, 12, rng)
        draws.append(drawn.test_losses(drawn.flow(), tau))
    np.testing.assert_allclose(test["value"], np.mean(draws, axis=0))
    errors = select(rows, quantity="score_error", d=12)
    # L_test is linear in the error, so that their means belong together.
    expected = [score_error(loss, 0.1) for loss in test["value"]]
    np.testing.assert_allclose(errors["value"], expected, rtol=1e-9)
    rise = select(rows, quantity="half_rise")
    assert tau[test["value"].argmin()] < rise["value"].item() < tau[-1]
    assert rise["n"].item() == 2
    gap = select(rows, quantity="gap", d=12)["value"].to_numpy()
    onset = select(rows, quantity="gap_onset").set_index("level")["value"]
    assert list(onset.index) == [0.05, 0.1, 0.2]
    assert (np.diff(onset) > 0).all()
    # to a step of the grid, the mean curve's
    step = tau[1] / tau[0]
    for level, time in onset.items():
        assert (
            tau[np.argmax(gap > level)] / step**1.5 < time < tau[np.argmax(gap > level)] * step**0.5
        )


def test_gradient_descent_follows_the_flow_of_the_same_draws(seeds, frame):
    s = Descent(d=6, draws=2, points=5, tau_range=(0.1, 30.0), flow_points=40)
    gaps = [0.1]
    rows = frame(descent.table(s, seeds("descent"), psi_p=8.0, t=0.1, onset_gaps=gaps, psi_n=2.0))
    onset = select(rows, quantity="gap_onset", kind="simulation", level=0.1)["value"].item()
    assert select(rows, quantity="half_rise", kind="simulation")["value"].item() > onset
    late = select(rows, quantity="test_loss_flow").merge(
        select(rows, quantity="training_loss_flow"), on="tau"
    )
    after = late["tau"] > 1.3 * onset
    assert ((late["value_x"] - late["value_y"])[after] > 0.1).all()
    tau = np.geomspace(0.1, 30, 5)
    expected = {name: [] for name in ("training_loss", "test_loss", "score_error")}
    for draw in range(2):
        rng = generator(5, SOURCE, "metrics_descent", {"psi_n": 2.0, "d": 6}, draw)
        flow, fresh = real(8, 2, 6, 0.1, 1.0, rng)
        test = losses_along(flow, fresh, tau)
        expected["training_loss"].append([flow.training_loss(time) for time in tau])
        expected["test_loss"].append(test)
        expected["score_error"].append([score_error(loss, 0.1) for loss in test])
    for name, draws in expected.items():
        flowed = select(rows, quantity=f"{name}_flow", kind="theory", psi_p=8.0, t=0.1, d=6)
        assert len(flowed) == 45
        flowed = flowed[np.isclose(flowed["tau"].to_numpy()[:, None], tau, rtol=1e-9).any(axis=1)]
        np.testing.assert_allclose(flowed["tau"], tau)
        np.testing.assert_allclose(flowed["value"], np.mean(draws, axis=0), rtol=1e-9)
        descended = select(rows, quantity=name, kind="simulation", psi_n=2.0)
        np.testing.assert_allclose(descended["value"], np.mean(draws, axis=0), rtol=0.03)
        assert (descended["n"] == 2).all()
    trained, test = (select(rows, quantity=name)["value"].to_numpy() for name in list(expected)[:2])
    assert trained[-1] < test[-1] < test[0] < 1


@pytest.mark.parametrize(("features", "kind"), [("equivalent", "theory"), ("real", "simulation")])
def test_the_generalization_gap_falls_with_data(seeds, frame, features, kind):
    s = GeneralizationMap(
        psi_p=[2.0, 4.0], psi_n=[2.0, 8.0], cuts=[4.0], d=8, draws=2, equivalent_draws=2
    )
    rows = frame(generalization_map.table(s, seeds("generalization_map"), 4.0, features))
    assert set(rows["kind"]) == {kind}
    assert set(rows["part"]) == {"map"}
    assert rows["value"].min() > 0
    for tau in s.tau:
        few, many = select(rows, tau=tau, psi_p=4.0, t=0.1, d=8)["value"]
        assert many < few
    gaps = []
    for draw in range(2):
        point = {"psi_p": 4.0, "psi_n": 8.0, "d": 8, "kind": kind}
        rng = generator(5, SOURCE, "generalization_map", point, draw)
        if features == "real":
            flow, fresh = real(4, 8, 8, 0.1, 1.0, rng)
            test = losses_along(flow, fresh, np.array([1e4]))[0]
        else:
            drawn = draw_equivalent(FeatureModel(4, 8, 0.1), 8, rng)
            flow = drawn.flow()
            test = drawn.test_losses(flow, np.array([1e4]))[0]
        gaps.append(test - flow.training_loss(1e4))
    measured = select(rows, psi_n=8.0, tau=1e4)
    assert measured["value"].item() == pytest.approx(np.mean(gaps))
    assert measured["stderr"].item() == pytest.approx(abs(gaps[0] - gaps[1]) / 2)


def test_the_ladder_has_the_map_s_numbers(seeds, frame):
    """At the same point and d, real features and equivalents are those of the map."""
    s = GeneralizationLadder(psi_p=4, psi_n=2, d=[6, 8], draws=2)
    tau = [1e3, 1e4]
    ladder = frame(generalization_ladder.table(s, seeds("generalization_ladder"), 0.1, tau, 8))
    assert set(ladder["part"]) == {"ladder"}
    section = GeneralizationMap(
        psi_p=[2.0, 4.0], psi_n=[2.0, 3.0], cuts=[4.0], d=8, draws=2, equivalent_draws=2
    )
    for features, kind in (("equivalent", "theory"), ("real", "simulation")):
        of_map = frame(
            generalization_map.table(section, seeds("generalization_map"), 4.0, features)
        )
        values = select(ladder, kind=kind)
        np.testing.assert_allclose(values["value"], select(of_map, psi_n=2.0)["value"])
        assert list(values["tau"]) == tau


def test_the_score_error_starts_at_the_score_s_norm_and_has_a_minimum(seeds, frame):
    sigma_x, t = 0.5, 0.01
    s = ErrorScaling(
        psi_p=6,
        psi_n=[4.0, 8.0, 12.0],
        sigma_x=[0.5, 1.0],
        d=8,
        draws=2,
        exact_d=6,
        exact_draws=2,
        points=20,
        refined_points=20,
    )
    rows = frame(error_scaling.table(s, seeds("error_scaling"), sigma_x))
    assert (rows["sigma_x"] == sigma_x).all()
    assert (rows["psi_p"] == 6).all()
    norm = 1 / (np.exp(-2 * t) * sigma_x**2 + 1 - np.exp(-2 * t))
    for (kind, _), curve in rows.groupby(["kind", "psi_n"]):
        errors = select(curve, quantity="score_error")
        assert list(errors["d"].unique()) == [8 if kind == "theory" else 6]
        assert 0.8 * norm < errors["value"].iloc[0] < 1.01 * norm
        least = select(curve, quantity="least_error")["value"].item()
        assert 0 < least <= errors["value"].min() + 1e-12
        assert least > 0.3 * errors["value"].min()
    point = {"sigma_x": sigma_x, "psi_n": 4.0, "psi_p": 6.0, "t": t, "d": 6, "kind": "simulation"}
    draws = []
    for draw in range(2):
        rng = generator(5, SOURCE, "error_scaling", point, draw)
        flow, fresh = real(6, 4, 6, t, sigma_x**2, rng)
        (loss,) = losses_along(flow, fresh, np.array([1.0]))
        draws.append(score_error(loss, t, sigma_x**2))
    first = select(rows, kind="simulation", quantity="score_error", psi_n=4.0, tau=1.0)
    assert first["value"].item() == pytest.approx(np.mean(draws))


def test_the_ladder_of_the_score_error_has_more_draws_below(seeds, frame):
    s = ErrorScalingLadder(psi_n=8, sigma_x=1, d=[6, 9], draws=2, exact_draws=2)
    numbers = seeds("error_scaling_ladder")
    rows = frame(error_scaling_ladder.table(s, numbers, 6.0, 0.01, (1.0, 1e7), 20, 20))
    assert set(rows["quantity"]) == {"ladder_error"}
    for kind in ("theory", "simulation"):
        at = select(rows, kind=kind, psi_n=8.0, psi_p=6.0, sigma_x=1.0).set_index("d")
        assert list(at.index) == [6, 9]
        assert list(at["n"]) == [3, 2]
        assert (at["value"] > 0).all()


def test_an_error_without_a_minimum_names_the_range(seeds):
    s = ErrorScaling(
        psi_p=6,
        psi_n=[4.0, 8.0, 12.0],
        sigma_x=[0.5, 1.0],
        d=8,
        draws=2,
        points=10,
        tau_range=(1.0, 2.0),
    )
    with pytest.raises(ValueError, match=r"error_scaling\.tau_range"):
        list(error_scaling.table(s, seeds("error_scaling"), 0.5))
