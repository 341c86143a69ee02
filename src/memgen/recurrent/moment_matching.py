"""Moment matching: J_ij <- J_ij + lam (<x_i x_j>_data - <x_i x_j>_t) (Ventura's slides).

The slides' one learning rule. At t > 0 the second average is over P_t(x | J), the rule is gradient
ascent of the likelihood; at t = 0 it is over local minima of the energy: those that the
zero-temperature dynamics reaches from random states (weighted by their basins), or all of them with
equal weights (`moment_theorem`).

At t > 0, P_t depends on J / t alone: with lam in proportion to t and J = 0 to begin with, J / t
takes the same course at every t. So the learning temperature has no effect at convergence, unless
something fixes the scale of J: see `exact_learning`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import check_binary, hebb, normalise
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.exact import second_moments
from memgen.recurrent.heat_bath import anneal, cooling, heat_bath

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


def persistent_sampler(x: Float[np.ndarray, "chains N"], t: float, sweeps: int) -> Sampler:
    """Return the sampler of t > 0 whose chains, from the states x, go on from step to step.

    For networks that cross their barriers (`annealed_sampler` for those that do not).
    """
    held = [x]

    def sample(J: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        held[0] = heat_bath(J, held[0], t, sweeps, rng)
        return held[0]

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
    data = _moments(patterns, rate)
    for step in range(steps + 1):
        now, gap = _look(J, data, sampler, rng)
        yield now
        if step < steps:
            J = J + rate * gap


def match_on_sphere(
    patterns: Float[np.ndarray, "P N"],
    sampler: Sampler,
    rate: float,
    steps: int,
    rng: np.random.Generator,
) -> Iterator[Step]:
    """Yield the states of learning with |J|_F = sqrt(N) fixed, from Hebb's couplings.

    J <- J + lam (<x x>_data - <x x>_t), scaled back to its norm; so lam = rate / sqrt(N) is a step
    of fixed angle, and t is a real parameter. States of t = 0 do not know the norm.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1.
    sampler, steps, rng
        As of `match_moments`.
    rate : float
        lam sqrt(N) > 0.

    Raises
    ------
    ValueError
        If the patterns are not +-1, or the rate is not positive.
    """
    data = _moments(patterns, rate)
    J = normalise(hebb(patterns))
    for step in range(steps + 1):
        now, gap = _look(J, data, sampler, rng)
        yield now
        if step < steps:
            J = normalise(J + rate / np.sqrt(len(J)) * gap)


def _moments(patterns: np.ndarray, rate: float) -> np.ndarray:
    check_binary(patterns, "patterns")
    positive(rate=rate)
    return second_moments(patterns)


def _look(
    J: np.ndarray, data: np.ndarray, sampler: Sampler, rng: np.random.Generator
) -> tuple[Step, np.ndarray]:
    """Sample, and compare the moments; the gap has a diagonal of 0."""
    states = sampler(J, rng)
    gap = data - second_moments(states)
    np.fill_diagonal(gap, 0.0)
    pairs = np.triu_indices(len(J), 1)
    return Step(J, states, float(np.sqrt(np.mean(gap[pairs] ** 2)))), gap


def average_couplings(steps: Iterable[Step], first: int) -> Float[np.ndarray, "N N"]:
    """Return the mean of J over the steps from number `first` on.

    A constant rate leaves J wandering about where learning ends, by an amount of order sqrt(rate);
    the mean is nearer to it (Polyak and Juditsky, SIAM J. Control Optim. 30, 1992).

    Raises
    ------
    ValueError
        If there are no such steps.
    """
    late = (step.J for number, step in enumerate(steps) if number >= first)
    total, count = 0.0, 0
    for J in late:
        total, count = total + J, count + 1
    if not count:
        raise ValueError(f"first={first}: learning ended before.")
    return np.asarray(total / count)


def fraction_on_data(
    states: Float[np.ndarray, "samples N"], patterns: Float[np.ndarray, "P N"]
) -> float:
    """Return the fraction of states that are a pattern, or minus one."""
    N = patterns.shape[1]
    return float((np.abs(states @ patterns.T).max(axis=1) > N - 1).mean())
