"""Claims of fig16_amp_exact, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.memorization_as_generalization import fig16_amp_exact as claims
from memgen.tables.rows import row, tidy


def tables_of(power=-0.5):
    made = [
        row("leading_ratio", "simulation", 1.02, 0.01, 50, score="messages"),
        row("leading_ratio", "simulation", 7.0, 0.01, 50, score="affine"),
        row("leading_ratio", "theory", 1.02, score="affine"),
        row("other_ratio", "simulation", 1.3, 0.02, 50, score="messages"),
        row("other_ratio", "theory", 1.04, score="affine"),
        row("share_ratio", "simulation", 1.1, 0.02, 50, score="messages"),
        row("share_ratio", "simulation", 0.4, 0.02, 50, score="affine"),
    ]
    for score, distance in (("messages", 0.63), ("affine", 6.3), ("manifold", 0.6)):
        made.append(row("squared_distance", "simulation", distance, 0.01, 50, score=score))
    rows = []
    for t in (0.1, 0.5):
        for D in (10, 20, 40, 80, 160):
            at = {"t": t, "D": D}
            value = t * D ** (2 * power) * (1 - 4 / D)
            rows.append(row("squared_miss", "simulation", value, 0.1 * value, 8, **at))
            rows.append(row("variance_ratio", "simulation", 1 + 1 / D, 0.001, 8, **at))
    return {"message_passing_generated": tidy(made), "message_passing_sampling": tidy(rows)}


@pytest.mark.parametrize("power", [-0.5, -0.1])
def test_claims(power):
    tables = tables_of(power)
    found = claims.miss_falls_with_dimension(tables)
    assert found.value == pytest.approx(power, abs=0.003)
    assert 0.02 < found.stderr < 0.2
    assert claims.variance_matches_monte_carlo(tables).value == pytest.approx(1 + 1 / 160)
    moments = claims.generated_points_have_the_second_moments(tables)
    assert moments.value == pytest.approx(1.3 / 1.04)
    # widened for the choice between two
    assert 1.1 < moments.stderr / (0.02 / 1.04) < 1.3
    assert claims.generated_coordinates_pile_up_at_0(tables).value == 1.1
    assert claims.affine_score_knows_no_pile(tables).value == 0.4
    distance = claims.generated_points_lie_on_the_manifold(tables)
    assert distance.value == pytest.approx(1.05)
    assert distance.stderr == pytest.approx(0.01 / 0.6 * (1 + 1.05**2) ** 0.5)
    assert claims.affine_score_misses_the_manifold(tables).value == pytest.approx(10.5)
