"""Claims of fig3_feature_spectrum, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig3_feature_spectrum as claims
from memgen.tables.rows import row, tidy


def test_spectra():
    rows = []
    for case, scale in (("one", 1.0), ("two", 2.0)):
        for modes, distance in (("all", 0.01), ("memorization", 0.02), ("largest", 0.03)):
            at = {"case": case, "modes": modes, "d": 20}
            rows.append(row("kolmogorov_distance", "simulation", scale * distance, 1e-3, 4, **at))
    for modes, fall, drawn in (
        ("atom", 0.0, (0.4, 0.1)),
        ("small", 0.6, (0.2, 0.44)),
        ("memorization", 0.1, (0.1, 0.1)),
        ("largest", 0.2, (0.1, 0.18)),
    ):
        rows.append(row("fall", "theory", fall, case="one", modes=modes))
        for d, value in zip((10, 20), drawn, strict=True):
            at = {"case": "one", "modes": modes, "d": d}
            rows.append(row("fall", "simulation", value, 0.01, 4, **at))
    tables = {"spectra": tidy(rows)}
    for claim, distance in (
        (claims.spectrum_of_u_matches_finite_theory, 0.02),
        (claims.memorization_of_u_matches_finite_theory, 0.04),
    ):
        assert claim(tables).value == pytest.approx(distance)
        assert claim(tables).stderr > 1e-3
    both = claims.late_fall_reaches_the_limit(tables)
    assert both.value == pytest.approx(0.9)
    assert both.stderr == pytest.approx(0.01 * 2**0.5 / 0.6)
    assert claims.atom_loses_its_share(tables).value == pytest.approx(0.25)
    assert claims.fall_by_largest_modes_reaches_the_limit(tables).value == pytest.approx(0.9)
