"""Claims of fig3_active_samples, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig3_active_samples as claims
from memgen.tables.rows import row, tidy


def test_active_samples():
    rows = []
    for t, exact, limit in ((0.1, 0.5, 0.7), (0.2, 0.56, 0.65)):
        for model, value in (("finite", exact), ("exact", limit)):
            rows.append(row("border_participation", "simulation", value, 0.01, 9, t=t, model=model))
    tables = {"active_samples": tidy(rows)}
    worst = claims.half_on_the_exact_border(tables)
    assert worst.value == pytest.approx(0.56)
    # wider than one t's error, for having been chosen
    assert worst.stderr > 0.01
    assert claims.more_on_the_exact_models_border(tables).value == pytest.approx(0.65)


def test_without_a_border_nothing_is_measured():
    rows = [row("border_participation", "simulation", 0.5, 0.01, 9, t=0.1, model="finite")]
    found = claims.more_on_the_exact_models_border({"active_samples": tidy(rows)})
    assert found.stderr == float("inf")
