"""Eigenvalues of a finite matrix U sorted into the bulks of its limiting spectrum."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, atom_mass, feature_density

GRID = 3000  # points of a bulk's density for its cumulative distribution


@dataclass(frozen=True)
class BulkCounts:
    """What lies between the gaps of the limiting spectrum.

    Attributes
    ----------
    mass : (bulks,)
        Share of all eigenvalues.
    lower, upper : (bulks,)
        The least and the largest of them.
    """

    mass: Float[np.ndarray, " bulks"]
    lower: Float[np.ndarray, " bulks"]
    upper: Float[np.ndarray, " bulks"]


def count_in_bulks(values: Float[np.ndarray, " p"], atom: float, bulks: list[Bulk]) -> BulkCounts:
    """Return share, least and largest eigenvalue of each bulk, cut at the middles of the gaps.

    Parameters
    ----------
    values : (p,)
        Eigenvalues.
    atom : float
        The eigenvalue s^2 of the limit's atom, below all bulks: what lies nearer to it than to the
        first bulk, in log lambda, is counted in none.
    bulks : list of Bulk
        Of the limit, ascending.

    Raises
    ------
    ValueError
        If a bulk is empty.
    """
    gaps = [(atom, bulks[0].lower), *((low.upper, high.lower) for low, high in pairwise(bulks))]
    borders = np.array([*(np.sqrt(below * above) for below, above in gaps), np.inf])
    counted = []
    for low, high in pairwise(borders):
        inside = values[(values > low) & (values < high)]
        if not inside.size:
            raise ValueError(f"no eigenvalue lies between {low:.4g} and {high:.4g}: raise d.")
        counted.append([inside.size / values.size, inside.min(), inside.max()])
    return BulkCounts(*np.array(counted).T)


def bulk_distances(
    draws: Sequence[Float[np.ndarray, " p"]], model: FeatureModel, bulks: list[Bulk]
) -> Float[np.ndarray, "draws bulks"]:
    """Return the Kolmogorov distance of each draw's eigenvalues to the limit within each bulk.

    The eigenvalues of a bulk are counted off in rising order, after those of the atom, by the
    limit's masses.
    """
    atom, distances = atom_mass(model), np.empty((len(draws), len(bulks)))
    starts = [round(atom * values.size) for values in draws]
    for number, bulk in enumerate(bulks):
        x = bulk.grid(GRID)
        density = feature_density(x, model)
        for draw, values in enumerate(draws):
            end = starts[draw] + round(bulk.mass * values.size)
            inside = np.sort(values)[starts[draw] : end]
            distances[draw, number] = kolmogorov_distance(inside, x, density)
            starts[draw] = end
    return distances
