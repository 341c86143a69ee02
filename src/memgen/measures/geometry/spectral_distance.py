"""How far the eigenvalues of a finite matrix are from a limiting density."""

import numpy as np
from jaxtyping import Float


def kolmogorov_distance(
    values: Float[np.ndarray, " count"],
    x: Float[np.ndarray, " points"],
    density: Float[np.ndarray, " points"],
) -> float:
    """Return the largest |F_values - F_density| of the cumulative distributions of one bulk.

    Parameters
    ----------
    values : (count,)
        Eigenvalues that belong to the bulk; those beyond the grid count as at its ends.
    x, density : (points,)
        Rising grid over the bulk and the density there, in any normalisation.

    Raises
    ------
    ValueError
        If there is no eigenvalue.
    """
    if not len(values):
        raise ValueError("no eigenvalue: a distance needs one.")
    mass = np.diff(x) * (density[1:] + density[:-1]) / 2
    cumulative = np.concatenate([[0.0], np.cumsum(mass)]) / mass.sum()
    expected = np.interp(np.sort(values), x, cumulative)
    steps = np.arange(len(values) + 1) / len(values)
    return float(max(np.abs(expected - steps[1:]).max(), np.abs(expected - steps[:-1]).max()))
