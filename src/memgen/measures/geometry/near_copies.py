"""Points that are near copies of others: small groups far closer together than to all else."""

import numpy as np
from jaxtyping import Bool, Float

APART = 100.0


def near_copies(distances: Float[np.ndarray, "queries ranks"]) -> Bool[np.ndarray, " queries"]:
    """Return which points belong to a group whose size is below `ranks` and that stands apart.

    The distances to neighbours of rank k and 2k, k = 1, 2, 4, ..., jump by more than a factor 100
    where a group of k + 1 to 2k points ends. Where the density is uniform in D dimensions

        P(r_2 / r_1 > c) = c^(-D)

    (Facco et al., Sci. Rep. 7, 12140 (2017)) and less at larger k: a hundredth of the points on a
    line, 10^-4 in a plane.

    Parameters
    ----------
    distances : (queries, ranks)
        To the neighbours of rank 1, 2, ..., ascending; 0 for an exact copy.
    """
    found = np.zeros(len(distances), dtype=bool)
    rank = 1
    while 2 * rank <= distances.shape[1]:
        found |= distances[:, 2 * rank - 1] > APART * distances[:, rank - 1]
        rank *= 2
    return found
