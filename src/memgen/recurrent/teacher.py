"""A teacher network of random couplings, from whose P_t the examples are drawn.

Sherrington and Kirkpatrick's couplings at inverse temperature beta: with E = -sum_ij x_i J_ij x_j,
each pair counted twice, J_ij = beta G_ij / 2 and G_ij ~ N(0, 1/N) make P_1(x | J) the
Boltzmann distribution exp(beta sum_(i<j) G_ij x_i x_j) / Z; it is paramagnetic for beta < 1.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive


def sherrington_kirkpatrick(
    N: int, rng: np.random.Generator, beta: float = 1.0
) -> Float[np.ndarray, "N N"]:
    """Return J = beta G / 2, G symmetric with entries of variance 1 / N and a diagonal of 0.

    Raises
    ------
    ValueError
        If beta is not positive.
    """
    positive(beta=beta)
    G = np.triu(rng.standard_normal((N, N)) / np.sqrt(N), 1)
    return beta * (G + G.T) / 2


def matched_temperature(J: Float[np.ndarray, "N N"]) -> float:
    """Return t = sqrt(N) / |J|_F: at it couplings of norm sqrt(N) can be J, as J' / t = J."""
    return float(np.sqrt(len(J)) / np.linalg.norm(J))


def coupling_overlap(J: Float[np.ndarray, "N N"], other: Float[np.ndarray, "N N"]) -> float:
    """Return the cosine of the angle between two sets of couplings, sum J J' / |J| |J'|."""
    return float((J * other).sum() / (np.linalg.norm(J) * np.linalg.norm(other)))
