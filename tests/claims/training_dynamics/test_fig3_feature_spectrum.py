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
    for modes, fall in (("small", 0.6), ("memorization", 0.1), ("largest", 0.2)):
        rows.append(row("fall", "theory", fall, case="one", modes=modes))
        for d, share in ((10, 0.5), (20, 0.9)):
            at = {"case": "one", "modes": modes, "d": d}
            rows.append(row("fall", "simulation", share * fall, 0.01, 4, **at))
    tables = {"spectra": tidy(rows)}
    for claim, distance in (
        (claims.spectrum_of_u_matches_finite_theory, 0.02),
        (claims.memorization_of_u_matches_finite_theory, 0.04),
    ):
        assert claim(tables).value == pytest.approx(distance)
        assert claim(tables).stderr > 1e-3
    share = claims.small_modes_bring_the_late_fall(tables)
    assert share.value == pytest.approx(6 / 7)
    # (small dm - memorization ds) / (small + memorization)^2
    assert share.stderr == pytest.approx(0.01 * (0.54**2 + 0.09**2) ** 0.5 / 0.63**2)
    for claim in (
        claims.fall_by_small_modes_reaches_the_limit,
        claims.fall_by_largest_modes_reaches_the_limit,
    ):
        assert claim(tables).value == pytest.approx(0.9)
