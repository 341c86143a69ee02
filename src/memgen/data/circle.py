"""Points on the unit circle: the published subsets (arXiv:2505.21777)."""

import numpy as np
from jaxtyping import Float

PUBLISHED_COUNT = 60000
PUBLISHED_ANGLE_SEED = 9
PUBLISHED_SUBSET_SEED = 42


def published_angles(K: int) -> Float[np.ndarray, " K"]:
    """Return the angles, in [0, 2 pi), of the first K points of arXiv:2505.21777's circle.

    60000 angles uniform from numpy's legacy generator of seed 9, and of them the first K of torch's
    random permutation of seed 42 (released code): the subsets are nested. Data, not draws of a run:
    no setting changes them.

    Raises
    ------
    ValueError
        If K is not from 1 to 60000.
    """
    import torch

    if not 1 <= K <= PUBLISHED_COUNT:
        raise ValueError(f"K={K} must be from 1 to {PUBLISHED_COUNT}, the published points.")
    angles = np.random.RandomState(PUBLISHED_ANGLE_SEED).uniform(0, 2 * np.pi, PUBLISHED_COUNT)
    order = torch.Generator().manual_seed(PUBLISHED_SUBSET_SEED)
    return angles[torch.randperm(PUBLISHED_COUNT, generator=order)[:K].numpy()]


def on_circle(angles: Float[np.ndarray, " K"]) -> Float[np.ndarray, "K 2"]:
    """Return (cos, sin) of the angles."""
    return np.column_stack([np.cos(angles), np.sin(angles)])
