"""Heat-bath (Gibbs) sampling of P_t(x | J) = exp(-E(x | J) / t) / Z_t.

With E = -sum_ij x_i J_ij x_j a spin has, given the others,

    P(x_i = +1 | rest) = 1 / (1 + exp(-4 h_i / t)),      h_i = sum_j J_ij x_j.

Sites are visited in order, which leaves P_t stationary. At low t a chain does not cross barriers:
cool fresh chains from a high temperature (`anneal`) rather than go on with old ones.
"""

from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.numerics.domain import non_negative, positive
from memgen.recurrent.couplings import check_binary, check_couplings
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.ties import EXACT_SUMS, exact_couplings


@njit(cache=True, fastmath=EXACT_SUMS)
@no_type_check
def _sweep_all(J, x, h, slope, sweeps, rng):
    chains, N = x.shape
    for c in range(chains):
        for _ in range(sweeps):
            for i in range(N):
                up = 1.0 / (1.0 + np.exp(-slope * h[c, i]))
                new = 1.0 if rng.random() < up else -1.0
                if new != x[c, i]:
                    x[c, i] = new
                    for j in range(N):
                        h[c, j] += 2.0 * new * J[i, j]


def heat_bath(
    J: Float[np.ndarray, "N N"],
    x: Float[np.ndarray, "chains N"],
    t: float,
    sweeps: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "chains N"]:
    """Return the states of independent chains after `sweeps` sweeps at temperature t.

    Parameters
    ----------
    J : (N, N)
        Couplings: symmetric, with a diagonal of 0.
    x : (chains, N)
        States of +-1 to begin with; they are left as they are.
    t : float
        Temperature > 0.
    sweeps : int
        Visits of each spin.
    rng : numpy.random.Generator
        Source of the flips.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    check_couplings(J)
    check_binary(x)
    positive(t=t)
    non_negative(sweeps=sweeps)
    x = np.array(x, dtype=float, order="C")
    exact, _ = exact_couplings(J)
    _sweep_all(exact, x, x @ exact, 4.0 / t, sweeps, rng)
    return x


def anneal(
    J: Float[np.ndarray, "N N"],
    chains: int,
    temperatures: Float[np.ndarray, " temperatures"],
    sweeps: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "temperatures chains N"]:
    """Return the states of chains cooled from random ones, after `sweeps` sweeps at each t.

    Parameters
    ----------
    J : (N, N)
        Couplings.
    chains : int
        Independent chains.
    temperatures : (temperatures,)
        Falling temperatures > 0.
    sweeps : int
        Sweeps at each of them.
    rng : numpy.random.Generator
        Source of starts and flips.

    Raises
    ------
    ValueError
        If the temperatures do not fall.
    """
    if (np.diff(temperatures) >= 0).any():
        raise ValueError(f"temperatures={temperatures} must fall.")
    x = random_states(chains, len(J), rng)
    states = []
    for t in temperatures:
        x = heat_bath(J, x, float(t), sweeps, rng)
        states.append(x)
    return np.array(states)


def cooling(J: Float[np.ndarray, "N N"], t: float, steps: int) -> Float[np.ndarray, " steps"]:
    """Return temperatures that fall geometrically to t from where the spins are all but free.

    The first is four times the standard deviation of a field at random states, 4 |J_i|, or 2 t
    where that is higher.
    """
    hot = max(4.0 * float(np.linalg.norm(J, axis=1).mean()), 2.0 * t)
    return np.geomspace(hot, t, steps)
