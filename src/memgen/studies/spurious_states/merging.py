"""Energies of memories in one dimension, and where two of them merge.

    E(x) = -2 t log sum exp(-|x - xi|^2 / 2t)

of memories xi on a line (arXiv:2505.21777, section 2). Many memories at a distance h of each other
reach from -L to L, L = n h / 2. A box of width h at each is a uniform density, and has variance
h^2 / 12, so that up to terms of order (h^2 / t)^2

    E(x) = -2 t log [Phi((x + L) / s) - Phi((x - L) / s)] + constant,    s^2 = t - h^2 / 12,

Phi the normal law's distribution function (derived here). No number is random but the starts of the
search for minima: all is exact to rounding.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr

from memgen.measures.energy.merging import (
    mean_field_minimum,
    measured_merging_distance,
    minima_of_two,
)
from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import DiffusionEnergy, merging_distance
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import Merging
from memgen.tables.rows import Point, Row, row

CURVE = 301  # points of a drawn energy
BRANCH = 301  # distances of the mean-field line
REACH = 4.0  # of a drawn energy beyond the memories, in sqrt(t)
DISTANCES = (0.5, 2.0)  # of two memories whose minima are followed, in merging distances
FLAT = 0.05  # energy above the lowest, in t, up to which a stretch is called flat


def table(s: Merging, seeds: Seeds) -> Iterator[Row]:
    """Yield three energies with their minima, the valley's length, minima of two, the merging."""
    panels = {
        "isolated": (2, s.apart),
        "merged": (2, s.merged),
        "valley": (s.many, s.valley),
    }
    for panel, (count, ratio) in panels.items():
        yield from energy_rows(panel, count, ratio, s.t, seeds)
    yield from valley_rows(s.many, s.valley, s.t)
    yield from branch_rows(s.t, s.distances)
    for t in s.times:
        point: Point = {"panel": "threshold", "t": t}
        yield row("merging_distance_found", "theory", measured_merging_distance(t), **point)
        yield row("merging_distance", "theory", float(merging_distance(t)), **point)


def energy_rows(panel: str, count: int, ratio: float, t: float, seeds: Seeds) -> Iterator[Row]:
    """Yield memories `ratio` merging distances apart, their energy along x, and all its minima."""
    position = np.arange(count) - (count - 1) / 2
    memories = position[:, None] * ratio * merging_distance(t)
    point: Point = {"panel": panel, "t": t}
    for x in memories[:, 0]:
        yield row("memory", "theory", float(x), **point)
    reach = memories.max() + REACH * np.sqrt(t)
    axis = np.linspace(-reach, reach, CURVE)
    energy = DiffusionEnergy(memories).energy(axis[:, None], t)
    for x, value in zip(axis, energy, strict=True):
        yield row("energy", "theory", value, **point, x=x)
    minima = find_minima(memories, t, seeds.generator({"panel": panel}))
    for x, value in zip(minima.x[:, 0], minima.energy, strict=True):
        yield row("minimum", "theory", value, **point, x=float(x))


def valley_rows(count: int, ratio: float, t: float) -> Iterator[Row]:
    """Yield the energy that many memories have as a uniform density, and both flat stretches.

    A stretch about 0 is flat where the energy is less than FLAT t above that at 0.
    """
    point: Point = {"panel": "valley", "t": t}
    spacing = ratio * float(merging_distance(t))
    memory = DiffusionEnergy((np.arange(count) - (count - 1) / 2)[:, None] * spacing)
    half = count * spacing / 2
    for x in np.linspace(-half, half, CURVE) + 0.0:
        above = uniform_energy(x, spacing, half, t) - uniform_energy(0.0, spacing, half, t)
        yield row("uniform_energy", "theory", above, **point, x=float(x))
    for quantity, energy in (
        ("flat_length_found", lambda x: float(memory.energy(np.array([[x]]), t)[0])),
        ("flat_length", lambda x: uniform_energy(x, spacing, half, t)),
    ):
        level = energy(0.0) + FLAT * t
        edge = brentq(lambda x, energy=energy, level=level: energy(x) - level, 0.0, 2 * half)
        yield row(quantity, "theory", 2 * float(edge), **point)


def uniform_energy(x: float, spacing: float, half: float, t: float) -> float:
    """Return -2 t log [Phi((x + L) / s) - Phi((x - L) / s)], s^2 = t - h^2 / 12; half = L."""
    s = np.sqrt(t - spacing**2 / 12)
    # by symmetry on the negative side, where both terms are small and keep their digits
    high, low = log_ndtr((half - abs(x)) / s), log_ndtr((-half - abs(x)) / s)
    return float(-2 * t * (high + np.log1p(-np.exp(low - high))))


def branch_rows(t: float, distances: int) -> Iterator[Row]:
    """Yield the minima of two memories against their distance: found, and x = (d/2) tanh(xd/2t)."""
    point, unit = {"panel": "branches", "t": t}, merging_distance(t)
    for ratio in np.linspace(*DISTANCES, distances):
        distance = float(ratio * unit)
        for x in minima_of_two(distance, t):
            yield row("minimum_found", "theory", float(x), **point, distance=distance)
        # at the same distance as the found ones, for their comparison
        value = mean_field_minimum(distance, t)
        yield row("minimum", "theory", value, **point, distance=distance)
    for distance in np.linspace(*DISTANCES, BRANCH) * unit:
        value = mean_field_minimum(float(distance), t)
        yield row("minimum_mean_field", "theory", value, **point, distance=float(distance))
