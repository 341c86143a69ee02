"""Claims of fig2_exact_spectra, on tables made to satisfy them and to break them."""

from memgen.claims.spectral_gaps import fig2_exact_spectra as claims
from memgen.tables.rows import row, tidy


def test_exact_spectra():
    rows = [
        row("kolmogorov_distance", "simulation", v, 1e-3, 3, panel=k)
        for k, v in enumerate((0.01, 0.03))
    ]
    assert claims.exact_spectra_match({"exact_spectra": tidy(rows)}).value == 0.03
