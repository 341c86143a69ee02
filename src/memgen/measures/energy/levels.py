"""Energy levels of a random energy model: entropy, free energy and participation, measured."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float


def free_energy_and_participation(
    levels: Float[np.ndarray, " M"], N: int, t: Float[np.ndarray, " times"]
) -> tuple[Float[np.ndarray, " times"], Float[np.ndarray, " times"]]:
    """Return phi(t) = t/N log sum_mu exp(N eps_mu / t), and Y2 = sum w^2, w the terms' shares.

    Parameters
    ----------
    levels : (M,)
        eps, per degree of freedom.
    N : int
        Degrees of freedom.
    t : (times,)
        Temperatures.
    """
    top = levels.max()
    sums = []
    for temperature in t:
        weight = np.exp((N / temperature) * (levels - top))
        sums.append((weight.sum(), weight @ weight))
    total, square = np.array(sums).T
    return top + t / N * np.log(total), square / total**2


def level_entropies(
    densities: Float[np.ndarray, "draws bins"],
    prefactor: Float[np.ndarray, " bins"],
    N: int,
) -> Iterator[tuple[int, float, float]]:
    """Yield (bin, Sigma, its error) for each bin that holds a level in some draw.

    Sigma = (1/N) log [mean density of levels / prefactor]. An empty bin has no logarithm: it lies
    past the last level of every draw.

    Parameters
    ----------
    densities : (draws, bins)
        Number of levels per unit of eps, in each draw.
    prefactor : (bins,)
        The saddle point's sqrt(N / 2 pi zeta''), without which the limit is approached slowly.
    N : int
        Degrees of freedom.
    """
    mean = densities.mean(axis=0)
    error = densities.std(axis=0, ddof=1) / np.sqrt(len(densities))
    for k in np.flatnonzero(mean > 0):
        yield int(k), np.log(mean[k] / prefactor[k]) / N, error[k] / mean[k] / N
