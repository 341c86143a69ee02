"""Samples of each type to measure something at: at random, or those most typical of their type.

Most typical are the memorised samples of smallest distance d_S to the training set, the spurious
ones of smallest distance d_S' to the other samples, and the generalised ones of largest d_S', as
the released code of arXiv:2505.21777 selects them.
"""

import numpy as np
from jaxtyping import Float, Int

from memgen.measures.samples.types import TYPES

SELECTIONS = ("typical", "random")
TRAINING = "training"


def most_typical(
    kinds: Int[np.ndarray, " M"],
    to_training: Float[np.ndarray, " M"],
    to_synthetic: Float[np.ndarray, " M"],
    most: int,
) -> dict[str, Int[np.ndarray, " _"]]:
    """Return for each type the indices of its `most` most typical samples, or fewer.

    Parameters
    ----------
    kinds : (M,)
        Types of the samples, as numbers of `TYPES`.
    to_training, to_synthetic : (M,)
        d_S and d_S'.
    most : int
        How many of a type at most.
    """
    atypical = dict(zip(TYPES, (to_training, to_synthetic, -to_synthetic), strict=True))
    chosen = {}
    for number, kind in enumerate(TYPES):
        own = np.flatnonzero(kinds == number)
        chosen[kind] = own[np.argsort(atypical[kind][own], kind="stable")[:most]]
    return chosen


def at_random(
    kinds: Int[np.ndarray, " M"], most: int, rng: np.random.Generator
) -> dict[str, Int[np.ndarray, " _"]]:
    """Return for each type the indices of `most` samples of it, or fewer, chosen at random."""
    return {
        kind: rng.permutation(np.flatnonzero(kinds == number))[:most]
        for number, kind in enumerate(TYPES)
    }
