"""Claims of fig1_concept, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig1_concept as claims
from memgen.tables.rows import row, tidy


def test_concept():
    rows = []
    for data, times in (("few", (1.0, 0.9)), ("many", (8.0, 1.0))):
        for direction, half in zip(("large", "small"), times, strict=True):
            at = {"data": data, "direction": direction}
            rows.append(row("half_time", "simulation", half, 0.01 * half, 50, **at))
            exact = half / 1.3 if (data, direction) == ("many", "small") else half
            rows.append(row("half_time", "theory", exact, **at))
    for direction, limit in (("large", 10.0), ("small", 1.0)):
        at = {"data": "many", "direction": direction}
        rows.append(row("loss_time", "theory", limit, **at))
    tables = {"concept": tidy(rows)}
    worst = claims.condensation_matches_finite_theory(tables)
    assert worst.value == pytest.approx(1.3)
    # wider than one point's error, for having been chosen
    assert worst.stderr > 0.013
    assert claims.few_directions_condense_together(tables).value == pytest.approx(1 / 0.9)
    near = claims.many_directions_near_their_limit(tables)
    assert near.value == pytest.approx(0.8)
    assert near.stderr == pytest.approx(0.8 * 0.01 * 2**0.5)
