"""Claims of fig1_concept, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig1_concept as claims
from memgen.tables.rows import row, tidy


def test_concept():
    rows = []
    for data, times in (("few", (1.0, 0.9)), ("many", (8.0, 1.0))):
        for direction, half, lost in zip(("large", "small"), times, (10.0, 1.0), strict=True):
            at = {"data": data, "direction": direction}
            rows.append(row("half_time", "simulation", half, 0.01, 5, **at))
            rows.append(row("loss_time", "theory", lost, **at))
    tables = {"concept": tidy(rows)}
    assert claims.few_directions_lost_together(tables).value == pytest.approx(1 / 0.9)
    assert claims.many_directions_lost_in_order(tables).value == pytest.approx(0.8)
    assert claims.many_directions_lost_in_order(tables).stderr > 0
