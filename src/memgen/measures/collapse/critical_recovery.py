"""Critical recovery: up to which noise a sample comes back (arXiv:2505.21777, App. C).

A sample is noised to step t of a thousand, `trials` times, and brought back by deterministic DDIM.
It is recovered if it returns to within delta of where it was. The critical step t_c is the last of
a rising list of steps up to which every recovery rate was at least p.

What the exact empirical score does is known. Brought back by its reverse process, a noised point
x_t ends on training point nu with its posterior weight, so that

    rate(x, t) = E_w [ sum_nu softmax_nu(-|x + sqrt(t) w - xi^nu|^2 / 2t) ],   nu within delta of x.

The probability flow ends on one point for sure; its rate is close by where points stand apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

Back = Callable[[Float[np.ndarray, "batch N"], int], Float[np.ndarray, "batch N"]]
"""From noisy samples (variance-exploding) and the step they are at, to where they come back to."""
Distance = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Recovery:
    """What came back.

    Attributes
    ----------
    step : (batch,)
        Critical step; 0 if not even the first was survived.
    rate : (batch, steps)
        Recovery rates; nan where a sample had failed before.
    """

    step: Int[np.ndarray, " batch"]
    rate: Float[np.ndarray, "batch steps"]


def critical_recovery(
    x: Float[np.ndarray, "batch N"],
    steps: Int[np.ndarray, " steps"],
    variances: Float[np.ndarray, " steps"],
    back: Back,
    distance: Distance,
    delta: float,
    rng: np.random.Generator,
    trials: int = 10,
    p: float = 0.9,
) -> Recovery:
    """Return the critical step of each sample.

    Parameters
    ----------
    x : (batch, N)
        Samples.
    steps, variances : (steps,)
        Rising steps, and their variances t, x_t = x + sqrt(t) w.
    back : callable
        The way back.
    distance : callable
        Between two arrays of samples, row by row.
    delta : float
        Within which a sample is recovered.
    rng : numpy.random.Generator
        Source of the noise; each sample has a stream of its own.
    trials : int
        Noisy copies of each sample at each step.
    p : float
        Least rate, in (0, 1].

    Raises
    ------
    ValueError
        If the steps do not rise, delta is not positive, or p or `trials` make no sense.
    """
    _check(steps, delta, p)
    if trials < 1:
        raise ValueError(f"trials={trials} must be at least 1.")
    streams = rng.spawn(len(x))
    critical, rate = np.zeros(len(x), dtype=int), np.full((len(x), len(steps)), np.nan)
    alive = np.arange(len(x))
    for k, (step, t) in enumerate(zip(steps, variances, strict=True)):
        if not alive.size:
            break
        noise = np.stack([streams[i].standard_normal((trials, x.shape[1])) for i in alive])
        start = (x[alive, None] + np.sqrt(t) * noise).reshape(-1, x.shape[1])
        found = back(start, int(step))
        gap = distance(found, np.repeat(x[alive], trials, axis=0)).reshape(len(alive), trials)
        rate[alive, k] = (gap <= delta).mean(axis=1)
        # a rate of nine in ten is 0.9, whatever rounding says
        alive = alive[rate[alive, k] >= p - 1e-9]
        critical[alive] = step
    return Recovery(critical, rate)


def posterior_recovery(
    x: Float[np.ndarray, "batch N"],
    training: Float[np.ndarray, "K N"],
    within: np.ndarray,
    variances: Float[np.ndarray, " steps"],
    rng: np.random.Generator,
    draws: int = 200,
) -> Float[np.ndarray, "batch steps"]:
    """Return the recovery rate of the exact empirical score's reverse process at each variance.

    Parameters
    ----------
    x : (batch, N)
        Samples.
    training : (K, N)
        Training points.
    within : (batch, K) of bool
        Which training points count as the sample: those within delta.
    variances : (steps,)
        Positive.
    rng : numpy.random.Generator
        Source of the noise w, the same at all variances.
    draws : int
        Of w for each sample.

    Raises
    ------
    ValueError
        If a variance is not positive.
    """
    if not (variances > 0).all():
        raise ValueError(f"variances={variances} must be positive.")
    rate = np.zeros((len(x), len(variances)))
    for i, stream in enumerate(rng.spawn(len(x))):
        if not within[i].any():
            continue
        noise = stream.standard_normal((draws, x.shape[1]))
        apart = training - x[i]
        square, along = (apart**2).sum(axis=1), noise @ apart.T
        for k, t in enumerate(variances):
            # -|x + sqrt(t) w - xi|^2 / 2t up to what all points share
            logits = along / np.sqrt(t) - square / (2 * t)
            logits -= logits.max(axis=1, keepdims=True)
            weights = np.exp(logits)
            rate[i, k] = (weights[:, within[i]].sum(axis=1) / weights.sum(axis=1)).mean()
    return rate


def critical_step(
    rate: Float[np.ndarray, "batch steps"], steps: Int[np.ndarray, " steps"], p: float = 0.9
) -> Int[np.ndarray, " batch"]:
    """Return the last step up to which every rate is at least p; 0 if the first is below.

    Raises
    ------
    ValueError
        If the steps do not rise, or p is outside (0, 1].
    """
    _check(steps, 1.0, p)
    held = np.logical_and.accumulate(rate >= p - 1e-9, axis=1).sum(axis=1)
    return np.concatenate(([0], steps))[held]


def training_within(
    x: Float[np.ndarray, "batch F"], training: Float[np.ndarray, "K F"], radius: float
) -> np.ndarray:
    """Return which training points (batch, K) lie within `radius` of each sample."""
    within = np.empty((len(x), len(training)), dtype=bool)
    for own, one in zip(within, x, strict=True):
        own[:] = np.linalg.norm(training - one, axis=1) <= radius
    return within


def _check(steps: np.ndarray, delta: float, p: float) -> None:
    if not ((np.diff(steps) > 0).all() and delta > 0 and 0 < p <= 1):
        raise ValueError(
            f"steps={steps}, delta={delta}, p={p}: give rising steps, delta > 0 and p in (0, 1]."
        )
