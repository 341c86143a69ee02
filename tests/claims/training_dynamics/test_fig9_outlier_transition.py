"""Claims of fig9_outlier_transition, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig9_outlier_transition as claims
from memgen.tables.rows import row, tidy


def test_outlier():
    rows = [row("threshold", "theory", 1.0, t=t) for t in (0.1, 1.0)]
    for signal, ratio in ((1.5, 3.0), (4.0, 1.1)):
        for features in ("exact", "equivalent"):
            at = {"signal": signal, "t": 0.5, "features": features}
            rows.append(row("eigenvalue_there", "theory", 2.0, **at))
            rows.append(row("eigenvalue", "simulation", 2 * ratio, 0.1, 4, **at))
            rows.append(row("overlap_there", "theory", 0.5, **at))
            rows.append(row("overlap", "simulation", 0.25 * ratio, 0.1, 4, **at))
    tables = {"outlier": tidy(rows)}
    assert claims.outlier_matches_closed_form(tables).value == pytest.approx(1.1)
    assert claims.equivalent_outlier_matches_closed_form(tables).value == pytest.approx(1.1)
    assert claims.overlap_matches_closed_form(tables).value == pytest.approx(0.55)
