"""Entropy and specific heat of a network at temperature t, from the energies of chains."""

import numpy as np
from jaxtyping import Float

from memgen.recurrent.couplings import energy


def chain_energies(
    J: Float[np.ndarray, "N N"], states: Float[np.ndarray, "temperatures chains N"]
) -> Float[np.ndarray, "temperatures chains"]:
    """Return E of the states of chains that were cooled (`memgen.recurrent.heat_bath.anneal`)."""
    return np.array([energy(J, x) for x in states])


def thermal_entropy(
    J: Float[np.ndarray, "N N"],
    temperatures: Float[np.ndarray, " temperatures"],
    energies: Float[np.ndarray, "temperatures chains"],
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
    energies : (temperatures, chains)
        Of two chains or more.
    """
    beta = np.concatenate([[0.0], 1 / temperatures])
    mean = np.concatenate([[0.0], energies.mean(axis=1)])
    slope = -np.concatenate([[2 * (J**2).sum()], energies.var(axis=1, ddof=1)])
    step = np.diff(beta)
    area = step * (mean[1:] + mean[:-1]) / 2 - step**2 / 12 * np.diff(slope)
    return (len(J) * np.log(2) + beta * mean)[1:] - np.cumsum(area)


def specific_heat(
    temperatures: Float[np.ndarray, " temperatures"],
    energies: Float[np.ndarray, "temperatures chains"],
) -> Float[np.ndarray, " temperatures"]:
    """Return var E / t^2 of the network, from the scatter over its chains."""
    return energies.var(axis=1, ddof=1) / temperatures**2
