"""Thresholds of the distances' random energy model at R = 0.

Both thresholds are solved together with the stationarity equations, for
(eta, log p, log V, log kappa), so that one hybrid-Newton run gives the time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from memgen.activations import Activation
from memgen.errors import ConvergenceError
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray, Resolution
from memgen.numerics.roots import hybrid_root
from memgen.theory.field.grid import require_resolved
from memgen.theory.replica.cumulants import (
    CONTINUATION_FACTOR,
    CONTINUATION_START,
    TOLERANCE,
    find_saddle,
    order_vector,
    tangent_order,
    weak_order,
)
from memgen.theory.replica.saddle import STANDARD, Saddle, diffusion_saddle
from memgen.theory.replica.tangent import tangent_solution

_LOG_KAPPA_RANGE = (-30.0, 60.0)
_LARGEST_KAPPA = 1e10

Mismatch = Callable[[float, float], float]


@dataclass(frozen=True)
class CumulantThreshold:
    """kappa = 1 / t where a threshold is met, and the saddle there.

    Attributes
    ----------
    kappa : float
        lambda / t.
    saddle : Saddle
        Its `energy` is Z'(kappa), its `stability` the replicon.
    """

    kappa: float
    saddle: Saddle


@checked
def onset_threshold(
    alpha: float, alpha_D: float, activation: Activation, resolution: Resolution = STANDARD
) -> CumulantThreshold:
    """Solve alpha + Z(kappa) = 0: the noise of the other points equals the signal at xi^1.

    Parameters
    ----------
    alpha, alpha_D : float
        log P / N and D / N.
    activation : Activation
        Which sigma.
    resolution : Resolution
        Quadrature nodes.

    Returns
    -------
    Threshold

    Raises
    ------
    ValueError
        If the quadrature cannot resolve the threshold.
    ConvergenceError
        If no solution is found.

    Notes
    -----
    The hybrid-Newton run starts at the linearised manifold's threshold. Should it fail, the
    branch continuous with kappa -> 0 is followed upwards until the threshold is bracketed.
    """
    return _solve(lambda zeta, _: alpha + zeta, alpha, alpha_D, activation, resolution)


@checked
def condensation_threshold(
    alpha: float, alpha_D: float, activation: Activation, resolution: Resolution = STANDARD
) -> CumulantThreshold:
    """Solve alpha + Z - kappa Z' = 0: the entropy at the dominant distance vanishes.

    Parameters, errors and method are those of `onset_threshold`.
    """
    return _solve(lambda zeta, gain: alpha + zeta - gain, alpha, alpha_D, activation, resolution)


def _solve(
    mismatch: Mismatch,
    alpha: float,
    alpha_D: float,
    activation: Activation,
    resolution: Resolution,
) -> CumulantThreshold:
    """Find where mismatch(Z, kappa Z') = 0."""
    what = f"threshold at alpha={alpha}, alpha_D={alpha_D}, {activation.name}"

    def evaluate(x: FloatArray) -> tuple[Saddle, float]:
        kappa = float(np.exp(np.clip(x[3], *_LOG_KAPPA_RANGE)))
        return diffusion_saddle(x[:3], kappa, 0.0, alpha_D, activation, resolution), kappa

    def residuals(x: FloatArray) -> list[float]:
        saddle, kappa = evaluate(x)
        return [*saddle.residuals, mismatch(saddle.zeta, kappa * saddle.energy) / alpha]

    def polish(start: FloatArray) -> CumulantThreshold:
        found = hybrid_root(residuals, start)
        worst = float(np.max(np.abs(residuals(found.x))))
        if not worst < TOLERANCE:
            raise ConvergenceError(what, worst, TOLERANCE)
        saddle, kappa = evaluate(found.x)
        require_resolved(activation, kappa, saddle.variance)
        return CumulantThreshold(kappa, saddle)

    # sign has no tangent: its linearised manifold is a point.
    if activation.name != "sign":
        try:
            return polish(_tangent_start(mismatch, alpha_D, activation))
        except ConvergenceError:
            pass
    return polish(_bracketed_start(mismatch, alpha, alpha_D, activation, resolution, what))


def _tangent_start(mismatch: Mismatch, alpha_D: float, activation: Activation) -> FloatArray:
    def tangent_mismatch(log_kappa: float) -> float:
        tangent = tangent_solution(float(np.exp(log_kappa)), 0.0, alpha_D, activation)
        return mismatch(tangent.zeta, tangent.energy)

    log_kappa = float(brentq(tangent_mismatch, *_LOG_KAPPA_RANGE))
    return np.append(tangent_order(np.exp(log_kappa), 0.0, alpha_D, activation), log_kappa)


def _bracketed_start(
    mismatch: Mismatch,
    alpha: float,
    alpha_D: float,
    activation: Activation,
    resolution: Resolution,
    what: str,
) -> FloatArray:
    """Follow the branch from kappa -> 0 past the threshold and interpolate back to it."""
    kappa = CONTINUATION_START * min(1.0, alpha_D, 10.0 * alpha)
    order = weak_order(kappa, kappa, 0.0, alpha_D, activation)
    before: tuple[FloatArray, float] | None = None
    while kappa < _LARGEST_KAPPA:

        def evaluate(x: FloatArray, kappa: float = kappa) -> Saddle:
            return diffusion_saddle(x, kappa, 0.0, alpha_D, activation, resolution)

        solution = find_saddle(evaluate, order, what)
        order = order_vector(solution)
        excess = mismatch(solution.zeta, kappa * solution.energy)
        here = np.append(order, np.log(kappa))
        if excess <= 0.0:
            if before is None:
                return here
            share = before[1] / (before[1] - excess)
            return (1.0 - share) * before[0] + share * here
        before = (here, excess)
        kappa *= CONTINUATION_FACTOR
    raise ConvergenceError(what, excess, TOLERANCE)
