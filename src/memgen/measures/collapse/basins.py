"""Basins of attraction of training points in the potential U_t = -log p_t^emp, at fixed t."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from memgen.diffusion.arrays import Time, as_numpy, check_time
from memgen.diffusion.empirical import EmpiricalScore


@dataclass(frozen=True)
class Descent:
    """Where the descent of U_t ended.

    Attributes
    ----------
    end : (batch, N)
        Last positions.
    residual : (batch,)
        Root mean square over the coordinates of t * score at the end, in units of sqrt(t).
    converged : (batch,)
        Whether the residual is below the tolerance.
    steps : (batch,)
        Steps taken.
    """

    end: Float[np.ndarray, "batch N"]
    residual: Float[np.ndarray, " batch"]
    converged: Bool[np.ndarray, " batch"]
    steps: Int[np.ndarray, " batch"]


@dataclass(frozen=True)
class Returns:
    """Which starts came back to their own pattern.

    Attributes
    ----------
    returned : (batch,)
        Whether the end has more than half of its weight on the own pattern.
    own_weight : (batch,)
        That weight.
    descent : Descent
        The ends themselves.
    """

    returned: Bool[np.ndarray, " batch"]
    own_weight: Float[np.ndarray, " batch"]
    descent: Descent

    @property
    def fraction(self) -> float:
        """Return probability: the fraction of all starts that came back."""
        return float(self.returned.mean())

    @property
    def unconverged(self) -> int:
        """Number of starts that were still moving at the last step. They count as they stand."""
        return int((~self.descent.converged).sum())


def descend_potential(
    empirical: EmpiricalScore,
    x: Any,
    t: Time,
    step: float = 1.0,
    tolerance: float = 1e-6,
    max_steps: int = 2000,
) -> Descent:
    """Follow the gradient of log p_t^emp uphill from `x`, at fixed t, to a fixed point.

        x <- x + step * t * score(x, t) = (1 - step) x + step * sum w xi

    With step = 1 it is the mean shift x <- sum w xi (the update of a dense associative memory);
    a small step follows the gradient flow dx / ds = t score.

    Parameters
    ----------
    empirical : EmpiricalScore
        The training points.
    x : (batch, N)
        Starts.
    t : float or (batch,)
        Noise variance.
    step : float
        In (0, 1].
    tolerance : float
        A start has converged once t * score is below tolerance * sqrt(t), root mean square over
        the coordinates.
    max_steps : int
        Steps after which the starts that still move are left as they are, not `converged`.

    Raises
    ------
    ValueError, TypeError
        If the step is outside (0, 1], or the starts or t are refused by `as_numpy`, `check_time`.
    """
    if not 0 < step <= 1:
        raise ValueError(f"step={step} must be in (0, 1]; 1 is the mean shift.")
    x = np.array(as_numpy(x, "x", empirical.dimension))
    t = np.array(check_time(t, x))
    residual, steps = np.full(len(x), np.inf), np.zeros(len(x), dtype=int)
    moving = np.arange(len(x))
    for taken in range(max_steps + 1):
        shift = empirical.denoise(x[moving], t[moving]) - x[moving]
        residual[moving] = np.sqrt(np.mean(shift**2, axis=1) / t[moving])
        steps[moving] = taken
        still = residual[moving] >= tolerance
        if taken == max_steps or not still.any():
            break
        moving = moving[still]
        x[moving] += step * shift[still]
    return Descent(x, residual, residual < tolerance, steps)


def own_weight(
    empirical: EmpiricalScore,
    x: Any,
    own: Any,
    t: Time,
) -> Float[np.ndarray, " batch"]:
    """Return the weight of the training point `own` (each a single one of P) at `x`.

    w = exp(-|x - xi^1|^2 / 2t) / sum_mu exp(-|x - xi^mu|^2 / 2t).

    Raises
    ------
    ValueError, TypeError
        If the arrays (batch, N) or t are refused by `as_numpy`, `check_time`.
    """
    N = empirical.dimension
    x, own = as_numpy(x, "x", N), as_numpy(own, "own", N)
    t = check_time(t, x)
    squared = ((x - own) ** 2).sum(axis=1)
    log_kernel = -squared / (2 * t) - 0.5 * N * np.log(2 * np.pi * t)
    return np.exp(log_kernel - np.log(empirical.size) - empirical.log_density(x, t))


def return_to_pattern(
    empirical: EmpiricalScore,
    own: Any,
    noise: Any,
    R: float | Float[np.ndarray, " batch"],
    t: Time,
    step: float = 1.0,
    tolerance: float = 1e-6,
    max_steps: int = 2000,
) -> Returns:
    """Start at x = xi^1 + sqrt(R) w, descend U_t, and see who comes back to xi^1.

    Parameters
    ----------
    empirical : EmpiricalScore
        The training points.
    own : (batch, N)
        The training points xi^1 to come back to.
    noise : (batch, N)
        w ~ N(0, 1).
    R : float or (batch,)
        Variance of the start per coordinate, 0 or larger.
    t : float or (batch,)
        Noise variance of the potential.
    step, tolerance, max_steps
        See `descend_potential`.

    Raises
    ------
    ValueError, TypeError
        If R is negative, own points or noise are refused by `as_numpy`, or by `descend_potential`.
    """
    N = empirical.dimension
    own, noise = as_numpy(own, "own", N), as_numpy(noise, "noise", N)
    if not (np.asarray(R) >= 0).all():
        raise ValueError(f"R={R} is a variance: it must be 0 or larger.")
    start = own + np.sqrt(np.broadcast_to(R, len(own)))[:, None] * noise
    descent = descend_potential(empirical, start, t, step, tolerance, max_steps)
    weight = own_weight(empirical, descent.end, own, t)
    return Returns(weight > 0.5, weight, descent)
