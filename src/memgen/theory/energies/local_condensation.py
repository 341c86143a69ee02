"""The random energy model seen from any point x: where and in which order directions are lost.

P points y ~ N(0, diag(s_i^2)) (a variance 0 is a direction off the data) have at x the energies
E = |x - y|^2 / 2 and at noise variance t the weights w ~ exp(-E / t). Their cumulant is

    zeta(lambda) = log E exp(-lambda E / t)
                 = -1/2 sum_i [log(1 + lambda s_i^2 / t) + lambda x_i^2 / (t + lambda s_i^2)],

which the Gaussian model keeps to second order. Condensation, where Y2 = sum w^2 leaves 0, is at

    log P = 1/2 sum_i [log(1 + s_i^2 / t) - s_i^2 / (t + s_i^2) + x_i^2 s_i^2 / (t + s_i^2)^2]
    t_c^2 = [sum_i s_i^4 / 2 + sum_i x_i^2 s_i^2] / (2 log P)             (Gaussian model)

(arXiv:2410.08727, section 4, for the Gaussian model; the exact one is memgen's derivation.)
"""

from typing import Any, Literal

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.numerics.roots import bracket
from memgen.theory.energies import rem

Model = Literal["exact", "gaussian"]
Directions = Float[np.ndarray, " N"]


@checked
def local_condensation_time(
    x: Directions,
    variances: Directions,
    P: float,
    model: Model = "exact",
    noise: Directions | None = None,
    unit_norm: bool = False,
) -> float:
    """Return t_c(x), at and below which few points have all the weight.

    Parameters
    ----------
    x : (N,)
        Where the score is asked.
    variances : (N,)
        s_i^2 >= 0, not all 0.
    P : float
        Number of points, above 1.
    model : str
        "exact" or "gaussian".
    noise : (N,), optional
        v: the point is x + sqrt(t) v, on the way of the noise itself.
    unit_norm : bool
        For points of one norm the s^4 term, the fluctuations of |y|^2, is absent. Known for the
        Gaussian model alone.

    Raises
    ------
    ValueError
        Outside this domain, or if nothing condenses: P is so large that no t > 0 solves.
    """
    log_P = _checked(x, variances, P)
    v = np.zeros_like(variances) if noise is None else noise
    if unit_norm and model == "exact":
        raise ValueError("unit_norm=True is known for model='gaussian' alone.")
    if model == "gaussian":
        fixed = (0.0 if unit_norm else np.sum(variances**2) / 2) + np.sum(x**2 * variances)
        cross, moving = 2 * np.sum(x * v * variances), np.sum(v**2 * variances)

        def missing(log_t: float) -> float:
            t = np.exp(log_t)
            return float(2 * log_P * t**2 - fixed - cross * np.sqrt(t) - moving * t)

    else:

        def missing(log_t: float) -> float:
            t = np.exp(log_t)
            return log_P - _exact_entropy(1.0, x + np.sqrt(t) * v, t, variances)

    top = np.log(variances.max() + np.sum(x**2) + 1e-300) + 5
    # step by step down from where nothing condenses: the condensation met first
    ends = bracket(missing, top, -0.05, limit=120, growth=1.0) if missing(top) >= 0 else None
    if ends is None:
        raise ValueError(
            f"P={P:.6g}: nothing condenses at any t; the points need more directions or fewer "
            "of them."
        )
    return float(np.exp(brentq(missing, *ends, xtol=1e-13)))


@checked
def local_participation(
    t: float, x: Directions, variances: Directions, P: float, model: Model = "exact"
) -> float:
    """Return Y2 = sum w^2 at x: 1 - lambda_* (exact), or 1 - t / t_c (Gaussian); 0 above t_c.

    For many directions and log P in proportion to them. At finite P the mean over draws of the
    points is larger, as the transition is rounded.

    Parameters and errors as in `local_condensation_time`; t > 0.
    """
    log_P = _checked(x, variances, P)
    positive(t=t)
    if model == "gaussian":
        return max(0.0, 1 - t / local_condensation_time(x, variances, P, "gaussian"))
    if _exact_entropy(1.0, x, t, variances) < log_P:
        return 0.0
    return float(1 - rem.condensation(local_energy_cumulant(t, x, variances), log_P))


@checked
def local_energy_cumulant(t: float, x: Directions, variances: Directions) -> rem.Cumulant:
    """Return zeta(lambda) of -E / t, lambda > -t / max s^2."""

    def value(lam: Any) -> Any:
        width = t + np.multiply.outer(lam, variances)
        each = np.log(width / t) + np.multiply.outer(lam, x**2) / width
        return -0.5 * each.sum(axis=-1)

    def slope(lam: Any) -> Any:
        width = t + np.multiply.outer(lam, variances)
        return -0.5 * (variances / width + t * x**2 / width**2).sum(axis=-1)

    return rem.Cumulant(value, slope, (-t / float(variances.max()), np.inf))


@checked
def loss_times(
    variances: Directions, P: float, model: Model = "exact", unit_norm: bool = False
) -> Directions:
    """Return the t at which each direction is lost: t_j = t_c(sqrt(t_j) e_j).

    In the Gaussian model t_j = [s_j^2 + sqrt(s_j^4 + 8 L G)] / (4 L), L = log P, G = sum s^4 / 2.
    For points of one norm G is absent, and t_j = s_j^2 / (2 log P): the larger variance is lost
    first. Errors as in `local_condensation_time`.
    """
    origin = np.zeros_like(variances)
    return np.array(
        [
            local_condensation_time(origin, variances, P, model, direction, unit_norm)
            for direction in np.eye(len(variances))
        ]
    )


def _exact_entropy(lam: float, x: Directions, t: float, variances: Directions) -> float:
    """Return lambda zeta' - zeta, which is log P at condensation."""
    width = t + lam * variances
    share = lam * variances / width
    own = np.log1p(lam * variances / t) - share
    return float(0.5 * np.sum(own + lam * x**2 * share / width))


def _checked(x: Directions, variances: Directions, P: float) -> float:
    if x.shape != variances.shape or not ((variances >= 0).all() and variances.max() > 0):
        raise ValueError(
            f"x has shape {x.shape}, variances={variances}: give one variance, 0 or larger and "
            "not all 0, for each coordinate of x."
        )
    if not P > 1:
        raise ValueError(f"P={P} must be above 1.")
    return float(np.log(P))
