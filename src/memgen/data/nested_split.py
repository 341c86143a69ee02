"""Which points networks are trained on, nested in their number, and which they never see."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int


def nested_split(
    total: int, K: int, generators: Sequence[np.random.Generator]
) -> tuple[Int[np.ndarray, "networks K"], Int[np.ndarray, "networks rest"]]:
    """Return the indices of training and held-out points of networks with orders of their own.

    A network trains on the first K of its order, so that training sets are nested in K; all others
    are held out, in that order. `generators`: one for each network, the source of its order.

    Raises
    ------
    ValueError
        If there are fewer than K points.
    """
    if not 1 <= K <= total:
        raise ValueError(f"K={K}: there are {total} images to be trained on.")
    orders = np.stack([rng.permutation(total) for rng in generators]).astype(np.int32)
    return orders[:, :K], orders[:, K:]
