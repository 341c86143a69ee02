"""Losses beside the least ones: for the exact score the distances and the share are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.inference.circle_loss import circle_loss, empirical_loss, log_nodes, uniform_mean
from memgen.settings.spurious_circle import ToyTraining
from memgen.studies.spurious_states import toy_training

S = ToyTraining(loss_samples=4000, share_samples=100, share_times=3, optimum_samples=100, nodes=12)
LOSSES = pd.DataFrame({"step": [5, 10, 12], "value": [0.5, 0.25, 0.1]})


@pytest.fixture
def frame(exact_networks, seeds_of, splits, frame_of):
    exact_networks(toy_training)
    networks = {2: Path("2"), 9: Path("9")}
    given = (8, 16.0, 2, 1e-4, networks, dict.fromkeys(networks, LOSSES), splits)
    return frame_of(toy_training.table(S, seeds_of("toy_training"), *given))


def test_the_exact_score_is_at_its_optimum(frame, values):
    np.testing.assert_allclose(values(frame, "training_excess", "simulation", "K"), 0, atol=1e-12)
    assert set(frame["K"].dropna()) == {2, 9}
    place = ["K", "t"]
    np.testing.assert_allclose(values(frame, "followed", "simulation", place), 1, atol=1e-9)
    np.testing.assert_allclose(values(frame, "from_points", "simulation", place), 0, atol=1e-9)
    np.testing.assert_allclose(values(frame, "from_circle", "simulation", place), 1, atol=1e-9)
    shares = frame[frame["quantity"] == "followed"]
    np.testing.assert_allclose(shares[shares["K"] == 9]["t"], [1e-3, 1e-3**0.5, 1])
    # errors are over the two networks
    assert set(shares["n"]) == {2}


def test_losses_are_sums_over_coordinates_and_full_records(frame):
    losses = frame[(frame["quantity"] == "loss") & (frame["K"] == 9)]
    assert list(losses["step"]) == [5, 10]
    assert list(losses["value"]) == [1.0, 0.5]


def test_the_optima_differ_by_the_distance_of_the_scores(frame, values):
    """The circle's loss exceeds the points' optimum by t |s_emp - s_c|^2 at noisy points."""
    t = log_nodes(1e-4, 1.0, 12)
    circle = values(frame, "circle_optimum", "theory", "kind").iloc[0]
    assert circle == pytest.approx(float(uniform_mean(circle_loss(t), t, 1.0)))
    optimum = values(frame, "empirical_optimum", "theory", "K")
    rng = np.random.default_rng(3)
    for K in (2, 9):
        points = on_circle(published_angles(K))
        own, law = EmpiricalScore(points).score, CircleScore().score
        chosen = rng.permutation(np.repeat(points, 800, axis=0))
        gap = toy_training.squared_difference(own, law, chosen, 1e-4, rng)
        error = gap.std() / np.sqrt(len(gap))
        assert circle - optimum[K] == pytest.approx(gap.mean(), abs=4 * error)
    # Nine points cover the circle better than two.
    fresh = values(frame, "fresh_excess", "simulation", "K")
    assert fresh[2] > 2 * (circle - optimum[2]) > 2 * (circle - optimum[9])


def test_the_seed_is_that_of_the_table(exact_networks, seeds_of, splits, frame_of, values):
    exact_networks(toy_training)
    seeds = seeds_of("toy_training")
    given = (8, 16.0, 2, 1e-4, {9: Path("9")}, {9: LOSSES}, splits)
    frame = frame_of(toy_training.table(S, seeds, *given))
    rng = seeds.generator({"K": 9})
    t = log_nodes(1e-4, 1.0, 12)
    expected = uniform_mean(empirical_loss(splits[9]["points"], t, rng, 100), t, 1.0).mean()
    assert values(frame, "empirical_optimum", "theory", "K")[9] == pytest.approx(expected)
