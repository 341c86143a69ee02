"""Losses of the circle's networks along training, and how far they are from the optima.

A score's loss exceeds the optimum's by E t |s - s*|^2, t uniform in [t_first, 1], at noisy points
of the data whose score s* is (arXiv:2505.21777's loss, summed over the two coordinates). All errors
are over networks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jaxtyping import Float

from memgen.data.circle import on_circle
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.inference.circle_loss import circle_loss, empirical_loss, log_nodes, uniform_mean
from memgen.measures.geometry.followed_share import followed_share
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyTraining
from memgen.tables.files import Arrays
from memgen.tables.rows import Row, mean_row, row
from memgen.training.circle_networks import load_circle_scores

SHARE_RANGE = (1e-3, 1.0)  # t of the shares that networks follow
COORDINATES = 2  # recorded losses are means over them, the published ones sums

Score = Callable[[Any, Any], Any]


def table(
    s: ToyTraining,
    seeds: Seeds,
    width: int,
    frequency: float,
    count: int,
    t_first: float,
    networks: Mapping[int, Path],
    losses: Mapping[int, pd.DataFrame],
    splits: Mapping[int, Arrays],
) -> Iterator[Row]:
    """Yield for each K the losses, the optima, the distances of the scores, the share followed.

    `networks`, `losses` and `splits` are what `circle` made, by K: `count` networks each, whose
    mean loss is recorded.
    """
    t = log_nodes(t_first, 1.0, s.nodes)
    yield row("circle_optimum", "theory", float(uniform_mean(circle_loss(t), t, 1.0)))
    for K, path in networks.items():
        rng, points = seeds.generator({"K": K}), splits[K]["points"]
        yield from loss_rows(losses[K], K)
        optimum = uniform_mean(empirical_loss(points, t, rng, s.optimum_samples), t, 1.0)
        yield mean_row("empirical_optimum", optimum, kind="theory", K=K)
        members = load_circle_scores(path, width, frequency, count)
        yield from excess_rows(members, points, s.loss_samples, t_first, rng)
        yield from share_rows(members, points, s, rng)


def loss_rows(losses: pd.DataFrame, K: int) -> Iterator[Row]:
    """Yield the loss at each record; the last may be a mean over fewer steps, and is left out."""
    full = np.diff(losses["step"], prepend=0) == losses["step"].iloc[0]
    for step, value in zip(losses["step"][full], losses["value"][full], strict=True):
        yield row("loss", "simulation", COORDINATES * value, None, 1, K=K, step=int(step))


def excess_rows(
    members: Sequence[Score],
    points: Float[np.ndarray, "K 2"],
    samples: int,
    t_first: float,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield by how much the networks' loss exceeds the optimum, at their points and at fresh ones.

    E t |s - s_emp|^2 at noisy training points, and E t |s - s_c|^2 at noisy fresh points of the
    circle.
    """
    K = len(points)
    chosen = rng.permutation(points[np.arange(samples) % K])
    fresh = on_circle(rng.uniform(0, 2 * np.pi, samples))
    for quantity, best, clean in (
        ("training_excess", EmpiricalScore(points).score, chosen),
        ("fresh_excess", CircleScore().score, fresh),
    ):
        excess = [squared_difference(score, best, clean, t_first, rng).mean() for score in members]
        yield mean_row(quantity, np.array(excess), K=K)


def squared_difference(
    first: Score,
    second: Score,
    points: Float[np.ndarray, "samples 2"],
    t_first: float,
    rng: np.random.Generator,
) -> Float[np.ndarray, " samples"]:
    """Return t |s - s'|^2 at x + sqrt(t) w of each point x, one t in each part of [t_first, 1]."""
    count = len(points)
    t = t_first + (np.arange(count) + rng.random(count)) / count * (1 - t_first)
    x = points + np.sqrt(t)[:, None] * rng.standard_normal(points.shape)
    return t * ((first(x, t) - second(x, t)) ** 2).sum(axis=1)


def share_rows(
    members: Sequence[Score],
    points: Float[np.ndarray, "K 2"],
    s: ToyTraining,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield against t what the networks' scores have of their points, at noisy training points.

    `followed` is the share of the points' fluctuation, 0 for a network that generalises, 1 for one
    that memorises; `from_points` and `from_circle` are the mean squared distances to the points'
    and to the circle's score over the distance of these two, <|s - s'|^2> / <|s_emp - s_c|^2>.
    A score that is neither is far from both.
    """
    K = len(points)
    empirical, circle = EmpiricalScore(points), CircleScore()
    for t in np.geomspace(*SHARE_RANGE, s.share_times):
        x = points[rng.integers(K, size=s.share_samples)]
        x = x + np.sqrt(t) * rng.standard_normal(x.shape)
        own, law = empirical.score(x, float(t)), circle.score(x, float(t))
        apart = ((own - law) ** 2).sum(axis=1).mean()
        scores = [score(x, float(t)) for score in members]
        shares = [followed_share(found, own, law).value for found in scores]
        yield mean_row("followed", np.array(shares), K=K, t=float(t))
        for quantity, other in (("from_points", own), ("from_circle", law)):
            squares = [((found - other) ** 2).sum(axis=1).mean() / apart for found in scores]
            yield mean_row(quantity, np.array(squares), K=K, t=float(t))
