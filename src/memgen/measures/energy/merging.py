"""At which distance two memories begin to share one minimum."""

import numpy as np
from scipy.optimize import brentq

from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import merging_distance


def minima_of_two(distance: float, t: float) -> np.ndarray:
    """Return the minima, ascending, of the energy of memories at -distance/2 and distance/2."""
    points = np.array([[-distance / 2], [distance / 2]])
    return np.sort(find_minima(points, t, np.random.default_rng(0), mixtures=0).x[:, 0])


def measured_merging_distance(t: float, precision: float = 1e-4) -> float:
    """Return the distance at which two minima become one, by bisection of their number.

    Parameters
    ----------
    t : float
        Noise variance.
    precision : float
        Relative width of the last bracket.
    """
    low, high = 0.5 * merging_distance(t), 2 * merging_distance(t)
    while high - low > precision * low:
        middle = (low + high) / 2
        low, high = (low, middle) if len(minima_of_two(middle, t)) > 1 else (middle, high)
    return (low + high) / 2


def mean_field_minimum(distance: float, t: float) -> float:
    """Return the largest x of x = (d/2) tanh(x d / 2t), where two memories' minima are at +-x."""
    if distance <= merging_distance(t):
        return 0.0
    half = distance / 2
    # the cubic's root bounds the solution from below
    excess = 1 - t / half**2
    return float(
        brentq(lambda x: x - half * np.tanh(x * half / t), half * np.sqrt(excess) / 2, half)
    )
