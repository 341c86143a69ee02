"""Claims of app_a2_toy_training, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import app_a2_toy_training as claims
from memgen.tables.rows import row, tidy


def training(above=0.0018, share=0.02):
    rows = [row("circle_optimum", "theory", 0.9)]
    for K, best, from_points, from_circle in (
        (2, 0.3, 0.003, 0.5),
        (9, 0.6, 0.03, 0.2),
        (1000, 0.9, above, 0.0009),
    ):
        rows.append(row("empirical_optimum", "simulation", best, 0.001, 8, K=K))
        rows.append(row("network_from_empirical", "simulation", from_points, 1e-4, 50, K=K))
        rows.append(row("network_from_circle", "simulation", from_circle, 1e-4, 50, K=K))
        rows.append(row("empirical_from_circle", "simulation", 0.0009, 1e-5, 50, K=K))
        for t in (0.001, 0.1):
            followed = share if (K, t) == (1000, 0.001) else 0.9
            rows.append(row("followed", "simulation", followed, 0.01, 50, K=K, t=t))
    return {"toy_training": tidy(rows)}


def test_training():
    tables = training()
    assert claims.largest_set_reaches_the_circle(tables).value == pytest.approx(1.001)
    assert claims.largest_set_is_nearer_to_the_circle(tables).value == pytest.approx(0.5)
    stays = claims.largest_set_stays_above_its_points(tables)
    assert stays.value == pytest.approx(2)
    assert stays.stderr > 0
    assert claims.largest_set_stays_above_its_points(training(above=0.0003)).value < 1
    assert claims.largest_set_does_not_follow_its_points(tables).value == 0.02
    assert claims.largest_set_does_not_follow_its_points(training(share=0.7)).value == 0.7
    assert claims.small_sets_are_learnt(tables).value == pytest.approx(1.05)
