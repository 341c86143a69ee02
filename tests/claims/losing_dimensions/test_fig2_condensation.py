"""Claims of fig2_condensation, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig2_condensation as claims
from memgen.tables.rows import row, tidy


def test_condensation():
    rows = []
    for direction, ratio in (("large", 1.0), ("small", 1.2)):
        at = {"direction": direction, "radius": 1.0, "P": 100}
        rows.append(row("half_time", "simulation", 2.0 * ratio, 0.01, 5, **at))
        rows.append(row("half_time", "theory", 2.0, **at, model="same_radius"))
    for P, half in ((100, 2.0), (1000, 1.0)):
        at = {"direction": "centre", "radius": 0.0, "P": P}
        rows.append(row("half_time", "simulation", half, 0.01, 5, **at))
        for model, factor in (
            ("finite", 1.0),
            ("gaussian", 8.0 if P == 100 else 24.0),
            ("exact", 0.5 if P == 100 else 0.4),
        ):
            rows.append(row("half_time", "theory", factor * half, **at, model=model))
    tables = {"condensation": tidy(rows)}
    worst = claims.loss_time_matches_finite_theory(tables)
    assert worst.value == pytest.approx(1.2)
    # wider than one point's error, for having been chosen
    assert worst.stderr > 0.005
    assert claims.centre_matches_finite_theory(tables).value == pytest.approx(1.0)
    assert claims.gaussian_model_worsens(tables).value == pytest.approx(3.0)
    least, largest = (
        claims.exact_model_underestimates(tables),
        claims.exact_model_is_near(tables),
    )
    assert (least.value, largest.value) == pytest.approx((2.0, 2.5))
    # wider than one P's error, for having been chosen
    assert least.stderr > 0.01
