"""A sampler driven by messages."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.settings.message_passing import MessagePassingGenerated
from memgen.studies.memorization_as_generalization.message_passing_generated import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.message_passing import posterior

S = MessagePassingGenerated(N=30, D=12, points=100, steps=6, t_range=(0.1, 5.0), compared=20)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("message_passing_generated")))


def test_exact_moments_are_those_of_the_manifold_and_the_last_noise(frame):
    theory = select(frame, quantity="axis_moment", kind="theory")["value"]
    assert theory.is_monotonic_decreasing
    # E max(g, 0)^2 = 1/2 for g ~ N(0, 1); the first axis is about the mean's, 1 / sqrt(2 pi)
    assert theory.mean() == pytest.approx(0.5 + 0.1, rel=0.15)
    assert 30 / (2 * np.pi) < theory.iloc[0] < 2 * 30 / (2 * np.pi)
    assert (theory > 0.1).all()


def test_generated_points_have_the_moments_of_the_manifold(frame):
    rows = select(frame, quantity="axis_moment")
    simulated = select(rows, kind="simulation", score="messages")["value"].to_numpy()
    theory = select(rows, kind="theory")["value"].to_numpy()
    # squares of one coordinate of 100 points: relative scatter sqrt(2 / 100), and wider tails
    assert np.abs(simulated / theory - 1).max() < 6 * np.sqrt(2 / 100)
    for ratio in ("leading_ratio", "other_ratio"):
        (row,) = select(frame, quantity=ratio, kind="simulation", score="messages").iloc
        assert abs(row["value"] - 1) < 4 * row["stderr"] + 0.05
        assert row["n"] == 100


def test_ratios_are_over_the_leading_and_the_other_axes(frame, seeds_of):
    rng = seeds_of("message_passing_generated").generator({"N": S.N, "D": S.D})
    F = draw_matrix(S.N, S.D, rng)
    start = add_noise(HiddenManifold(F, "relu").sample(S.points, rng), 5.0, rng)

    def score(x, t):
        return posterior(F, x, t, "relu", tolerance=1e-3).score

    generated = probability_flow(score, start, log_times(5.0, 0.1, S.steps))
    rows = select(frame, quantity="axis_moment")
    exact = select(rows, kind="theory").sort_values("rank")["value"].to_numpy()
    found = (
        select(rows, kind="simulation", score="messages").sort_values("rank")["value"].to_numpy()
    )
    assert found.sum() == pytest.approx((generated**2).sum(axis=1).mean(), rel=1e-6)
    for name, chosen in (("leading_ratio", slice(0, 12)), ("other_ratio", slice(12, None))):
        expected = (found / exact)[chosen].mean()
        of_messages = select(frame, quantity=name, kind="simulation", score="messages")
        assert of_messages["value"].item() == pytest.approx(expected)


def test_the_affine_flow_s_moments_are_known_exactly(frame):
    for name in ("leading_ratio", "other_ratio"):
        rows = select(frame, quantity=name, score="affine")
        (made,) = select(rows, kind="simulation").iloc
        (known,) = select(rows, kind="theory").iloc
        assert abs(made["value"] - known["value"]) < 4 * made["stderr"]
        # Heun's steps add little
        assert known["value"] == pytest.approx(1, abs=0.1)


def test_only_the_message_passing_score_knows_the_manifold(frame):
    share = select(frame, quantity="share_ratio").set_index("score")["value"]
    assert share["messages"] == pytest.approx(1, abs=0.1)
    assert share["affine"] < 0.8
    distance = select(frame, quantity="squared_distance").set_index("score")["value"]
    for score in ("messages", "finer"):
        assert distance[score] == pytest.approx(distance["manifold"], rel=0.3)
    assert distance["affine"] > 2 * distance["manifold"]
    below = select(frame, quantity="share_below", score="affine").sort_values("distance")
    assert below["value"].is_monotonic_increasing


def test_densities_are_normed(frame):
    for kind, rows in select(frame, quantity="coordinate_density").groupby("kind"):
        for _, at in rows.groupby("score", dropna=False):
            at = at.sort_values("x")
            mass = at["value"].sum() * (at["x"].iloc[1] - at["x"].iloc[0])
            assert mass == pytest.approx(1, abs=0.03), kind
