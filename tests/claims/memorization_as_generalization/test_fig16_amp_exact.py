"""Claims of fig16_amp_exact, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.memorization_as_generalization import fig16_amp_exact as claims
from memgen.tables.rows import row, tidy


def tables_of(power=-0.5):
    made = [
        row("along_ratio", "simulation", 1.02, 0.01, 50),
        row("normal_ratio", "simulation", 1.3, 0.02, 50),
    ]
    rows = []
    for t in (0.1, 0.5):
        for D in (5, 10, 40, 160):
            at = {"t": t, "D": D}
            # the smallest D, below the power law, is not asked
            value = t * D ** (2 * power) * (0.3 if D == 5 else 1)
            rows.append(row("squared_miss", "simulation", value, 0.1 * value, 8, **at))
            rows.append(row("variance_ratio", "simulation", 1 + 1 / D, 0.001, 8, **at))
    return {"message_passing_generated": tidy(made), "message_passing_sampling": tidy(rows)}


@pytest.mark.parametrize("power", [-0.5, -0.1])
def test_claims(power):
    tables = tables_of(power)
    found = claims.miss_falls_with_dimension(tables)
    assert found.value == pytest.approx(power)
    assert 0 < found.stderr < 0.05
    assert claims.variance_matches_monte_carlo(tables).value == pytest.approx(1 + 1 / 160)
    assert claims.generated_points_lie_along_the_manifold(tables).value == 1.02
    assert claims.generated_points_lie_on_the_manifold(tables).value == 1.3
