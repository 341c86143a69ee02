"""Claims of app_a2_toy_training, on tables made to satisfy them and to break them."""

import math

import pytest

from memgen.claims.spurious_states import app_a2_toy_training as claims
from memgen.tables.rows import row, tidy


def training(share=0.02):
    rows = [row("circle_optimum", "theory", 0.9)]
    for K, best, on_points, fresh in (
        (2, 0.3, 0.003, 0.5),
        (9, 0.6, 0.012, 0.2),
        (1000, 0.9, 0.0018, 0.0009),
    ):
        rows.append(row("empirical_optimum", "theory", best, 0.001, 8, K=K))
        rows.append(row("training_excess", "simulation", on_points, 1e-4, 4, K=K))
        rows.append(row("fresh_excess", "simulation", fresh, 1e-4, 4, K=K))
        shares = {2: (0.6, 0.9, 1.0), 9: (0.1, 0.9, 1.0), 1000: (0.01, share, 0.98)}[K]
        for t, followed in zip((0.001, 0.01, 0.1), shares, strict=True):
            rows.append(row("followed", "simulation", followed, 0.01, 4, K=K, t=t))
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


def test_from_which_noise_points_are_followed():
    # half of .1 to .9 and of .02 to .98: the middles of two decades, in log t
    ratio = claims.more_points_are_followed_from_larger_noise(training())
    assert ratio.value == pytest.approx(math.log(10))
    # .01 over slopes of .8 and .96 per decade
    relative = 0.01 * math.log(10) * math.hypot(1 / 0.8, 1 / 0.96)
    assert ratio.stderr == pytest.approx(relative)
    never = training()
    rows = never["toy_training"]
    never["toy_training"] = rows[(rows["K"] != 1000) | (rows["value"] < 0.5)]
    assert math.isinf(claims.more_points_are_followed_from_larger_noise(never).stderr)
