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

S = MessagePassingGenerated(N=30, D=12, points=100, steps=6, t_range=(0.1, 5.0))


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
    simulated = select(rows, kind="simulation")["value"].to_numpy()
    theory = select(rows, kind="theory")["value"].to_numpy()
    # squares of one coordinate of 100 points: relative scatter sqrt(2 / 100), and wider tails
    assert np.abs(simulated / theory - 1).max() < 6 * np.sqrt(2 / 100)
    for ratio in ("along_ratio", "normal_ratio"):
        row = select(frame, quantity=ratio).iloc[0]
        assert abs(row["value"] - 1) < 4 * row["stderr"] + 0.05
        assert row["n"] == 100


def test_ratios_are_over_the_axes_along_and_normal_to_the_manifold(frame, seeds_of):
    rng = seeds_of("message_passing_generated").generator({"N": S.N, "D": S.D})
    F = draw_matrix(S.N, S.D, rng)
    start = add_noise(HiddenManifold(F, "relu").sample(S.points, rng), 5.0, rng)

    def score(x, t):
        return posterior(F, x, t, "relu", tolerance=1e-3).score

    generated = probability_flow(score, start, log_times(5.0, 0.1, S.steps))
    rows = select(frame, quantity="axis_moment")
    exact = select(rows, kind="theory").sort_values("rank")["value"].to_numpy()
    found = select(rows, kind="simulation").sort_values("rank")["value"].to_numpy()
    assert found.sum() == pytest.approx((generated**2).sum(axis=1).mean(), rel=1e-6)
    for name, chosen in (("along_ratio", slice(0, 12)), ("normal_ratio", slice(12, None))):
        expected = (found / exact)[chosen].mean()
        assert select(frame, quantity=name)["value"].item() == pytest.approx(expected)
