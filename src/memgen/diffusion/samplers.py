"""Running the noise backwards: from x at a large variance to a sample of the data.

Every sampler takes any score(x, t) (that of an `EmpiricalScore` is taken from the points that can
matter, `EmpiricalScore.certified`, to 1e-12 of the weight), the samples at the first of a falling
sequence of VE variances, and returns them at the last. Random numbers are drawn for each sample
from a stream of its own, spawned from `rng` in the order of the samples: a run in batches that
share one `rng` gives the samples of one run.

Start from `processes.add_noise(points, t_max, rng)`, exactly p_t of these points, or at large t_max
from sqrt(t_max) w, wrong by the variance of the data over t_max. `reverse_path` runs from each time
to the next: the pieces draw fresh noise, so that together they are one run, if not the same as a
single call's.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import like
from memgen.diffusion.empirical import certify

Score = Callable[[Any, float], Any]
"""grad log p_t(x): from samples (batch, N) and a VE variance to (batch, N)."""

# Random numbers drawn ahead.
NOISE_NUMBERS = 2**22


def log_times(t_max: float, t_min: float, steps: int) -> Float[np.ndarray, " times"]:
    """Return `steps` + 1 variances from `t_max` down to `t_min`, even in log t.

    Raises
    ------
    ValueError
        Unless t_max > t_min > 0 and steps >= 1.
    """
    if not (0 < t_min < t_max < np.inf) or steps < 1:
        raise ValueError(
            f"t_max={t_max}, t_min={t_min}, steps={steps}: give t_max > t_min > 0 and at least "
            f"one step."
        )
    return np.geomspace(t_max, t_min, steps + 1)


def reverse_diffusion(
    score: Score,
    x: Float[Any, "batch N"],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> Float[Any, "batch N"]:
    """Solve the reverse SDE by ancestral sampling: each step a Brownian bridge to the denoised x.

        x' = x + (t - t') score + sqrt((t - t') t' / t) w

    is exact where the denoised point does not move within a step, as on a single training point
    (Ho et al., arXiv:2006.11239; Song et al., arXiv:2011.13456, eq. 47). The last time may be 0:
    the last step then ends on the denoised point.

    Parameters
    ----------
    score : callable
        score(x, t).
    x : (batch, N)
        Samples at variance times[0].
    times : (times,)
        Falling variances, positive but for the last.
    rng : numpy.random.Generator
        Source of the samples' streams.

    Raises
    ------
    ValueError
        If `times` do not fall, or are negative.
    """
    steps, score = _steps(times, lowest=0.0), certify(score)
    for (t, t_next), noise in zip(steps, _noise(x, len(steps), rng), strict=True):
        x = x + (t - t_next) * score(x, t) + sqrt((t - t_next) * t_next / t) * noise
    return x


def second_order_reverse_diffusion(
    score: Score,
    x: Float[Any, "batch N"],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> Float[Any, "batch N"]:
    """Solve the reverse SDE as `reverse_diffusion`, the denoised point extrapolated within a step.

    Between t and t' the reverse SDE of denoised points D(s) = x + s score is solved by

        x' = (t' / t) x + t' int_{t'}^t D(s) / s^2 ds + sqrt((t - t') t' / t) w.

    D is taken as linear in log s through its value at t and at the time before, as in the multistep
    solvers of Lu et al. (arXiv:2211.01095): with H = log(t / t') and H_0 that of the step before

        x' = [bridge to D(t)] + (H - 1 + e^{-H}) (D(t) - D(before)) / H_0,

    of second order at one score for each step; the first step is the bridge alone. Arguments and
    errors are those of `reverse_diffusion`, but the last time is positive.
    """
    steps = _steps(times, lowest=np.finfo(float).tiny)
    before, width = None, 0.0
    for (t, t_next), noise in zip(steps, _noise(x, len(steps), rng), strict=True):
        denoised = x + t * score(x, t)
        ratio, log_step = t_next / t, log(t / t_next)
        x = ratio * x + (1 - ratio) * denoised + sqrt((t - t_next) * ratio) * noise
        if before is not None:
            x = x + (log_step - 1 + ratio) / width * (denoised - before)
        before, width = denoised, log_step
    return x


def reverse_path(
    score: Score,
    x: Float[Any, "batch N"],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> Iterator[Float[Any, "batch N"]]:
    """Yield x at each of the times of `reverse_diffusion`, run step by step from times[0]."""
    yield x
    for step in pairwise(times):
        x = reverse_diffusion(score, x, np.array(step), rng)
        yield x


def euler_maruyama(
    score: Score,
    x: Float[Any, "batch N"],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> Float[Any, "batch N"]:
    """Solve the reverse SDE by Euler-Maruyama: x' = x + (t - t') score + sqrt(t - t') w.

    Arguments and errors are those of `reverse_diffusion`, but the last time is positive
    (Song et al., arXiv:2011.13456, section 3.3). Its noise has variance t - t' where the bridge
    has (t - t') t' / t, so it needs steps that are small beside t.
    """
    steps, score = _steps(times, lowest=np.finfo(float).tiny), certify(score)
    for (t, t_next), noise in zip(steps, _noise(x, len(steps), rng), strict=True):
        x = x + (t - t_next) * score(x, t) + sqrt(t - t_next) * noise
    return x


def probability_flow(
    score: Score, x: Float[Any, "batch N"], times: Float[np.ndarray, " times"]
) -> Float[Any, "batch N"]:
    """Solve the probability-flow ODE by Heun's method in the noise's standard deviation.

        dx / d sigma = -sigma score(x, sigma^2),   sigma = sqrt(t)

    (Karras et al., arXiv:2206.00364, algorithm 1, without its churn.) The last time may be 0: the
    last step is then Euler's and ends on the denoised point. Arguments and errors are those of
    `reverse_diffusion`.
    """
    score = certify(score)
    for t, t_next in _steps(times, lowest=0.0):
        step = sqrt(t_next) - sqrt(t)
        slope = -sqrt(t) * score(x, t)
        if t_next > 0:
            slope_next = -sqrt(t_next) * score(x + step * slope, t_next)
            slope = 0.5 * (slope + slope_next)
        x = x + step * slope
    return x


def _steps(times: np.ndarray, lowest: float) -> list[tuple[float, float]]:
    times = np.asarray(times, dtype=float)
    falling = times.ndim == 1 and len(times) > 1 and bool((np.diff(times) < 0).all())
    if not (falling and times[-1] >= lowest):
        end = "at or above 0" if lowest == 0 else "above 0"
        raise ValueError(
            f"times={np.array2string(times, threshold=6)} must be at least two variances that "
            f"fall and end {end}; log_times makes them."
        )
    return [(float(t), float(t_next)) for t, t_next in pairwise(times)]


def _noise(x: Any, steps: int, rng: np.random.Generator) -> Iterator[Any]:
    """Yield N(0, 1) like `x` for each step; a sample's stream is its own."""
    generators = rng.spawn(len(x))
    held = max(1, NOISE_NUMBERS // max(1, x.shape[0] * x.shape[1]))
    for start in range(0, steps, held):
        noise = np.empty((len(x), min(held, steps - start), x.shape[1]))
        for generator, own in zip(generators, noise, strict=True):
            generator.standard_normal(out=own)
        for step in range(noise.shape[1]):
            yield like(noise[:, step], x)
