"""Claims of fig8_mixture_spectrum, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig8_mixture_spectrum as claims
from memgen.tables.rows import row, tidy


def test_mixture_spectrum():
    rows = []
    for case in (0, 1):
        rows.append(row("outlier", "theory", 2.0, case=case))
        for d in (100, 400):
            at = {"case": case, "d": d}
            rows.append(row("outlier", "simulation", 2.0 if d == 100 else 2.1, 0.01, 4, **at))
            rows.append(row("squared_deviation", "simulation", 3 / d, 0.1 / d, 4, **at))
            rows.append(row("kolmogorov_distance", "simulation", 0.01 * (case + 1), 1e-3, 4, **at))
    for t, ratio in ((0.1, 1.01), (1.0, 1.2)):
        rows.append(row("separated_outlier", "theory", 3.0, t=t))
        rows.append(row("separated_outlier", "simulation", 3 * ratio, 0.01, 4, t=t, d=400))
    tables = {"mixture_spectrum": tidy(rows)}
    assert claims.mixture_outlier_matches_closed_form(tables).value == pytest.approx(1.05)
    assert claims.mixture_outlier_matches_closed_form(tables).n == 4
    assert claims.mixture_outlier_sharpens(tables).value == pytest.approx(-0.5)
    assert claims.means_leave_the_bulk_unchanged(tables).value == pytest.approx(0.02)
    assert claims.separated_outlier_matches_its_limit(tables).value == pytest.approx(1.2)
