"""The linear hidden manifold at one norm: the memory that is a diffusion model, N to infinity.

Points of the manifold given |xi|^2 = N. The levels u = xi.x / N of the others, seen from a point x
of the same law, be it a pattern or a fresh one, have the cumulant

    zeta(kappa) = lim 1/N log E[exp(kappa xi.x) | |xi|^2 = N]
                = extr_tau { tau/2 - 1/2 int log(1 + tau a) + kappa^2/2 int a^2 / (1 + tau a) }

over the Marchenko-Pastur law of a: tau holds the norm, which large levels would else exceed. As
-|x - xi|^2 / 2t = (xi.x - N) / t, the memory at lambda and the empirical diffusion model at
t = 1 / lambda have the same weights: alpha_1(lambda) = max_{l <= lambda} [l - zeta(l)] is the load
at which t_o = 1 / lambda, and the cross-entropy with fresh points is least at t_g = 2 (1 - u_max),
alpha + zeta - kappa zeta' = 0 with u_max = zeta'. The collapse, at which typical noisy points see
their norm, is that of the Gaussian manifold.

memgen's derivation, for the models of arXiv:2502.09578 and arXiv:2503.09518.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.numerics.types import Real
from memgen.theory.manifold.linear_information import linear_channel

_LOG_TAU = (np.log(1e-4), np.log(1e12))


@dataclass(frozen=True)
class NormedLevels:
    """The cumulant along tau.

    Attributes
    ----------
    kappa, zeta, level : float or np.ndarray
        kappa, zeta(kappa) and zeta'(kappa), which is the level u that dominates at kappa.
    """

    kappa: Real
    zeta: Real
    level: Real


@checked
def normed_levels(tau: Real, alpha_D: float) -> NormedLevels:
    """Return kappa, zeta and zeta' at the Lagrange multiplier tau > 0 of the norm.

    With t = 1 / tau, and g and v of `memgen.theory.manifold.linear_information`,

        int a^2 / (1 + tau a) = t (1 - t g),      int a^3 / (1 + tau a)^2 = t^2 (1 - 2 t g + t v)
        kappa^2 = (1 - t g) / [t^2 (1 - 2 t g + t v)]

    Raises
    ------
    ValueError
        Unless tau > 0 and alpha_D > 0.
    """
    tau, _ = positive(tau=tau, alpha_D=alpha_D)
    t = 1 / tau
    information, g, v = linear_channel(t, alpha_D)
    pull = 1 - t * g
    kappa = np.sqrt(pull / (1 - 2 * t * g + t * v)) / t
    return NormedLevels(
        kappa=kappa,
        zeta=tau / 2 - information + kappa**2 * t * pull / 2,
        level=kappa * t * pull,
    )


@checked
def normed_capacity(lam: float, alpha_D: float) -> float:
    """Return alpha_1(lambda) = lambda - zeta(lambda), for one typical pattern.

    It does not saturate: no level exceeds u = 1, that of the pattern itself.

    Parameters
    ----------
    lam : float
        Inverse temperature, positive.
    alpha_D : float
        D / N, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(lam=lam, alpha_D=alpha_D)
    at = _where(lambda levels: float(np.log(levels.kappa / lam)), alpha_D)
    return float(lam - at.zeta)


@checked
def normed_onset_time(alpha: float, alpha_D: float) -> float:
    """Return t_o = 1 / lambda with alpha_1(lambda) = alpha.

    Parameters and errors as in `normed_generalization_time`.
    """
    positive(alpha=alpha, alpha_D=alpha_D)
    at = _where(lambda levels: float(levels.kappa - levels.zeta - alpha), alpha_D)
    return float(1 / at.kappa)


@checked
def normed_generalization_time(alpha: float, alpha_D: float) -> float:
    """Return t_g = 2 (1 - u_max), the squared distance per coordinate of the nearest point.

    Parameters
    ----------
    alpha, alpha_D : float
        log P / N and D / N, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(alpha=alpha, alpha_D=alpha_D)
    at = _where(lambda levels: float(levels.kappa * levels.level - levels.zeta - alpha), alpha_D)
    return float(2 * (1 - at.level))


def _where(excess: Callable[[NormedLevels], float], alpha_D: float) -> NormedLevels:
    """Return the levels at the tau where a rising function of them vanishes."""
    log_tau = brentq(
        lambda log_tau: excess(normed_levels(float(np.exp(log_tau)), alpha_D)), *_LOG_TAU
    )
    return normed_levels(float(np.exp(log_tau)), alpha_D)
