"""Samples of each type to measure something at, chosen at random among those that there are."""

import numpy as np
from jaxtyping import Float, Int

from memgen.measures.samples.types import TYPES

TRAINING = "training"


def choose_by_type(
    samples: Float[np.ndarray, "networks M N"],
    kinds: Int[np.ndarray, "networks M"],
    training: list[Float[np.ndarray, "_ N"]],
    most: int,
    rng: np.random.Generator,
) -> dict[str, list[Float[np.ndarray, "_ N"]]]:
    """Return for each type, and for training points, a list of points (at most `most`) by network.

    Parameters
    ----------
    samples : (networks, M, N)
        Generated samples.
    kinds : (networks, M)
        Their types, as numbers of `TYPES`.
    training : list of (K, N)
        Training set of each network.
    most : int
        How many of each type and network at most: fewer where there are fewer, none where none.
    rng : numpy.random.Generator
        Source of the choice, which does not look at distances.
    """
    found: dict[str, list[np.ndarray]] = {}
    for number, kind in enumerate(TYPES):
        found[kind] = [
            own[rng.permutation(np.flatnonzero(of == number))[:most]]
            for own, of in zip(samples, kinds, strict=True)
        ]
    found[TRAINING] = [own[rng.permutation(len(own))[:most]] for own in training]
    return found
