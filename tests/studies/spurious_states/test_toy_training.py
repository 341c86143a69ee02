"""Losses beside the least ones: for the exact score the distances and the share are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from memgen.inference.circle_loss import circle_loss, empirical_loss, log_nodes, uniform_mean
from memgen.settings.spurious_circle import ToyTraining
from memgen.studies.spurious_states import toy_training

S = ToyTraining(loss_samples=4000, share_samples=100, share_times=3, optimum_samples=100, nodes=12)
LOSSES = pd.DataFrame({"step": [5, 10, 12], "value": [0.5, 0.25, 0.1]})


@pytest.fixture
def frame(exact_networks, seeds_of, splits, frame_of):
    exact_networks(toy_training)
    networks = {2: Path("2"), 9: Path("9")}
    given = (8, 16.0, 1e-4, networks, dict.fromkeys(networks, LOSSES), splits)
    return frame_of(toy_training.table(S, seeds_of("toy_training"), *given))


def test_the_exact_score_is_at_its_optimum(frame, values):
    np.testing.assert_allclose(
        values(frame, "network_from_empirical", "simulation", "K"), 0, atol=1e-12
    )
    assert set(frame["K"].dropna()) == {2, 9}
    np.testing.assert_allclose(values(frame, "followed", "simulation", ["K", "t"]), 1, atol=1e-9)
    shares = frame[frame["quantity"] == "followed"]
    np.testing.assert_allclose(shares[shares["K"] == 9]["t"], [1e-3, 1e-3**0.5, 1])


def test_losses_are_sums_over_coordinates_and_full_records(frame):
    losses = frame[(frame["quantity"] == "loss") & (frame["K"] == 9)]
    assert list(losses["step"]) == [5, 10]
    assert list(losses["value"]) == [1.0, 0.5]


def test_the_optima_differ_by_the_distance_of_the_scores(frame, values):
    """The circle's loss exceeds the points' optimum by t |s_emp - s_c|^2 at noisy points."""
    t = log_nodes(1e-4, 1.0, 12)
    circle = values(frame, "circle_optimum", "theory", "kind").iloc[0]
    assert circle == pytest.approx(float(uniform_mean(circle_loss(t), t, 1.0)))
    rows = frame[frame["quantity"] == "empirical_from_circle"].set_index("K")
    optimum = values(frame, "empirical_optimum", "simulation", "K")
    for K in (2, 9):
        gap, error = rows.loc[K, "value"], rows.loc[K, "stderr"]
        assert circle - optimum[K] == pytest.approx(gap, abs=4 * error)
        assert error < 0.2 * gap
    # Nine points cover the circle better than two.
    assert rows.loc[2, "value"] > rows.loc[9, "value"]


def test_at_fresh_points_the_distance_is_larger(frame, values):
    """Between two training points their score is farther from the circle's than at them."""
    fresh = values(frame, "network_from_circle", "simulation", "K")
    trained = values(frame, "empirical_from_circle", "simulation", "K")
    assert fresh[2] > 2 * trained[2]


def test_the_seed_is_that_of_the_table(exact_networks, seeds_of, splits, frame_of, values):
    exact_networks(toy_training)
    seeds = seeds_of("toy_training")
    given = (8, 16.0, 1e-4, {9: Path("9")}, {9: LOSSES}, splits)
    frame = frame_of(toy_training.table(S, seeds, *given))
    rng = seeds.generator({"K": 9})
    t = log_nodes(1e-4, 1.0, 12)
    expected = uniform_mean(empirical_loss(splits[9]["points"], t, rng, 100), t, 1.0).mean()
    assert values(frame, "empirical_optimum", "simulation", "K")[9] == pytest.approx(expected)
