"""Claims of fig4_collapse_numerics, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_memorization import fig4_collapse_numerics as claims
from memgen.claims.verdict import verdict
from memgen.tables.rows import row, tidy


def ladder(limit=1.0, slope=8.0, noise=0.01):
    """Collapse times t_c (limit + slope / N) in simulation and theory."""
    collapse = [row("collapse_time", "theory", 1.0, N=np.inf)]
    finite = []
    for N in (20.0, 50.0, 200.0, 1000.0):
        value = limit + slope / N
        collapse.append(row("collapse_time", "simulation", value, noise, 10, N=N))
        finite.append(row("collapse_time", "theory", value, noise, 10, N=N))
        weight = 0.5 + 0.4 / np.sqrt(N)
        collapse.append(row("weight_at_collapse", "simulation", weight, noise, 10, N=N))
        finite.append(row("weight_at_collapse", "theory", weight, noise, 10, N=N))
    return {"collapse": tidy(collapse), "finite_size": tidy(finite)}


def test_crossings_are_extrapolated_to_infinite_size():
    found = claims.crossing_tends_to_collapse_time(ladder())
    assert found.value == pytest.approx(1)
    assert 0 < found.stderr < 0.02
    assert claims.crossing_tends_to_collapse_time(ladder(limit=1.3)).value == pytest.approx(1.3)


def test_one_size_cannot_be_extrapolated():
    tables = ladder()
    tables["finite_size"] = tables["finite_size"][tables["finite_size"]["N"] == 50]
    found = claims.crossing_tends_to_collapse_time(tables)
    assert verdict(found, "equal", 1, 0.1) == "not resolved at this size"


def test_simulation_and_finite_size_theory_are_compared_at_the_same_size():
    tables = ladder()
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1)
    tables["collapse"].loc[tables["collapse"]["N"] < 1e9, "value"] *= 1.1
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1.1)


def test_the_weight_at_t_c_is_compared_and_continued():
    tables = ladder()
    assert claims.weight_at_collapse(tables).value == pytest.approx(0)
    assert claims.weight_at_collapse_tends_to_half(tables).value == pytest.approx(0.5)
    moved = tables["collapse"]["quantity"] == "weight_at_collapse"
    tables["collapse"].loc[moved, "value"] += 0.05
    assert claims.weight_at_collapse(tables).value == pytest.approx(0.05)


@pytest.mark.parametrize(("D", "edge"), [(7.5, 7.5 / 7), (8.8, 9 / 8.8), (6.0, 6 / 7)])
def test_the_dimension_lies_among_those_of_neighbours(D, edge):
    rows = [row("effective_dimension", "simulation", D, 0.3, 1)]
    rows += [
        row("neighbour_dimension", "simulation", near, 0.1, 4, P=P)
        for P, near in ((50, 7), (90, 9))
    ]
    found = claims.dimension_of_digits({"points": tidy(rows)})
    assert found.value == pytest.approx(np.log(edge))
    assert found.stderr > 0.3 / D


def test_one_dimension_is_judged_at_the_worst_of_the_sizes():
    rows = []
    for P, ratio in ((50, 1.0), (70, 0.9), (90, 1.05)):
        rows.append(row("collapse_time", "simulation", 2 * ratio, 0.02, 9, P=P))
        rows.append(row("collapse_time_fit", "theory", 2.0, P=P))
    rows.append(row("collapse_time", "simulation", 9.0, np.nan, 1, P=120))
    rows.append(row("collapse_time_fit", "theory", 2.0, P=120))
    found = claims.collapse_of_digits({"points": tidy(rows)})
    assert found.value == pytest.approx(0.9)
    assert found.stderr > 0.01
