"""The critical recovery step of a point, found by bisection of a ladder of steps.

A point passes a step if at least a rate p of its noised copies come back to within delta of it
(`memgen.measures.collapse.recovery`, which climbs the ladder rung by rung as arXiv:2505.21777,
appendix C, does). Where recovery falls with the noise, bisection finds the last step that is passed
in log2 of the number of rungs instead of as many trials as there are rungs, and stops less early:
climbing ends at the first rung that fails by chance.

For independent trials of success q(step) the law of what bisection finds is known, so that a theory
of q can be read with the same protocol.
"""

import numpy as np
from jaxtyping import Float, Int
from scipy.special import betainc

from memgen.measures.collapse.recovery import Back, Distance
from memgen.numerics.domain import positive

# a rate of nine in ten is 0.9, whatever rounding says
ROUNDING = 1e-9


def bisected_recovery(
    x: Float[np.ndarray, "batch N"],
    steps: Int[np.ndarray, " steps"],
    variances: Float[np.ndarray, " steps"],
    back: Back,
    distance: Distance,
    delta: float,
    rng: np.random.Generator,
    trials: int = 10,
    p: float = 0.9,
) -> Int[np.ndarray, " batch"]:
    """Return the critical step of each sample by a way back; 0 where none is passed.

    Parameters
    ----------
    x : (batch, N)
        Samples.
    steps, variances : (steps,)
        Rising steps, and their noise variances t, x_t = x + sqrt(t) w.
    back : callable
        The way back, such as deterministic DDIM.
    distance : callable
        Between two arrays of samples, row by row.
    delta : float
        Within which a copy counts as come back, positive.
    rng : numpy.random.Generator
        Source of the noise; each sample has a stream of its own, so that two ways back with equal
        generators get equal noise for as long as they agree.
    trials : int
        Noisy copies of each sample at each step that is tried.
    p : float
        Least rate, in (0, 1].

    Raises
    ------
    ValueError
        If the steps do not rise, delta is not positive, or p or `trials` make no sense.
    """
    _check(steps, p, trials)
    positive(delta=delta)
    streams = rng.spawn(len(x))
    passed = np.zeros(len(x), dtype=int)  # rungs that are passed,
    failed = np.full(len(x), len(steps) + 1)  # and the first known to fail, counted from 1
    while (open_ := np.flatnonzero(failed - passed > 1)).size:
        rungs = (passed + failed)[open_] // 2
        for rung in np.unique(rungs):
            own = open_[rungs == rung]
            noise = np.stack([streams[i].standard_normal((trials, x.shape[1])) for i in own])
            start = x[own, None] + np.sqrt(variances[rung - 1]) * noise
            end = back(start.reshape(-1, x.shape[1]), int(steps[rung - 1]))
            gap = distance(end, np.repeat(x[own], trials, axis=0)).reshape(len(own), trials)
            held = (gap <= delta).mean(axis=1) >= p - ROUNDING
            passed[own[held]] = rung
            failed[own[~held]] = rung
    return np.concatenate((np.zeros(1, dtype=int), steps))[passed]


def expected_bisected_step(
    steps: Int[np.ndarray, " steps"],
    q: Float[np.ndarray, "*batch steps"],
    trials: int,
    p: float = 0.9,
) -> Float[np.ndarray, "*batch"]:
    """Return the mean of what `bisected_recovery` finds for independent trials of success q.

    A step is passed with the binomial probability of at least p * trials successes.

    Parameters
    ----------
    steps : (steps,)
        The ladder.
    q : (..., steps)
        Probability that a copy comes back from each.
    trials, p
        As of `bisected_recovery`.

    Raises
    ------
    ValueError
        If the steps do not rise, p or `trials` make no sense, or q is no probability.
    """
    _check(steps, p, trials)
    if not ((q >= 0) & (q <= 1 + 1e-12)).all():
        raise ValueError("q holds numbers outside [0, 1], which are no probabilities.")
    needed = int(np.ceil(p * trials - ROUNDING))
    passes = betainc(needed, trials - needed + 1, np.minimum(q, 1.0))
    values = np.concatenate((np.zeros(1), steps))

    def mean_between(passed: int, failed: int) -> np.ndarray:
        """The mean once it is known which rungs are passed and which fail."""
        if failed - passed == 1:
            return np.full(q.shape[:-1], values[passed])
        rung = (passed + failed) // 2
        chance = passes[..., rung - 1]
        return chance * mean_between(rung, failed) + (1 - chance) * mean_between(passed, rung)

    return mean_between(0, len(steps) + 1)


def _check(steps: np.ndarray, p: float, trials: int) -> None:
    if not 0 < p <= 1:
        raise ValueError(f"p={p} must be in (0, 1].")
    if trials < 1:
        raise ValueError(f"trials={trials} must be at least 1.")
    if not (np.diff(steps) > 0).all():
        raise ValueError(f"steps={steps} must rise.")
