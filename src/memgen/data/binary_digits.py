"""The digits as patterns of +-1."""

import numpy as np
from jaxtyping import Float, Int

from memgen.data.images import load_digits

# Of the raw pixels, which run from 0 to 16: the strokes stay connected.
INK = 6


def binary_digits() -> tuple[Float[np.ndarray, "P 64"], Int[np.ndarray, " P"]]:
    """Return the 1797 digits of 8 x 8 pixels, +1 where a pixel is above 6 of 16, and labels.

    +1 is ink.
    """
    from sklearn.datasets import load_digits as read

    cloud, labels = load_digits(), np.asarray(read(return_X_y=True)[1])
    return np.where(cloud.restore(cloud.points) > INK, 1.0, -1.0), labels


def typical_digits(
    images: Float[np.ndarray, "P N"], labels: Int[np.ndarray, " P"], share: float
) -> Int[np.ndarray, " typical"]:
    """Return the numbers of those images that are nearest to the mean of their class.

    Parameters
    ----------
    images, labels
        Images of +-1 and their classes.
    share : float
        What part of each class, one image at least.
    """
    chosen = []
    for label in np.unique(labels):
        (own,) = np.nonzero(labels == label)
        overlap = images[own] @ images[own].mean(axis=0)
        count = max(1, round(share * len(own)))
        chosen.append(own[np.argsort(-overlap, kind="stable")[:count]])
    return np.sort(np.concatenate(chosen))


def draw_digits(
    images: Float[np.ndarray, "P N"],
    labels: Int[np.ndarray, " P"],
    count: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "count N"]:
    """Return linearly independent images, going through the classes in turn.

    Raises
    ------
    ValueError
        If 100 draws find none.
    """
    for _ in range(100):
        classes = np.arange(count) % (labels.max() + 1)
        chosen = [int(rng.choice(np.flatnonzero(labels == label))) for label in classes]
        if np.linalg.matrix_rank(images[chosen]) == count:
            return images[chosen]
    raise ValueError(f"No {count} linearly independent images were found: ask for fewer.")
