"""The couplings at D_in, D_opt and D_fin of unlearning, and the stabilities along the way."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.unlearning import RATE, unlearning_path


@dataclass(frozen=True)
class DreamCouplings:
    """What one network is at the three points, read off the smallest of all stabilities.

    Attributes
    ----------
    D_in, D_opt, D_fin : (N, N)
        Couplings where it is first above 0, largest, and last above 0; where it never is above 0
        all three are where it is largest.
    smallest, mean, largest, saturated : (times,)
        Of all stabilities: least, mean, largest, and the fraction above 0.
    """

    D_in: Float[np.ndarray, "N N"]
    D_opt: Float[np.ndarray, "N N"]
    D_fin: Float[np.ndarray, "N N"]
    smallest: Float[np.ndarray, " times"]
    mean: Float[np.ndarray, " times"]
    largest: Float[np.ndarray, " times"]
    saturated: Float[np.ndarray, " times"]

    @property
    def points(self) -> dict[str, Float[np.ndarray, "N N"]]:
        """The couplings by the names of the points."""
        return {"D_in": self.D_in, "D_opt": self.D_opt, "D_fin": self.D_fin}


def dream_couplings(
    patterns: Float[np.ndarray, "P N"],
    amounts: Float[np.ndarray, " times"],
    rng: np.random.Generator,
    rate: float = RATE,
) -> DreamCouplings:
    """Unlearn from Hebb's couplings, and keep the couplings at the three points.

    Only three matrices are held at any time, however many amounts there are.

    Parameters
    ----------
    patterns : (P, N)
        Stored patterns of +-1.
    amounts : (times,)
        D eps / N, rising from 0 or more.
    rng : numpy.random.Generator
        Source of the dreams.
    rate : float
        eps > 0.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    path = unlearning_path(hebb(patterns), amounts, rng, rate)
    first = last = best = None
    top = -np.inf
    curves = []
    for J in path:
        Delta = stabilities(J, patterns)
        smallest = Delta.min()
        curves.append((smallest, Delta.mean(), Delta.max(), (Delta > 0).mean()))
        if smallest > top or best is None:
            top, best = smallest, J
        if smallest > 0:
            first, last = J if first is None else first, J
    if best is None:
        raise ValueError("amounts is empty: give the amounts of dreaming, D eps / N.")
    entered, left = (best if J is None else J for J in (first, last))
    return DreamCouplings(entered, best, left, *np.array(curves).T)
