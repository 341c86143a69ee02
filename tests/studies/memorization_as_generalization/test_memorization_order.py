"""Entries of the smoothed Jacobian and the loss of directions: draw by draw, and theory."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.measures.geometry.smoothed_jacobian import smoothed_jacobian
from memgen.settings.memorization_as_generalization import MemorizationOrder
from memgen.studies.memorization_as_generalization.memorization_order import table
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy
from memgen.theory.energies.one_norm import one_norm_squares, one_norm_variances
from memgen.theory.energies.step_weights import mean_along_step, step_weights
from memgen.theory.spectra import (
    condensation_time,
    empirical_jacobian_law,
    one_norm_loss_times,
    slide_jacobian_law,
)

S = MemorizationOrder(
    counts=(10, 10),
    factor=3,
    P=100,
    draws=30,
    times=4,
    t_range=(0.05, 3.0),
    theory_times=4,
    columns=4,
    control_draws=12,
    control_times=5,
)
VARIANCES = np.repeat([1.0, 0.09], [10, 10])
FAINT = np.repeat([1.0, 0.09, 1e-4], [30, 30, 10])
NORM2 = FAINT.sum()
BLOCKS = {"large": range(10), "small": range(10, 20)}


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("memorization_order")))


@pytest.fixture(scope="module")
def few(frame):
    return frame[frame["data"] == "gaussian_few"]


@pytest.fixture(scope="module")
def many(frame):
    return frame[frame["data"] == "norm_many"]


@pytest.mark.parametrize("k", [0, 2])
def test_rows_are_means_over_the_entries_of_draws(few, seeds_of, k):
    t = float(np.geomspace(*S.t_range, S.times)[k])
    drawn = [
        smoothed_jacobian(
            draw_directions(
                VARIANCES, S.P, seeds_of("memorization_order").generator({"t": t, "P": S.P}, draw)
            ),
            t,
        )
        for draw in range(S.draws)
    ]
    simulated = select(few, t=t, kind="simulation")
    for column, of_column in BLOCKS.items():
        j = list(of_column)
        at = select(simulated, column=column)
        level = [-t * J.entries[j, j].mean() for J in drawn]
        assert value_of(at, "normality") == pytest.approx(np.mean(level))
        active = [J.participation[j].mean() for J in drawn]
        assert value_of(at, "participation") == pytest.approx(np.mean(active))
        apart = np.mean([J.apart[j].mean() for J in drawn])
        for row, of_row in BLOCKS.items():
            pairs = [(a, b) for a in of_row for b in j if a != b]
            entries = [J.entries[a, b] for J in drawn for a, b in pairs]
            squares = value_of(at, "variance", row=row)
            assert squares == pytest.approx(np.mean(np.square(entries)))
            spread = np.mean([J.spread[a, b] for J in drawn for a, b in pairs])
            v = value_of(at, "conditional", row=row) * VARIANCES[next(iter(of_row))]
            assert v == pytest.approx(spread / apart)
    assert (simulated["n"] == S.draws).all()


def test_theory_of_few_directions(few):
    t = S.t_range[0]
    theory = select(few, kind="theory", t=t)
    laws = {
        "law": empirical_jacobian_law(t, VARIANCES, S.P),
        "slide": slide_jacobian_law(t, VARIANCES, S.P),
    }
    for column, j in (("large", 0), ("small", 19)):
        step = step_weights(t, VARIANCES, j, S.P, [1.0, 0.09])
        at = select(theory, column=column)
        assert value_of(at, "participation") == pytest.approx(step.end[0])
        exact = value_of(at, "normality", model="exact")
        assert exact == pytest.approx(1 - mean_along_step(t, VARIANCES, j, S.P))
        for model, law in laws.items():
            level = value_of(at, "normality", model=model)
            assert level == pytest.approx(-t * law.mean[j, j])
        for k, (row, i) in enumerate((("large", 1), ("small", 18))):
            exact = value_of(at, "variance", row=row, model="exact")
            assert exact == pytest.approx(step.apart[1 + k] / t**3)
            v = value_of(at, "conditional", row=row, model="exact") * VARIANCES[i]
            assert v == pytest.approx(step.apart[1 + k] / step.apart[0])
            for model, law in laws.items():
                value = value_of(at, "variance", row=row, model=model)
                assert value == pytest.approx(law.variance[i, j])


def test_entries_have_the_exact_variance(few):
    rows = select(few, quantity="variance")
    keys = ["t", "column", "row"]
    simulated = select(rows, kind="simulation").set_index(keys)
    exact = select(rows, model="exact").set_index(keys)["value"]
    score = (simulated["value"] - exact) / simulated["stderr"]
    score = score.dropna()
    assert len(score) == 16
    assert (score**2).mean() < 3


def half_time(frame, data, column, kind):
    rows = select(frame, quantity="half_time", data=data, column=column, kind=kind)
    return rows["value"].item()


def test_half_times_of_every_case(frame):
    for data in ("gaussian_few", "gaussian_many", "norm_few", "norm_many"):
        for column in ("large", "small"):
            drawn, theory = (half_time(frame, data, column, k) for k in ("simulation", "theory"))
            assert np.log(drawn / theory) == pytest.approx(0, abs=0.5)


def test_one_norm_makes_the_order_and_many_directions_complete_it(frame):
    def order(data):
        return np.log(
            half_time(frame, data, "large", "theory") / half_time(frame, data, "small", "theory")
        )

    for size in ("few", "many"):
        assert order(f"gaussian_{size}") == pytest.approx(0, abs=0.1)
    assert 0.3 < order("norm_few") < order("norm_many") < np.log(1 / 0.09)


def test_thresholds_are_in_units_of_the_gaussian_variances(frame, many):
    lost = one_norm_loss_times(NORM2 * one_norm_variances(FAINT), S.P)
    for column, j in (("large", 0), ("small", 59)):
        assert value_of(many, "loss_time", column=column) == pytest.approx(lost[j])
    gaussian = frame[frame["data"] == "gaussian_many"]
    expected = condensation_time(FAINT[:60], S.P)
    assert value_of(gaussian, "condensation_time") == pytest.approx(expected)


def test_variances_of_one_norm(many):
    rows = select(many, quantity="variance")
    of_points = NORM2 * one_norm_variances(FAINT)
    t = float(rows[rows["model"] == "exact"]["t"].min())
    rows_of = [1.0, 0.09, 1e-4]
    Y2, *squares = one_norm_squares(t / NORM2, FAINT, 0, S.P, rows_of)
    published = slide_jacobian_law(t, of_points, S.P, unit_norm=True).variance
    lines = (("large", 1), ("small", 59), ("faint", 69))
    for (line, i), square in zip(lines, squares, strict=True):
        at = select(rows, column="large", row=line, t=t)
        exact = value_of(at, "variance", model="exact")
        assert exact == pytest.approx(NORM2 * square * (1 - 1 / (S.P * Y2)) / t**3)
        assert value_of(at, "variance", model="slide") == pytest.approx(published[i, 0])
        drawn = select(at, kind="simulation").iloc[0]
        assert drawn["value"] == pytest.approx(exact, abs=4 * drawn["stderr"])
