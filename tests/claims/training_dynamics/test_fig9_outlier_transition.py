"""Claims of fig9_outlier_transition, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig9_outlier_transition as claims
from memgen.tables.rows import row, tidy


def test_outlier():
    rows = []
    for signal, t_bbp, late in ((1.5, 0.5, 0.0), (4.0, 1.0, 0.05)):
        rows.append(row("transition_time", "theory", t_bbp, signal=signal))
        rows.append(row("eigenvalue_over_edge", "theory", 1 + late, signal=signal, t=t_bbp))
        for t in (0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.4, 2.0):
            overlap = max(0.0, 1 - (t / t_bbp) ** 2)
            rows.append(row("overlap", "theory", overlap, signal=signal, t=t))
            shifted = max(0.02, 1 - ((t - late) / t_bbp) ** 2)
            here = {"signal": signal, "t": t, "features": "exact"}
            rows.append(row("overlap", "simulation", shifted, 0.01, 4, **here))
            finite = shifted - (0.04 if signal > 2 else -0.01)
            eigenvalue = 3.0 * (1.1 if signal > 2 else 1.02)
            rows.append(row("eigenvalue", "simulation", eigenvalue, 0.01, 4, **here))
            here["features"] = "equivalent"
            rows.append(row("eigenvalue_finite", "theory", 3.0, 0.01, 9, **here))
            rows.append(row("overlap_finite", "theory", finite, 0.002, 9, **here))
    for t, factor in ((0.3, 1.0), (0.7, 1.1)):
        rows.append(row("half_signal", "theory", 2.0, t=t))
        for signal, overlap in ((1.0, 0.25), (2.0 * factor, 0.5 + 1e-9), (4.0, 0.75)):
            rows.append(row("map", "theory", overlap, 0.01, 9, signal=signal, t=t))
    tables = {"outlier": tidy(rows)}
    assert claims.outlier_ends_at_bulk_edge(tables).value == pytest.approx(1.05)
    largest = claims.eigenvalue_matches_equivalent(tables)
    assert largest.value == pytest.approx(1.1)
    assert largest.stderr > 0.01 / 3
    difference = claims.overlap_matches_equivalent(tables)
    assert difference.value == pytest.approx(0.04)
    assert 0.01 / 8**0.5 < difference.stderr < 0.01
    past = claims.overlap_vanishes_past_transition(tables)
    assert past.value == pytest.approx(0.02)
    assert past.stderr == pytest.approx(0.01)
    line = claims.map_has_predicted_line(tables)
    assert line.value == pytest.approx(1.05)
    assert line.stderr > 0.01
