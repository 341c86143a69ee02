"""Moment matching: J_ij <- J_ij + lam (<x_i x_j>_data - <x_i x_j>_t) (Ventura's slides).

The slides' one learning rule. At t > 0 the second average is over P_t(x | J), the rule is gradient
ascent of the likelihood; at t = 0 it is over local minima of the energy: those that the
zero-temperature dynamics reaches from random states (weighted by their basins), or all of them with
equal weights (`moment_theorem`).

At t > 0, P_t depends on J / t alone: with lam in proportion to t and J = 0 to begin with, J / t
takes the same course at every t. So the learning temperature has no effect at convergence, unless
something fixes the scale of J: see `exact_learning`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import check_binary
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.exact import second_moments
from memgen.recurrent.heat_bath import anneal, cooling

Sampler = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""From couplings (N, N) to states (samples, N) whose moments are taken."""


@dataclass(frozen=True)
class Step:
    """What a step of learning saw, before it changed J.

    Attributes
    ----------
    J : (N, N)
        Couplings.
    states : (samples, N)
        States sampled with them.
    residual : float
        Root mean square of <x_i x_j>_data - <x_i x_j>_t over i < j.
    """

    J: Float[np.ndarray, "N N"]
    states: Float[np.ndarray, "samples N"]
    residual: float


def minima_sampler(starts: int) -> Sampler:
    """Return the sampler of t = 0: the ends of the dynamics from fresh random states."""

    def sample(J: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return descend(J, random_states(starts, len(J), rng), rng)

    return sample


def annealed_sampler(t: float, chains: int, temperatures: int, sweeps: int) -> Sampler:
    """Return the sampler of t > 0: fresh chains, cooled to t from where spins are all but free.

    Chains that persist from one step to the next get stuck once J has grown.

    Raises
    ------
    ValueError
        If t is not positive or a number is below 1 (temperatures: 2).
    """
    if not t > 0 or chains < 1 or temperatures < 2 or sweeps < 1:
        raise ValueError(
            f"t={t}, chains={chains}, temperatures={temperatures}, sweeps={sweeps}: all must be "
            "positive, and two temperatures or more."
        )

    def sample(J: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return anneal(J, chains, cooling(J, t, temperatures), sweeps, rng)[-1]

    return sample


def match_moments(
    patterns: Float[np.ndarray, "P N"],
    J: Float[np.ndarray, "N N"],
    sampler: Sampler,
    rate: float,
    steps: int,
    rng: np.random.Generator,
) -> Iterator[Step]:
    """Yield the state of learning before each of `steps` updates, and after the last.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1.
    J : (N, N)
        Couplings to begin with.
    sampler : callable
        `minima_sampler` or `annealed_sampler`.
    rate : float
        lam > 0.
    steps : int
        Updates.
    rng : numpy.random.Generator
        The samplers' source.

    Raises
    ------
    ValueError
        If the patterns are not +-1, or the rate is not positive.
    """
    check_binary(patterns, "patterns")
    positive(rate=rate)
    data = second_moments(patterns)
    pairs = np.triu_indices(len(J), 1)
    for step in range(steps + 1):
        states = sampler(J, rng)
        gap = data - second_moments(states)
        yield Step(J, states, float(np.sqrt(np.mean(gap[pairs] ** 2))))
        if step < steps:
            J = J + rate * gap
            np.fill_diagonal(J, 0.0)


def fraction_on_data(
    states: Float[np.ndarray, "samples N"], patterns: Float[np.ndarray, "P N"]
) -> float:
    """Return the fraction of states that are a pattern, or minus one."""
    N = patterns.shape[1]
    return float((np.abs(states @ patterns.T).max(axis=1) > N - 1).mean())
