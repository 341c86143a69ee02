"""Claims of fig16_amp_exact, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.memorization_as_generalization import fig16_amp_exact as claims
from memgen.tables.rows import row, tidy


def exactness(power=-0.5, miss=1e-13):
    exact = [row("linear_miss", "theory", v, t=t) for t, v in ((0.1, 1e-15), (1.0, miss))]
    exact.append(row("total_ratio", "simulation", 1.02, 0.01, 50))
    rows = []
    for t in (0.1, 0.5):
        for D in (5, 10, 40, 160):
            at = {"t": t, "D": D}
            # the smallest D, below the power law, is not asked
            value = t * D ** (2 * power) * (0.3 if D == 5 else 1)
            rows.append(row("squared_miss", "simulation", value, 0.1 * value, 8, **at))
            rows.append(row("variance_ratio", "simulation", 1 + 1 / D, 0.001, 8, **at))
    return {"message_passing_exactness": tidy(exact), "message_passing_sampling": tidy(rows)}


@pytest.mark.parametrize("power", [-0.5, -0.1])
def test_exactness(power):
    tables = exactness(power, miss=3e-9)
    assert claims.linear_score_is_exact(tables).value == 3e-9
    found = claims.miss_falls_with_dimension(tables)
    assert found.value == pytest.approx(power)
    assert 0 < found.stderr < 0.05
    assert claims.variance_matches_monte_carlo(tables).value == pytest.approx(1 + 1 / 160)
    assert claims.generated_points_have_the_manifold_s_moment(tables).value == 1.02
