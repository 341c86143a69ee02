"""One row as a measurement, and two of them compared."""

import numpy as np
import pytest

from memgen.claims.rows import (
    difference,
    furthest,
    furthest_row,
    largest_row,
    log,
    of_row,
    only_row,
    quotient,
    theory_value,
)
from memgen.statistics.measurement import Measurement
from memgen.tables.rows import row, tidy


@pytest.fixture
def rows():
    return tidy(
        [
            row("x", "theory", 2.0, N=10),
            row("x", "simulation", 1.5, 0.1, 8, N=10),
            row("x", "simulation", 0.2, 0.1, 8, N=20),
        ]
    )


def test_a_theory_row_is_exact_and_a_drawn_one_is_not(rows):
    assert of_row(rows.iloc[0]) == Measurement(2.0)
    assert of_row(rows.iloc[1], scale=0.5) == Measurement(3.0, 0.2, 8)
    assert theory_value(rows, "x", N=10) == 2


def test_rows_are_chosen_by_value(rows):
    drawn = rows[rows["kind"] == "simulation"]
    assert largest_row(drawn).value == 1.5
    assert furthest_row(drawn).value == 0.2
    assert furthest_row(drawn, target=0.0).value == 1.5
    assert furthest([Measurement(0.5), Measurement(1.2)]).value == 0.5
    with pytest.raises(ValueError, match="2 rows were selected"):
        only_row(drawn)


def test_two_measurements_compared():
    upper, lower = Measurement(3.0, 0.3, 9), Measurement(2.0, 0.4, 5)
    assert difference(upper, lower) == Measurement(1.0, 0.5, 5)
    ratio = quotient(upper, lower)
    assert (ratio.value, ratio.n) == (1.5, 5)
    assert ratio.stderr == pytest.approx(1.5 * np.hypot(0.1, 0.2))
    logarithm = log(upper)
    assert (logarithm.value, logarithm.n) == (pytest.approx(np.log(3)), 9)
    assert logarithm.stderr == pytest.approx(0.1)
    assert quotient(Measurement(3.0), Measurement(2.0)) == Measurement(1.5)
    assert np.isinf(quotient(upper, Measurement(0.0, 0.1, 5)).stderr)
