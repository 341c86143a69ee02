"""Entries of the smoothed Jacobian and the loss of directions: draw by draw, and theory."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.measures.geometry.smoothed_jacobian import smoothed_jacobian
from memgen.settings.memorization_as_generalization import MemorizationOrder
from memgen.studies.memorization_as_generalization.memorization_order import table
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy
from memgen.theory.energies.one_norm import one_norm_variances
from memgen.theory.energies.step_weights import mean_along_step, step_weights
from memgen.theory.spectra import (
    empirical_jacobian_law,
    one_norm_jacobian_law,
    one_norm_loss_times,
    slide_jacobian_law,
)

S = MemorizationOrder(
    counts=(3, 5),
    P=100,
    draws=30,
    times=4,
    t_range=(0.02, 3.0),
    theory_times=4,
    many=20,
    many_columns=4,
    many_draws=12,
    many_times=5,
    many_theory_times=5,
)
VARIANCES = np.repeat([1.0, 0.09], [3, 5])
MANY = one_norm_variances(np.repeat([1.0, 0.09], 20))
BLOCKS = {"large": range(3), "small": range(3, 8)}


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("memorization_order")))


@pytest.fixture(scope="module")
def few(frame):
    return frame[frame["data"] == "few"]


@pytest.fixture(scope="module")
def many(frame):
    return frame[frame["data"] == "many"]


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
    for column, j in (("large", 0), ("small", 7)):
        step = step_weights(t, VARIANCES, j, S.P, [1.0, 0.09])
        at = select(theory, column=column)
        assert value_of(at, "participation") == pytest.approx(step.end[0])
        exact = value_of(at, "normality", model="exact")
        assert exact == pytest.approx(1 - mean_along_step(t, VARIANCES, j, S.P))
        for model, law in laws.items():
            level = value_of(at, "normality", model=model)
            assert level == pytest.approx(-t * law.mean[j, j])
        for k, (row, i) in enumerate((("large", 1), ("small", 6))):
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
    assert len(score) == 16
    assert (score**2).mean() < 3


def test_many_directions_are_lost_in_order(many):
    lost = one_norm_loss_times(MANY, S.P)
    for column, j in (("large", 0), ("small", 39)):
        assert value_of(many, "loss_time", column=column) == pytest.approx(lost[j])
        drawn = select(many, quantity="half_time", column=column, kind="simulation").iloc[0]
        theory = value_of(many, "half_time", column=column, kind="theory")
        assert np.log(drawn["value"] / theory) == pytest.approx(0, abs=0.5)
    t = 10 * lost[0]
    law = one_norm_jacobian_law(t, MANY, S.P)
    for row, i in (("large", 1), ("small", 39)):
        at = select(many, quantity="variance", column="large", row=row)
        found = at[(at["model"] == "law") & np.isclose(at["t"], t)]["value"].item()
        assert found == pytest.approx(law.variance[i, 0])
        exact = at[(at["model"] == "exact") & np.isclose(at["t"], t)]["value"].item()
        assert exact == pytest.approx(law.variance[i, 0], rel=0.1)
