"""Where samples of the circle's networks gather: at minima of the exact energy that are no points.

At t the exact energy of K points has minima away from all (`memgen.measures.energy.minima`),
which vanish as t falls. Counted are samples that end near these places, of the networks and of the
exact score by the same sampler, and near places of the ring that are as far from the points.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.energy.minima import find_minima
from memgen.measures.samples.neighbours import nearest
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyGathering
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.training.circle_networks import load_circle_scores

DENSE = 7200  # places along the ring among which those as far from the points are found

Score = Callable[[Any, Any], Any]
Samples = Float[np.ndarray, "runs samples 2"]


def table(
    s: ToyGathering,
    seeds: Seeds,
    width: int,
    frequency: float,
    count: int,
    sampler_steps: int,
    t_last: float,
    sizes: Sequence[int],
    shown_times: Sequence[float],
    network: Path,
) -> Iterator[Row]:
    """Yield shares of samples near each minimum and near other places, and samples by their angle.

    Of the second of the `sizes` and its shown time; `network` is what `circle` made of it, `count`
    networks. Errors are over networks, and over as many runs of the exact score.
    """
    K, t = sizes[1], float(shown_times[1])
    points = on_circle(published_angles(K))
    times = released_times(1.0, t_last, sampler_steps)
    scores: dict[str, Sequence[Score]] = {
        "network": load_circle_scores(network, width, frequency, count),
        "exact": [EmpiricalScore(points).score] * count,
    }
    point: Point = {"K": K, "t": t}
    minima = find_minima(points, t, seeds.generator(point))
    spurious = minima.nearest > s.near
    for curve, members in scores.items():
        rng = seeds.stream("gathering").generator({"K": K, "score": curve})
        runs = []
        for score in tqdm(members, disable=None, desc=curve):
            start = rng.standard_normal((s.samples, 2))
            runs.append(denoised_euler(score, start, times, rng))
        about = point | {"curve": curve}
        away = [(nearest(x, points).distance[:, 0] > s.near).mean() for x in runs]
        yield mean_row("away", np.array(away), **about)
        for number, x in enumerate(minima.x[spurious]):
            yield from near_rows(np.array(runs), x, points, s.near, about | {"number": number})
        yield from angle_rows(np.array(runs), s.bins, about)
    for number, x in enumerate(minima.x[spurious]):
        place: Point = {"x1": float(x[0]), "x2": float(x[1]), "angle": degrees(x)}
        distance = float(minima.nearest[spurious][number])
        yield row("minimum_nearest", "theory", distance, **point, number=number, **place)


def near_rows(
    runs: Samples,
    x: Float[np.ndarray, " 2"],
    points: Float[np.ndarray, "K 2"],
    near: float,
    about: Point,
) -> Iterator[Row]:
    """Yield the share of samples near a place, and near others as far from the points; n runs.

    The others lie on the ring as far from their nearest point as the place, and farther than twice
    `near` from it; the mean over them.
    """
    yield mean_row("near_minimum", share_near(runs, x, near), **about)
    others = as_far(points, x, near)
    if len(others):
        shares = np.array([share_near(runs, other, near) for other in others])
        yield mean_row("near_others", shares.mean(axis=0), **about)


def as_far(
    points: Float[np.ndarray, "K 2"], x: Float[np.ndarray, " 2"], near: float
) -> Float[np.ndarray, "places 2"]:
    """Return the places of the ring that are as far from the nearest of the points as x is."""
    ring = on_circle(2 * np.pi * np.arange(DENSE) / DENSE)
    above = nearest(ring, points).distance[:, 0] > nearest(x[None], points).distance[0, 0]
    found = ring[np.flatnonzero(above != np.roll(above, 1))]
    return found[np.linalg.norm(found - x, axis=1) > 2 * near]


def share_near(
    runs: Samples, x: Float[np.ndarray, " 2"], near: float
) -> Float[np.ndarray, " runs"]:
    """Return the share of each run's samples within `near` of x."""
    return (np.linalg.norm(runs - x, axis=2) <= near).mean(axis=1)


def angle_rows(runs: Samples, bins: int, about: Point) -> Iterator[Row]:
    """Yield the share of samples by degree of their angle, at the middles of even bins."""
    edges = np.linspace(-180, 180, bins + 1)
    angles = np.degrees(np.arctan2(runs[..., 1], runs[..., 0]))
    density = np.array([np.histogram(x, edges)[0] for x in angles]) / runs.shape[1]
    middles = (edges[1:] + edges[:-1]) / 2
    along = {"angle": middles}
    yield from curve_rows("angle_density", density / (edges[1] - edges[0]), along, **about)


def degrees(x: Float[np.ndarray, " 2"]) -> float:
    """Return the angle of a place of the plane."""
    return float(np.degrees(np.arctan2(x[1], x[0])))
