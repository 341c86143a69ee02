"""All minima of the exact energy of K points of the circle; barriers and roughness of rings.

The energy is E = -2 t log sum exp(-|x - xi|^2 / 2t), beta = 1 / 2t (arXiv:2505.21777). The minima
of the second K of the settings are followed in t.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Float

from memgen.data.circle import on_circle, published_angles
from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import DiffusionEnergy, merging_distance
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyMinima
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.ring_memory import ring_barrier, ring_roughness

RING = 361  # angles of the energy along a random ring
LINE = 41  # t of the formulas' lines


def table(s: ToyMinima, seeds: Seeds) -> Iterator[Row]:
    """Yield numbers and angles of minima, barriers of even rings, roughness of random ones."""
    yield from count_rows(s, seeds)
    yield from angle_rows(s, seeds)
    lines = np.geomspace(min(s.ring_times), max(s.ring_times), LINE)
    for K in s.ring_K:
        yield from barrier_rows(K, s.ring_times, lines)
    for K in s.random_K:
        yield from roughness_rows(K, s, lines, seeds)


def count_rows(s: ToyMinima, seeds: Seeds) -> Iterator[Row]:
    """Yield the number of minima, and of those far from all points, for each K and t.

    Beside them the number of neighbours farther apart than 2 sqrt(t), which two memories alone need
    to have a minimum each.
    """
    for K in s.K:
        points = on_circle(published_angles(K))
        _, chords = neighbours(points)
        for t in np.geomspace(min(s.times), max(s.times), LINE):
            apart = int((chords > merging_distance(float(t))).sum())
            yield row("neighbours_apart", "theory", apart, K=K, t=float(t))
        for t in s.times:
            point: Point = {"K": K, "t": t}
            minima = find_minima(points, t, seeds.generator(point))
            yield row("minima", "theory", len(minima.x), **point)
            yield row("spurious", "theory", minima.spurious(s.distance), **point)


def angle_rows(s: ToyMinima, seeds: Seeds) -> Iterator[Row]:
    """Yield angles of points, of their neighbours' middles, and of minima against t; in degrees.

    A middle stands at the t = d^2 / 4 where its two points alone would share one minimum.
    """
    K = s.K[1]
    points = on_circle(published_angles(K))
    for x in points:
        yield row("point_angle", "published", degrees(x), unit="degree", K=K)
    for middle, chord in zip(*neighbours(points), strict=True):
        t = float(chord**2 / 4)
        yield row("pair_angle", "theory", degrees(middle), unit="degree", K=K, t=t)
    for t in np.geomspace(min(s.times), max(s.times), s.followed):
        point: Point = {"K": K, "t": float(t)}
        minima = find_minima(points, float(t), seeds.generator(point, 1))
        for x, nearest in zip(minima.x, minima.nearest, strict=True):
            place: Point = {"radius": float(np.linalg.norm(x)), "nearest": float(nearest)}
            yield row("minimum_angle", "theory", degrees(x), unit="degree", **point, **place)


def neighbours(
    points: Float[np.ndarray, "K 2"],
) -> tuple[Float[np.ndarray, "K 2"], Float[np.ndarray, " K"]]:
    """Return middles and lengths of the chords between neighbours around the circle."""
    around = points[np.argsort(np.arctan2(points[:, 1], points[:, 0]))]
    after = np.roll(around, -1, axis=0)
    return (around + after) / 2, np.linalg.norm(around - after, axis=1)


def degrees(x: np.ndarray) -> float:
    """Return the angle of a point of the plane."""
    return float(np.degrees(np.arctan2(x[1], x[0])))


def barrier_rows(K: int, times: Sequence[float], lines: np.ndarray) -> Iterator[Row]:
    """Yield the barrier along R = 1 between evenly spaced memories, and (4/beta) I_K / I_0."""
    memory = DiffusionEnergy(on_circle(2 * np.pi * np.arange(K) / K))
    for t in times:
        at_memory, between = memory.energy(on_circle(np.array([0.0, np.pi / K])), t)
        yield row("barrier_found", "theory", between - at_memory, K=K, t=t)
        # The same t as the found ones, for their ratio.
        yield row("barrier", "theory", ring_barrier(K, t), K=K, t=t)
    for t in lines:
        yield row("barrier_line", "theory", ring_barrier(K, t), K=K, t=float(t))


def roughness_rows(K: int, s: ToyMinima, lines: np.ndarray, seeds: Seeds) -> Iterator[Row]:
    """Yield the variance of E along R = 1 for memories drawn at random, and its formula."""
    ring = on_circle(2 * np.pi * np.arange(RING) / RING)
    for t in s.ring_times:
        point: Point = {"K": K, "t": t}
        variances = []
        for draw in range(s.ring_draws):
            rng = seeds.stream("toy_minima_ring").generator(point, draw)
            memory = DiffusionEnergy(on_circle(rng.uniform(0, 2 * np.pi, K)))
            variances.append(memory.energy(ring, t).var())
        yield mean_row("ring_variance", np.array(variances), **point)
        yield row("ring_variance", "theory", ring_roughness(K, t) ** 2, **point)
    for t in lines:
        yield row("roughness_line", "theory", ring_roughness(K, float(t)), K=K, t=float(t))
