"""The levels of a random energy model alone, at finite size and exactly: no one is planted.

Means over the levels as in `memgen.theory.energies.finite_rem`, which has the derivation.
"""

import numpy as np

from memgen.numerics.doors import checked
from memgen.theory.energies.finite_rem import (
    X_WEIGHT,
    Batch,
    EnergyLaw,
    X,
    _condensation,
    _mellin,
    _power,
)


def gaussian_energies(variance: Batch) -> EnergyLaw:
    """Return a batch of laws e ~ N(0, variance): Derrida's model at several temperatures."""

    def cumulant(lam: np.ndarray) -> np.ndarray:
        return variance[:, None] * lam**2 / 2

    def derivatives(lam: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return variance * lam**2 / 2, variance * lam, variance + 0 * lam

    return EnergyLaw(variance.size, cumulant, derivatives)


@checked
def mean_participation(law: EnergyLaw, log_M: float) -> Batch:
    """Return E Y2 = E S_2 / S^2 of the M energies alone, S_2 the sum of the squared factors.

    E Y2 = int ds s M E(z^2 e^{-sz}) (1 - q)^{M-1},   z = e^e

    Parameters and errors as in `planted_averages`. Near the condensation rounding limits log M to
    about 1e4.
    """
    saddle = _condensation(law, log_M)
    c = np.minimum(saddle.tilt, 1.0)
    log_s = X / c[:, None] - saddle.log_typical_sum[:, None]
    counts, pairs = _mellin(law, log_M, saddle, log_s)
    return (pairs * _power(counts, log_M, removed=1)) @ X_WEIGHT / c
