"""Widths of the gaps in the spectrum of t grad score of one drawn linear manifold."""

import numpy as np
from jaxtyping import Float


def gap_widths(
    levels: Float[np.ndarray, " D"], larger: int, t: Float[np.ndarray, " times"]
) -> Float[np.ndarray, "two times"]:
    """Return the width of the intermediate and of the final gap against t.

    An eigenvalue gamma of F F^T is -t / (t + gamma) of t grad score, and -1 off the manifold. The
    intermediate gap lies between the `larger` largest gamma and the others, the final one between
    the least gamma and the spike at -1 (arXiv:2410.05898).

    Parameters
    ----------
    levels : (D,)
        Positive eigenvalues gamma, ascending.
    larger : int
        How many of them are large, from 1 to D - 1.
    t : (times,)
        Noise variances.

    Raises
    ------
    ValueError
        If `larger` leaves no eigenvalue on either side.
    """
    if not 0 < larger < len(levels):
        raise ValueError(f"larger={larger}: give 1 to {len(levels) - 1} of {len(levels)} levels.")
    large, small, least = levels[-larger], levels[-larger - 1], levels[0]
    middle = t / (t + small) - t / (t + large)
    return np.stack([middle, least / (t + least)])
