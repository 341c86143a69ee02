"""What networks of ever more points see, beside the exact scores that they lie between.

Along a direction of variance s^2 a score sees 1 + t J_jj = Var[y_j | x_t] / t: s^2 / (s^2 + t) for
infinitely many points, 0 where one point has all the weight. The singular values of t J are then
t / (s^2 + t) and 1; the gap is that between the least value of the directions off the manifold and
the largest one of those along it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.networks.members import load_members
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Visible
from memgen.studies.losing_dimensions.point_networks import build
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

# t grad score at each of some points (probes, N).
Jacobian = Callable[[Float[np.ndarray, "probes N"], float], Float[np.ndarray, "probes N N"]]
DIRECTIONS = ("large", "small")
FINE = 60  # noise variances of theory's line


def table(
    s: Visible,
    seeds: Seeds,
    counts: tuple[int, int],
    networks: Mapping[tuple[int, int], Path],
    splits: Mapping[tuple[int, int], Arrays],
) -> Iterator[Row]:
    """Yield what networks see at training points (fewest points), and at fresh ones (most steps).

    A network's value is a mean over noised points, and a row that over networks with its error.
    Beside the network stand, at the same probes, the score of its own points ("empirical"), and
    that of infinitely many ("population"), which does not depend on the place.
    """
    fewest, most = min(P for P, _ in networks), max(steps for _, steps in networks)
    times = np.geomspace(*s.sigma_shown, s.sigmas) ** 2
    variances = next(iter(splits.values()))["variances"]
    for t in map(float, np.geomspace(times[0], times[-1], FINE)):
        level = np.sort(t / (variances + t))[None, ::-1]
        yield row("gap", "theory", gaps(level, sum(counts)).item(), of="population", t=t)
    for t in map(float, times):
        for direction, j in zip(DIRECTIONS, (0, counts[0]), strict=True):
            exact = float(variances[j] / (variances[j] + t))
            yield row("visible", "theory", exact, of="population", t=t, direction=direction)
    for (P, steps), path in networks.items():
        points = splits[P, steps]["training"]
        kept = probed_scores(s, path, points)
        if fewest == P:
            rng = seeds.stream("training_probes").generator({"P": P})
            clean = [own[rng.integers(P, size=s.probes)] for own in points]
            for t in map(float, times):
                at: Point = {"probed": "training", "P": P, "steps": steps, "t": t}
                for of, found in jacobians(kept, clean, t, rng).items():
                    exact = (variances / (variances + t))[[0, counts[0]]]
                    yield from visible_rows(found, exact, counts, at | {"of": of})
        if steps == most:
            rng = seeds.stream("fresh_probes").generator({"P": P})
            clean = [draw_directions(variances, s.probes, rng) for _ in points]
            for t in map(float, times):
                at = {"probed": "fresh", "P": P, "steps": steps, "t": t}
                for of, found in jacobians(kept, clean, t, rng).items():
                    yield from spectrum_rows(found, sum(counts), s.shown_values, at | {"of": of})


def probed_scores(
    s: Visible, path: Path, points: Float[np.ndarray, "members P N"]
) -> dict[str, list[Jacobian]]:
    """Return t grad score of each network, and of the points that it was trained on."""
    schedule = VarianceExploding(*s.network.sigma_range)
    members = load_members(path, partial(build, s.network, points.shape[2]), len(points))
    return {
        "network": [of_network(NetworkScore(one.double(), schedule)) for one in members],
        "empirical": [of_points(EmpiricalScore(own)) for own in points],
    }


def of_network(score: Any) -> Jacobian:
    """Return t grad score of a network."""
    return lambda x, t: t * network_jacobian(score, torch.as_tensor(x), t).detach().numpy()


def of_points(score: EmpiricalScore) -> Jacobian:
    """Return t grad score of points."""
    return lambda x, t: t * score.jacobian(x, t)


def jacobians(
    kept: Mapping[str, list[Jacobian]],
    clean: list[Float[np.ndarray, "probes N"]],
    t: float,
    rng: np.random.Generator,
) -> dict[str, Float[np.ndarray, "members probes N N"]]:
    """Return t grad score of each member at its clean points with noise of variance t."""
    noisy = [own + np.sqrt(t) * rng.standard_normal(own.shape) for own in clean]
    return {
        of: np.array([jacobian(x, t) for jacobian, x in zip(members, noisy, strict=True)])
        for of, members in kept.items()
    }


def visible_rows(
    found: Float[np.ndarray, "members probes N N"],
    exact: Float[np.ndarray, " 2"],
    counts: tuple[int, int],
    point: Point,
) -> Iterator[Row]:
    """Yield 1 + t J_jj, a mean over directions of either variance, and what is lost of either.

    "order" is the share of the exact value that is lost, of the smaller minus the larger variance.
    """
    seen = 1 + np.diagonal(found, axis1=2, axis2=3).mean(axis=1)
    first, manifold = counts[0], sum(counts)
    of_each = np.array([seen[:, :first].mean(axis=1), seen[:, first:manifold].mean(axis=1)])
    for direction, values in zip(DIRECTIONS, of_each, strict=True):
        yield mean_row("visible", values, **point, direction=direction)
    share = of_each / exact[:, None]
    yield mean_row("order", share[0] - share[1], **point)


def spectrum_rows(
    found: Float[np.ndarray, "members probes N N"], manifold: int, shown: int, point: Point
) -> Iterator[Row]:
    """Yield the smallest singular values by rank, descending, and the gap at the manifold's."""
    values = np.array([singular_values(one) for one in found])
    for rank, column in enumerate(values[..., -shown:].mean(axis=1).T, start=1):
        yield mean_row("singular_value", column, **point, rank=rank)
    yield mean_row("gap", gaps(values, manifold).mean(axis=1), **point)


def gaps(values: Float[np.ndarray, "... N"], manifold: int) -> Float[np.ndarray, "..."]:
    """Return how far the `manifold` smallest of the descending values lie below the others."""
    return values[..., -manifold - 1] - values[..., -manifold]
