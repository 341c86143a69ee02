"""The dimension of data at several scales, from the distances to neighbours of rising rank.

Where the density is uniform over the n_2 nearest neighbours of a point, the ratio of their
distances obeys (r_{n_1} / r_{n_2})^D ~ Beta(n_1, n_2 - n_1), whatever the density is (Denti,
Doimo, Laio and Mira, arXiv:2104.13832; n_1 = 1, n_2 = 2 is the law of Facco et al., Sci. Rep. 7,
12140 (2017)). Hence

    E log(r_{n_2} / r_{n_1}) = [psi(n_2) - psi(n_1)] / D,

from which D is read here (the cited paper maximises the likelihood of the same law). The scale is
the distance r_{n_2}: noise shows at small ranks, curvature at large ones.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import digamma, polygamma


@dataclass(frozen=True)
class RankDimension:
    """A dimension at one scale.

    Attributes
    ----------
    dimension, stderr : float
    scale : float
        Mean distance to the neighbour of the larger rank.
    """

    dimension: float
    stderr: float
    scale: float


def rank_dimension(
    distances: Float[np.ndarray, "queries ranks"], first: int, second: int, total: int
) -> RankDimension:
    """Return the dimension from the distances to the neighbours of two ranks.

    Parameters
    ----------
    distances : (queries, ranks)
        Distances of some points to their neighbours of rank 1, 2, ... among the others, ascending;
        the nearest positive.
    first, second : int
        n_1 < n_2, counted from 1.
    total : int
        P, the number of points that can be neighbours. Queries that are close to each other share
        neighbours: the error counts at most P / sqrt(n_2) of them as independent, which is more
        than the scatter of uniform points in 2 and 8 dimensions asks for.

    Raises
    ------
    ValueError
        If the ranks are not 1 <= n_1 < n_2 <= ranks, a distance vanishes, there are fewer than two
        queries, or all ratios are 1 (a lattice).
    """
    if not 1 <= first < second <= distances.shape[1] or len(distances) < 2:
        raise ValueError(
            f"first={first}, second={second}: give 1 <= first < second <= {distances.shape[1]} "
            f"ranks, and two queries or more ({len(distances)})."
        )
    near, far = distances[:, first - 1], distances[:, second - 1]
    if not (near > 0).all():
        raise ValueError("a distance is 0: leave out points that coincide.")
    mean = float(np.log(far / near).mean())
    if mean == 0:
        raise ValueError(f"neighbours {first} and {second} of every point are equally far.")
    expected = float(digamma(second) - digamma(first))
    spread = float(np.sqrt(polygamma(1, first) - polygamma(1, second)))
    independent = min(len(distances), max(total / np.sqrt(second), 2.0))
    # 1 / mean is biased by its variance
    relative = float(spread / expected / np.sqrt(independent))
    dimension = expected / mean * (1 - min(relative**2, 0.5))
    return RankDimension(dimension, float(dimension * relative), float(far.mean()))
