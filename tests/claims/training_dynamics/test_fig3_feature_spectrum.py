"""Claims of fig3_feature_spectrum, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig3_feature_spectrum as claims
from memgen.tables.rows import row, tidy


def test_spectra():
    rows = []
    for bulk, (mass, share) in enumerate(((0.1, 0.6), (0.3, 0.2), (0.2, 0.1))):
        at = {"case": "one", "psi_p": 5.0, "bulk": bulk}
        rows.append(row("mass", "theory", mass, **at))
        rows.append(row("loss_share", "theory", share, **at))
        rows.append(row("kolmogorov_distance", "simulation", 0.01 * (bulk + 1), 1e-3, 4, **at))
        for features, ratio in (("equivalent", 1 + bulk / 10), ("exact", 0.9)):
            own = at | {"features": features}
            rows.append(row("mass", "simulation", mass * ratio, 0.01 * mass, 4, **own))
            for quantity, edge in (("lower", 1.0), ("upper", 2.0)):
                rows.append(row(quantity, "simulation", edge * ratio, 0.01, 4, **own))
        for quantity, edge in (("lower", 1.0), ("upper", 2.0)):
            rows.append(row(quantity, "theory", edge, **at))
    tables = {"spectra": tidy(rows)}
    for claim, ratio in (
        (claims.masses_of_the_equivalent, 1.2),
        (claims.edges_of_the_equivalent, 1.2),
        (claims.mass_of_the_largest_bulk_of_u, 0.9),
        (claims.edges_of_the_largest_bulk_of_u, 0.9),
    ):
        assert claim(tables).value == pytest.approx(ratio)
        assert claim(tables).n == 4
    assert claims.modes_of_the_smallest_bulk(tables).value == pytest.approx(0.5)
    assert claims.modes_of_the_largest_bulk(tables).value == pytest.approx(1)
    assert claims.late_fall_of_the_smallest_bulk(tables).value == pytest.approx(0.75)
    assert claims.equivalent_s_spectrum_matches(tables).value == pytest.approx(0.03)
