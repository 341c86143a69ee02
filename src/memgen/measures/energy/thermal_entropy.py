"""The entropy of a network at temperature t, from chains that are cooled."""

import numpy as np
from jaxtyping import Float

from memgen.recurrent.couplings import energy
from memgen.recurrent.heat_bath import anneal


def thermal_entropy(
    J: Float[np.ndarray, "N N"],
    temperatures: Float[np.ndarray, " temperatures"],
    chains: int,
    sweeps: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, " temperatures"]:
    """Return the entropy at each temperature in nats, by thermodynamic integration.

        S(beta) = N log 2 + beta <E> - int_0^beta <E> d beta',

    <E> the mean energy of the chains, the integral by the trapezoidal rule with its end correction,
    d<E> / d beta = -var E; at beta = 0 the mean is 0 and the variance 2 |J|_F^2.

    Parameters
    ----------
    J : (N, N)
        Couplings.
    temperatures : (temperatures,)
        Falling, from one at which the spins are all but free.
    chains, sweeps : int
        Independent chains, two or more, and sweeps at each temperature.
    rng : numpy.random.Generator
        Source of starts and flips.
    """
    E = np.array([energy(J, x) for x in anneal(J, chains, temperatures, sweeps, rng)])
    beta = np.concatenate([[0.0], 1 / temperatures])
    mean = np.concatenate([[0.0], E.mean(axis=1)])
    slope = -np.concatenate([[2 * (J**2).sum()], E.var(axis=1, ddof=1)])
    step = np.diff(beta)
    area = step * (mean[1:] + mean[:-1]) / 2 - step**2 / 12 * np.diff(slope)
    return (len(J) * np.log(2) + beta * mean)[1:] - np.cumsum(area)
