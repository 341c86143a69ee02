"""The dense associative memory of the log-sum-exp energy, a modern Hopfield network.

    E(x) = -1/lambda log sum_mu exp(lambda xi^mu.x) + |x|^2 / 2
    x <- x - grad E = sum_mu w_mu xi^mu,       w = softmax(lambda xi.x)

(arXiv:2008.02217; arXiv:2304.14964.) It is the empirical score in other words. A coordinate
sqrt(M - |xi|^2) beside each pattern lifts them all to one sphere of radius sqrt(M), and x keeps 0
there: then

    lambda xi.x = -(lambda / 2) |x - xi|^2 + (lambda / 2) (|x|^2 + M),

so that the memory's weights are those of p_t^emp of the lifted patterns at t = 1/lambda, its
update is the denoiser and its energy, up to a constant, the potential -t log p_t^emp. Spherical
patterns need no lift: there the two models are one (arXiv:2503.09518).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int

from memgen.diffusion.arrays import check_points, check_samples
from memgen.diffusion.empirical import EmpiricalScore
from memgen.numerics.domain import positive


@dataclass(frozen=True)
class Retrieval:
    """Where the update led.

    Attributes
    ----------
    state : (batch, N)
        The last x.
    steps : (batch,)
        Updates until x moved by less than the tolerance.
    converged : (batch,)
        Whether it did within the steps allowed.
    """

    state: Float[np.ndarray, "batch N"]
    steps: Int[np.ndarray, " batch"]
    converged: Bool[np.ndarray, " batch"]


class DenseMemory:
    """The log-sum-exp memory of given patterns.

    States `x` are (batch, N); `lam` is the inverse temperature lambda > 0 of the softmax. In
    float64 the weights are those of `EmpiricalScore` at t = 1 / lambda, with its rounding error.

    Parameters
    ----------
    patterns : (P, N)
        The patterns xi^mu.

    Raises
    ------
    ValueError, TypeError
        If patterns or states are no finite real matrices of matching widths, or lambda is not
        positive.
    """

    def __init__(self, patterns: Float[np.ndarray, "P N"]):
        patterns = np.asarray(check_points(patterns), dtype=float)
        square = np.einsum("pn,pn->p", patterns, patterns)
        self._lifted = np.column_stack([patterns, np.sqrt(square.max() - square)])

    @property
    def patterns(self) -> Float[np.ndarray, "P N"]:
        """The patterns."""
        return self._lifted[:, :-1]

    def first(self, P: int) -> "DenseMemory":
        """Return the memory of the first P patterns, which are not copied.

        Raises
        ------
        ValueError
            If P is not between 1 and the number of patterns.
        """
        if not 1 <= P <= len(self._lifted):
            raise ValueError(
                f"P={P} must be from 1 to the number of patterns, {len(self._lifted)}."
            )
        memory = object.__new__(DenseMemory)
        memory._lifted = self._lifted[:P]
        return memory

    def update(self, x: Float[np.ndarray, "batch N"], lam: float) -> Float[np.ndarray, "batch N"]:
        """Return sum_mu w_mu xi^mu, one step of the memory's dynamics."""
        return self._empirical.denoise(self._lift(x), _time(lam))[:, :-1]

    def participation(
        self, x: Float[np.ndarray, "batch N"], lam: float
    ) -> Float[np.ndarray, " batch"]:
        """Return Y2 = sum_mu w_mu^2, in [1/P, 1]."""
        return self._empirical.participation(self._lift(x), _time(lam))

    def energy(self, x: Float[np.ndarray, "batch N"], lam: float) -> Float[np.ndarray, " batch"]:
        """Return E(x) = -1/lambda log sum_mu exp(lambda xi^mu.x) + |x|^2 / 2."""
        t = _time(lam)
        P, width = self._lifted.shape
        log_sum = self._empirical.log_density(self._lift(x), t)
        log_sum = log_sum + np.log(P) + 0.5 * width * np.log(2 * np.pi * t)
        return -t * log_sum - 0.5 * self._square

    def retrieve(
        self,
        x: Float[np.ndarray, "batch N"],
        lam: float,
        steps: int = 100,
        tolerance: float = 1e-8,
    ) -> Retrieval:
        """Iterate the update from `x` until it stands still.

        Parameters
        ----------
        x : (batch, N)
            Where to start.
        lam : float
            Inverse temperature lambda.
        steps : int
            Updates at most.
        tolerance : float
            A state has converged when its mean square change per coordinate is below this.

        Returns
        -------
        Retrieval
        """
        state = np.array(check_samples(x, self._lifted.shape[1] - 1), dtype=float)
        taken = np.zeros(len(state), dtype=int)
        moving = np.arange(len(state))
        for _ in range(steps):
            new = self.update(state[moving], lam)
            change = ((new - state[moving]) ** 2).mean(axis=1)
            state[moving] = new
            taken[moving] += 1
            moving = moving[change > tolerance]
            if moving.size == 0:
                break
        return Retrieval(state, taken, ~np.isin(np.arange(len(state)), moving))

    @cached_property
    def _empirical(self) -> EmpiricalScore:
        return EmpiricalScore(self._lifted)

    @cached_property
    def _square(self) -> float:
        return float(self._lifted[0] @ self._lifted[0])

    def _lift(self, x: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, "batch width"]:
        x = check_samples(x, self._lifted.shape[1] - 1)
        return np.column_stack([x, np.zeros(len(x))])


def _time(lam: float) -> float:
    positive(lam=lam)
    return 1 / lam
