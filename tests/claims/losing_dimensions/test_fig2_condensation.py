"""Claims of fig2_condensation, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig2_condensation as claims
from memgen.tables.rows import row, tidy


def test_condensation():
    rows = []
    for direction, ratio in (("large", 1.0), ("normal", 1.2)):
        at = {"direction": direction, "radius": 1.0}
        rows.append(row("half_time", "simulation", 2.0 * ratio, 0.01, 5, **at))
        rows.append(row("half_time", "theory", 2.0, **at, model="finite"))
        rows.append(row("half_time", "theory", 8.0, **at, model="gaussian"))
    tables = {"condensation": tidy(rows)}
    assert claims.loss_time_matches_finite_theory(tables).value == pytest.approx(1.2)
    assert claims.gaussian_model_overestimates_loss_time(tables).value == pytest.approx(4.0)
