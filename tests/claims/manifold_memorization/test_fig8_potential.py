"""Claims of fig8_potential, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.manifold_memorization import fig8_potential as claims
from memgen.tables.rows import row, tidy


def attractors(at_collapse=0.0, at_onset=0.0):
    rows = [row("collapse_time", "theory", 1.0), row("onset_time", "theory", 4.0)]
    excess = {0.5: 0.7, 1.0: at_collapse, 2.0: 0.8, 4.0 * (1 + 1e-12): at_onset}
    rows += [row("trap_excess", "simulation", v, 0.01, 9, t=t) for t, v in excess.items()]
    return {"attractors": tidy(rows)}


def test_traps_are_compared_at_the_transitions():
    assert claims.traps_at_onset(attractors(at_onset=-0.2)).value == pytest.approx(-0.2)
    assert claims.traps_at_onset(attractors(at_collapse=-0.2)).value == pytest.approx(0)
    furthest = claims.traps_at_all_times(attractors(at_collapse=-0.9))
    assert furthest.value == pytest.approx(-0.9)
    assert furthest.stderr > 0.01  # it was chosen among four


def test_the_entropy():
    rows = [row("traps", "simulation", 0.3, 0.02, 60, regime="between", N=40, D=8)]
    for regime in ("between", "below_collapse"):
        for distance, value, off in ((1.0, 0.1, 0.01), (2.0, 0.2, 0.01), (3.0, 0.01, 0.5)):
            at = {"regime": regime, "distance": distance}
            rows.append(row("level_entropy", "simulation", value + off, 0.001, 50, **at))
            rows.append(row("level_entropy_binned", "theory", value, **at))
    tables = {"potential": tidy(rows)}
    # bins without a level in some draw do not count
    assert claims.entropy_of_levels(tables).value == pytest.approx(320 * 0.01)


@pytest.mark.parametrize(("between", "value"), [(0.3, 0.2), (0.0, -0.1)])
def test_the_bulk_carries_the_weight_above_collapse_alone(between, value):
    rows = []
    # t = 1: Sigma - 1 / 2 + 1 / 2 at the distance 1; t = 1/4: Sigma - 2 + 1 / 2
    for regime, t, height in (("between", 1.0, between), ("below_collapse", 0.25, 0.3)):
        at = {"regime": regime, "t": t, "distance": 1.0}
        rows.append(row("level_entropy_finite_size", "theory", height, **at))
        rows.append(row("level_entropy_binned", "theory", 0.3, **at))
        rows.append(row("level_entropy", "simulation", 0.2, 0.001, 50, **at))
    found = claims.bulk_is_left_at_collapse({"potential": tidy(rows)})
    assert found.value == pytest.approx(value)
