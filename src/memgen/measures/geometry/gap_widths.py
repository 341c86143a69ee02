"""Widths of the gaps in the spectrum of t grad score of one drawn linear manifold.

An eigenvalue gamma of F F^T is -t / (t + gamma) of t grad score, and -1 off the manifold
(arXiv:2410.05898).
"""

import numpy as np
from jaxtyping import Float


def gap_width(
    levels: Float[np.ndarray, " D"], larger: int, t: Float[np.ndarray, " times"]
) -> Float[np.ndarray, " times"]:
    """Return the width against t of the gap below the `larger` largest levels gamma.

    An intermediate gap lies between them and the others; with larger = D it is the final one,
    between the least gamma and the spike at -1.

    Parameters
    ----------
    levels : (D,)
        Positive eigenvalues gamma, ascending.
    larger : int
        How many of them are large, from 1 to D.
    t : (times,)
        Noise variances.

    Raises
    ------
    ValueError
        If there are not so many levels.
    """
    if not 0 < larger <= len(levels):
        raise ValueError(f"larger={larger}: give 1 to {len(levels)} of {len(levels)} levels.")
    inner = levels[-larger]
    if larger == len(levels):
        return inner / (t + inner)
    outer = levels[-larger - 1]
    return t / (t + outer) - t / (t + inner)


def gap_widths(
    levels: Float[np.ndarray, " D"], larger: int, t: Float[np.ndarray, " times"]
) -> Float[np.ndarray, "two times"]:
    """Return the width of the intermediate gap below the `larger` largest, and of the final one.

    Parameters as in `gap_width`.

    Raises
    ------
    ValueError
        If `larger` leaves no level on either side.
    """
    if not 0 < larger < len(levels):
        raise ValueError(f"larger={larger}: give 1 to {len(levels) - 1} of {len(levels)} levels.")
    return np.stack([gap_width(levels, larger, t), gap_width(levels, len(levels), t)])
