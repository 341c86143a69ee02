"""Claims of app_a2_toy_training, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.spurious_states import app_a2_toy_training as claims
from memgen.tables.rows import row, tidy


def training(share=0.02, to_circle=0.1):
    rows = [row("circle_optimum", "theory", 0.9)]
    for K, best, on_points, fresh in (
        (2, 0.3, 0.003, 0.5),
        (9, 0.6, 0.012, 0.2),
        (1000, 0.9, 0.0018, 0.0009),
    ):
        rows.append(row("empirical_optimum", "theory", best, 0.001, 8, K=K))
        rows.append(row("training_excess", "simulation", on_points, 1e-4, 4, K=K))
        rows.append(row("fresh_excess", "simulation", fresh, 1e-4, 4, K=K))
        for t in (0.001, 0.01, 0.1):
            followed = share if K == 1000 and t < 0.05 else 0.9
            rows.append(row("followed", "simulation", followed, 0.01, 4, K=K, t=t))
            near = to_circle if K == 1000 and t < 0.05 else 5.0
            rows.append(row("from_circle", "simulation", near, 0.01, 4, K=K, t=t))
            rows.append(row("from_points", "simulation", 0.5, 0.01, 4, K=K, t=t))
    return {"toy_training": tidy(rows)}


def test_losses():
    tables = training()
    assert claims.largest_set_reaches_the_circle(tables).value == pytest.approx(1.001)
    worst = claims.small_sets_are_learnt(tables)
    assert worst.value == pytest.approx(1.02)
    # one of two was chosen
    assert worst.stderr > 1e-4 / 0.6


def test_at_small_noise():
    tables = training()
    assert claims.largest_set_does_not_follow_its_points(tables).value == 0.02
    assert claims.largest_set_does_not_follow_its_points(training(share=0.7)).value == 0.7
    assert claims.smaller_set_follows_its_points(tables).value == 0.9
    nearer = claims.largest_set_is_nearer_to_the_circle(tables)
    assert nearer.value == pytest.approx(0.2)
    assert nearer.stderr == pytest.approx(0.2 * (0.1**2 + 0.02**2) ** 0.5)
    assert claims.largest_set_is_nearer_to_the_circle(training(to_circle=2.0)).value == 4
