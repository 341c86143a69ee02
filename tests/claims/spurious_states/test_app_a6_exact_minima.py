"""Claims of app_a6_exact_minima, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import app_a6_exact_minima as claims
from memgen.tables.rows import row, tidy


def minima(early=0, late=2):
    rows = []
    for t, spurious in ((0.001, early), (0.0025, 0), (0.003, 0), (0.005, late), (0.25, 3)):
        rows.append(row("spurious", "theory", spurious, K=9, t=t))
        rows.append(row("spurious", "theory", 0, K=2, t=t))
    for t, ratio in ((0.01, 1.01), (0.1, 5.0)):
        # the second is not small beside 1/beta
        small = 0.1 * t if ratio < 2 else 0.5 * t
        rows.append(row("barrier", "theory", small, K=12, t=t))
        rows.append(row("barrier_found", "theory", ratio * small, K=12, t=t))
        for K, scale in ((100, 1.5), (1000, 1.1)):
            rows.append(row("ring_variance", "theory", 1e-4, K=K, t=t))
            rows.append(row("ring_variance", "simulation", scale * 1e-4, 1e-6, 9, K=K, t=t))
    return {"toy_minima": tidy(rows)}


def test_minima():
    tables = minima()
    assert claims.no_spurious_minima_early(tables).value == 0
    assert claims.no_spurious_minima_early(minima(early=1)).value == 1
    assert claims.spurious_minima_later(tables).value == 2
    assert claims.spurious_minima_later(minima(late=0)).value == 0
    assert claims.two_points_have_no_spurious_minima(tables).value == 0
    assert claims.barrier_formula(tables).value == pytest.approx(1.01)
    assert claims.roughness_formula(tables).value == pytest.approx(1.1)
