"""Claims of fig2_exact_spectra, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spectral_gaps import fig2_exact_spectra as claims
from memgen.tables.rows import row, tidy


def test_exact_spectra():
    rows = []
    for k, v in enumerate((0.01, 0.03)):
        at = {"case": "one", "panel": k}
        rows.append(row("kolmogorov_distance", "simulation", v, 1e-3, 3, **at))
        for name, off in (("mean", 1 + v), ("spread", 1 - v)):
            rows.append(row(name, "theory", -0.5, **at, bulk=0))
            rows.append(row(name, "simulation", -0.5 * off, 1e-3, 3, **at, bulk=0))
    tables = {"exact_spectra": tidy(rows)}
    assert claims.exact_spectra_match(tables).value == 0.03
    assert claims.exact_spectra_match(tables).stderr > 1e-3  # the worst of two
    assert claims.bulk_means_match(tables).value == pytest.approx(1.03)
    assert claims.bulk_spreads_match(tables).value == pytest.approx(0.97)
