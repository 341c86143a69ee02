"""Losses of the circle's networks along training, and how far they are from the optima.

A score's loss exceeds the optimum's by E t |s - s*|^2, t uniform in [t_first, 1], at noisy points
of the data whose score s* is (arXiv:2505.21777's loss, summed over the two coordinates).
"""

from collections.abc import Callable, Iterator, Mapping
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
from memgen.training.circle_networks import load_circle_score

SHARE_RANGE = (1e-3, 1.0)  # t of the shares that networks follow
COORDINATES = 2  # recorded losses are means over them, the published ones sums

Score = Callable[[Any, Any], Any]


def table(
    s: ToyTraining,
    seeds: Seeds,
    width: int,
    frequency: float,
    t_first: float,
    networks: Mapping[int, Path],
    losses: Mapping[int, pd.DataFrame],
    splits: Mapping[int, Arrays],
) -> Iterator[Row]:
    """Yield for each K the losses, the optima, the distances of the scores, the share followed.

    `networks`, `losses` and `splits` are what `circle` made, by K.
    """
    t = log_nodes(t_first, 1.0, s.nodes)
    yield row("circle_optimum", "theory", float(uniform_mean(circle_loss(t), t, 1.0)))
    for K, path in networks.items():
        rng, points = seeds.generator({"K": K}), splits[K]["points"]
        yield from loss_rows(losses[K], K)
        optimum = uniform_mean(empirical_loss(points, t, rng, s.optimum_samples), t, 1.0)
        yield mean_row("empirical_optimum", optimum, K=K)
        score = load_circle_score(path, width, frequency)
        yield from distance_rows(score, points, s.loss_samples, t_first, rng)
        yield from share_rows(score, points, s, rng)


def loss_rows(losses: pd.DataFrame, K: int) -> Iterator[Row]:
    """Yield the loss at each record; the last may be a mean over fewer steps, and is left out."""
    full = np.diff(losses["step"], prepend=0) == losses["step"].iloc[0]
    for step, value in zip(losses["step"][full], losses["value"][full], strict=True):
        yield row("loss", "simulation", COORDINATES * value, None, 1, K=K, step=int(step))


def distance_rows(
    score: Score,
    points: Float[np.ndarray, "K 2"],
    samples: int,
    t_first: float,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield the mean t |s - s'|^2 of network, points' score and circle's score, two at a time.

    At noisy training points, but for the network against the circle: at noisy fresh points of it.
    """
    K = len(points)
    chosen = rng.permutation(points[np.arange(samples) % K])
    fresh = on_circle(rng.uniform(0, 2 * np.pi, samples))
    empirical, circle = EmpiricalScore(points).score, CircleScore().score
    for quantity, first, second, clean in (
        ("network_from_empirical", score, empirical, chosen),
        ("network_from_circle", score, circle, fresh),
        ("empirical_from_circle", empirical, circle, chosen),
    ):
        yield mean_row(quantity, squared_difference(first, second, clean, t_first, rng), K=K)


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
    score: Score, points: Float[np.ndarray, "K 2"], s: ToyTraining, rng: np.random.Generator
) -> Iterator[Row]:
    """Yield against t the share of its points' fluctuation that a network's score follows.

    0 for a network that generalises, 1 for one that memorises.
    """
    K = len(points)
    scores = (score, EmpiricalScore(points).score, CircleScore().score)
    for t in np.geomspace(*SHARE_RANGE, s.share_times):
        x = points[rng.integers(K, size=s.share_samples)]
        x = x + np.sqrt(t) * rng.standard_normal(x.shape)
        share = followed_share(*(function(x, float(t)) for function in scores))
        error = {"stderr": share.stderr, "n": s.share_samples}
        yield row("followed", "simulation", share.value, **error, K=K, t=float(t))
