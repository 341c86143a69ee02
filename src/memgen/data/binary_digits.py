"""The digits as patterns of +-1."""

import numpy as np
from jaxtyping import Float, Int

from memgen.data.images import load_digits


def binary_digits() -> tuple[Float[np.ndarray, "P 64"], Int[np.ndarray, " P"]]:
    """Return the 1797 digits of 8 x 8 pixels, +1 where a pixel is above half of white, and labels.

    Raw pixels are 0 to 16; +1 is ink.
    """
    from sklearn.datasets import load_digits as read

    cloud, labels = load_digits(), np.asarray(read(return_X_y=True)[1])
    return np.where(cloud.restore(cloud.points) > 8, 1.0, -1.0), labels


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
