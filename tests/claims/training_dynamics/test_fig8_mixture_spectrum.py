"""Claims of fig8_mixture_spectrum, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig8_mixture_spectrum as claims
from memgen.tables.rows import row, tidy


def test_mixture_spectrum():
    rows = []
    for t, limit in ((0.1, 1.01), (1.0, 0.9)):
        for d in (50, 100, 200):
            at = {"t": t, "d": d}
            rows.append(row("outlier_ratio", "simulation", limit - 3 / d, 0.01, 9, **at))
            rows.append(row("separated_ratio", "simulation", 2 - limit + 5 / d, 0.01, 9, **at))
            power = -0.5 if t < 1 else -0.8
            rows.append(row("scatter", "simulation", d**power, 0.1 * d**power, 9, **at))
    for level, ratio in ((0.5, 1.003), (1.0, 1.02), (4.0, 1.6)):
        rows.append(row("over_control", "simulation", ratio, 1e-3, 9, t=0.1, level=level, d=200))
    tables = {"mixture_spectrum": tidy(rows)}
    outlier = claims.mixture_outlier_matches_closed_form(tables)
    assert outlier.value == pytest.approx(0.9)
    assert outlier.stderr > 0.01
    assert claims.separated_outlier_matches_its_limit(tables).value == pytest.approx(1.1)
    assert claims.mixture_outlier_sharpens(tables).value == pytest.approx(-0.65)
    assert claims.no_outlier_below_threshold(tables).value == pytest.approx(1.003)
