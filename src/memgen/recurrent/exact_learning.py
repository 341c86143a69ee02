"""Moment matching at t > 0 with exact averages over all 2^N states, the norm of J fixed.

P_t(x | J) depends on beta J, beta = 1 / t, alone. Learning therefore ends at the same P_t whatever
t, if the norm of J is free. With |J|_F = sqrt(N) fixed, the norm of
the stabilities, t is a real parameter: J / t has norm sqrt(N) / t, and learning is maximum
likelihood on this sphere,

    maximise  L(J) = -<E>_data / t - log Z_t,       dL/dJ_ij = 2 (<x_i x_j>_data - <x_i x_j>_t) / t

for a pair i < j. (This protocol is ours: the slides do not say what fixes the scale.)
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.optimize import minimize
from scipy.special import logsumexp, xlogy

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import normalise
from memgen.recurrent.exact import all_states


def pair_products(N: int) -> Float[np.ndarray, "states pairs"]:
    """Return x_i x_j, i < j, of the 2^(N-1) states with x_N = -1: the others are their negatives.

    Raises
    ------
    ValueError
        If N is above 20.
    """
    x = all_states(N)[: 2 ** (N - 1)]
    first, second = np.triu_indices(N, 1)
    return x[:, first] * x[:, second]


@dataclass(frozen=True)
class Learned:
    """Couplings of fixed norm that maximise the likelihood at temperature t.

    Attributes
    ----------
    J : (N, N)
        Couplings, |J|_F = sqrt(N).
    residual : float
        Largest component of <x x>_data - <x x>_t along the sphere.
    """

    J: Float[np.ndarray, "N N"]
    residual: float


class ExactLearner:
    """Maximum likelihood of N spins with exact averages, |J|_F = sqrt(N).

    Parameters
    ----------
    N : int
        Spins, 20 at most.
    """

    def __init__(self, N: int):
        self.N = N
        self._pairs = np.triu_indices(N, 1)
        self._products = pair_products(N)

    def couplings(self, pairs: Float[np.ndarray, " pairs"]) -> Float[np.ndarray, "N N"]:
        """Return the matrix J from its entries with i < j."""
        J = np.zeros((self.N, self.N))
        J[self._pairs] = pairs
        return J + J.T

    def _slope(self, theta: np.ndarray, data: np.ndarray) -> tuple[float, np.ndarray]:
        """-log likelihood and its gradient in theta = 2 J / t."""
        log_p = self._products @ theta
        log_z = logsumexp(log_p)
        return float(log_z - theta @ data), np.exp(log_p - log_z) @ self._products - data

    def learn(
        self,
        moments: Float[np.ndarray, "N N"],
        t: float,
        J: Float[np.ndarray, "N N"],
        tolerance: float = 1e-6,
    ) -> Learned:
        """Return the couplings of norm sqrt(N) that maximise the likelihood at t.

        Parameters
        ----------
        moments : (N, N)
            <x_i x_j>_data.
        t : float
            Temperature > 0.
        J : (N, N)
            Couplings to begin with.
        tolerance : float
            Largest component along the sphere of the gap of moments.

        Raises
        ------
        ConvergenceError
            If the gap stays above the tolerance.
        """
        data = moments[self._pairs]
        # |J|_F counts each pair twice
        radius = np.sqrt(self.N / 2) * 2 / t

        def objective(v: np.ndarray) -> tuple[float, np.ndarray]:
            norm = float(np.linalg.norm(v))
            unit = v / norm
            value, slope = self._slope(radius * unit, data)
            slope = radius / norm * (slope - (slope @ unit) * unit)
            return value, slope

        v = normalise(J)[self._pairs]
        residual = np.inf
        for _ in range(20):
            v = minimize(
                objective,
                v / np.linalg.norm(v),
                jac=True,
                method="L-BFGS-B",
                options={"maxiter": 2000, "maxcor": 30, "ftol": 0.0, "gtol": 0.3 * tolerance},
            ).x
            unit = v / np.linalg.norm(v)
            gap = self._slope(radius * unit, data)[1]
            residual = float(np.abs(gap - (gap @ unit) * unit).max())
            if residual <= tolerance:
                return Learned(self.couplings(np.sqrt(self.N / 2) * unit), residual)
        raise ConvergenceError(
            f"Moment matching at t={t:.3g}, N={self.N}, |J| fixed", residual, tolerance
        )


def divergence(p: Float[np.ndarray, " states"], q: Float[np.ndarray, " states"]) -> float:
    """Return KL(p || q) = sum p log(p / q) in nats."""
    return float(xlogy(p, p).sum() - xlogy(p, q).sum())
