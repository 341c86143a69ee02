"""The exact linear score, and a sampler driven by messages."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.settings.message_passing import Generated, LinearScore, MessagePassingExactness
from memgen.studies.memorization_as_generalization.message_passing_exactness import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.message_passing import posterior

S = MessagePassingExactness(
    linear=LinearScore(sizes=[(20, 5), (15, 25)], times=[0.1, 1.0], draws=2),
    generated=Generated(N=30, D=12, points=60, steps=8, t_range=(0.1, 5.0), true_points=20000),
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("message_passing_exactness")))


def test_messages_are_exact_on_the_linear_manifold(frame):
    rows = select(frame, quantity="linear_miss")
    assert (rows["value"] < 1e-10).all()
    assert list(zip(rows["N"], rows["D"], rows["t"], strict=True)) == [
        (20, 5, 0.1),
        (20, 5, 1.0),
        (15, 25, 0.1),
        (15, 25, 1.0),
    ]
    assert (rows["n"] == 2).all()


def test_true_variances_are_those_of_the_manifold_and_the_last_noise(frame):
    theory = select(frame, quantity="axis_variance", kind="theory")["value"]
    assert theory.is_monotonic_decreasing
    # E tanh(g)^2 = 0.394 for g ~ N(0, 1)
    assert theory.mean() == pytest.approx(0.394 + 0.1, rel=0.15)
    assert (theory > 0.1).all()


def test_generated_points_have_the_moments_of_the_manifold(frame):
    rows = select(frame, quantity="axis_variance")
    simulated = select(rows, kind="simulation")["value"].to_numpy()
    theory = select(rows, kind="theory")["value"].to_numpy()
    # squares of one coordinate of 60 points: relative scatter sqrt(2 / 60)
    assert np.abs(simulated / theory - 1).max() < 5 * np.sqrt(2 / 60)
    for ratio in ("total_ratio", "normal_ratio"):
        row = select(frame, quantity=ratio).iloc[0]
        assert abs(row["value"] - 1) < 4 * row["stderr"] + 0.05
        assert row["n"] == 60


def test_ratios_are_over_all_axes_and_over_the_normal_ones(frame, seeds_of):
    s = S.generated
    rng = seeds_of("message_passing_exactness_generated").generator({"N": s.N, "D": s.D})
    F = draw_matrix(s.N, s.D, rng)
    manifold = HiddenManifold(F, "tanh")
    start = add_noise(manifold.sample(s.points, rng), 5.0, rng)

    def score(x, t):
        return posterior(F, x, t, "tanh", tolerance=1e-4).score

    generated = probability_flow(score, start, log_times(5.0, 0.1, s.steps))
    true = manifold.sample(s.true_points, rng)
    values, axes = np.linalg.eigh(true.T @ true / len(true))
    normal = slice(0, s.N - s.D)
    off = ((generated @ axes[:, normal]) ** 2).mean() / (values[normal].mean() + 0.1)
    assert select(frame, quantity="normal_ratio")["value"].item() == pytest.approx(off, rel=1e-6)
    total = (generated**2).mean() / ((true**2).mean() + 0.1)
    assert select(frame, quantity="total_ratio")["value"].item() == pytest.approx(total, rel=1e-6)
