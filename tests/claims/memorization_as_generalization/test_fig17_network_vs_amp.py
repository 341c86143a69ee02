"""Claims of fig17_network_vs_amp, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.memorization_as_generalization import fig17_network_vs_amp as claims
from memgen.tables.rows import row, tidy


def tables_of(gap=0.9, network=0.1, identity=1.0, train=0.4, power=-1.0, far=0.98):
    rows = [row("identity", "simulation", identity, 0.01, 3, model="best affine")]
    floor = 0.5 * 100**power
    rows.append(row("excess", "simulation", floor, 0.1 * floor, 3, model="rotated"))
    for P in (100, 1000, 10000):
        many = P == 10000
        values = {"bent": 0.4, "network": network, "messages": (P / 100) ** power}
        values["messages"] *= 0.1 if many else 1  # below message passing's accuracy: not asked
        for model, value in values.items():
            at = {"model": model, "P": P}
            value *= 1 if many or model == "messages" else 9
            rows.append(row("excess", "simulation", value, 0.1 * value, 3, **at))
            rows.append(row("excess", "simulation", 50.0, 0.1, 3, **at, t=0.1))
        empirical = {"model": "empirical", "P": P}
        for t in (0.1, 1.0):
            closed = far if t == 1.0 else 0.0
            rows.append(row("gap_closed", "simulation", closed, 0.01, 3, **empirical, t=t))
        at = {"model": "network", "P": P}
        rows.append(row("over_bent", "simulation", network if many else 9.0, 0.01, 3, **at))
        rows.append(row("gap_closed", "simulation", gap if many else -2.0, 0.01, 3, **at))
        for t, more in ((0.1, 0.0), (1.0, 0.05)):
            closed = gap + more if many else -3.0
            rows.append(row("gap_closed", "simulation", closed, 0.01, 3, **at, t=t))
        seen = train if P == 100 else 1.1
        rows.append(row("error_on_training", "simulation", seen, 0.01, 3, **at))
        rows.append(row("training_less_fresh", "simulation", train - 0.4, 0.01, 3, **at))
    return {"message_passing_networks": tidy(rows)}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"gap": 0.2, "network": 0.5, "identity": 1.3, "train": 1.2, "power": -0.3, "far": 0.1},
    ],
)
def test_claims(given):
    tables = tables_of(**given)
    expected = {"far": 0.98, "gap": 0.9, "network": 0.1, "identity": 1.0, "train": 0.4}
    expected |= {"power": -1.0} | given
    assert claims.network_closes_the_gap(tables).value == expected["gap"]
    found = claims.empirical_is_nearer_at_large_t(tables)
    assert found.value == pytest.approx(expected["gap"] + 0.05 - expected["far"])
    assert claims.more_points_bring_no_more(tables).value == pytest.approx(expected["gap"] + 2)
    ratio = claims.network_knows_more_than_covariance_and_relu(tables)
    assert ratio.value == expected["network"]
    assert claims.message_passing_is_optimal(tables).value == expected["identity"]
    assert claims.few_points_are_memorized(tables).value == expected["train"]
    assert claims.next_points_are_not(tables).value == 1.1
    assert claims.many_points_are_not(tables).value == pytest.approx(expected["train"] - 0.4)
    assert claims.moments_tell_the_manifold(tables).value == pytest.approx(expected["power"])
