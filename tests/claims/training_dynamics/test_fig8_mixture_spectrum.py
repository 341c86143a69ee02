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
    for level, ratio in ((0.5, 1.003), (1.0, 1.02), (4.0, 1.6)):
        rows.append(row("over_control", "simulation", ratio, 1e-3, 9, t=0.1, level=level, d=200))
    for signal in (1.0, 2.0, 4.0):
        at = {"t": 0.1, "signal": signal}
        rows.append(row("curve", "theory", 3.0 + signal, **at, features="limit"))
        rows.append(row("curve", "theory", 2.0 + signal, 0.01, 9, **at, features="equivalent"))
        if signal < 4:
            found = 0.9 * (2.0 + signal)
            rows.append(row("curve", "simulation", found, 0.03, 5, **at, features="real"))
    tables = {"mixture_spectrum": tidy(rows)}
    outlier = claims.outlier_nears_closed_form_as_one_over_d(tables)
    # what 1.01 - 3 / d and 0.9 - 3 / d lack of 1
    first, second = (0.005 / 0.05, 0.115 / 0.16)
    assert outlier.value == pytest.approx(2 * (first + second))
    assert outlier.stderr > 0.1
    assert claims.separated_outlier_matches_its_limit(tables).value == pytest.approx(1.1)
    largest = claims.largest_eigenvalue_is_below_the_equivalent_s(tables)
    assert largest.value == pytest.approx(0.9)
    assert 0.03 / 4 < largest.stderr < 0.03 / 2.5
    assert claims.no_outlier_below_threshold(tables).value == pytest.approx(1.003)
