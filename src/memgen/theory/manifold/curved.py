"""The times of diffusion models on the hidden manifold xi = sigma(F z / sqrt(D)).

Scalar functions for one (alpha, alpha_D, activation), with P = exp(alpha N) points and
D = alpha_D N latent dimensions. Distances from a point form a random energy model, so that every
time is a statement about its cumulant zeta_{t,R}(lambda) (`memgen.theory.replica.cumulants`). At R
= 0 the cumulant depends on kappa = lambda / t alone: zeta_{t,0}(lambda) = Z(lambda / t).
"""

from functools import lru_cache

import numpy as np

from memgen.activations import get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray, Resolution
from memgen.numerics.roots import hybrid_root
from memgen.theory.bayes_optimal.information import information_time, require_below_entropy
from memgen.theory.bayes_optimal.state_evolution import state_evolution
from memgen.theory.manifold._results import Condensation, ManifoldTimes
from memgen.theory.manifold._thresholds import condensation_threshold, onset_threshold
from memgen.theory.replica.cumulants import TOLERANCE, diffusion_cumulant, order_vector
from memgen.theory.replica.saddle import STANDARD, diffusion_saddle
from memgen.theory.replica.tangent import VANISHING, vanishing_times


@checked
def curved_collapse_time(alpha: float, alpha_D: float, activation: str = "linear") -> float:
    """Return t_c, where a typical x_t condenses on its own data point.

    alpha = I(xi; x_t) / N, equivalently alpha + zeta_{t,t}(1) + 1/2 = 0.

    Parameters
    ----------
    alpha : float
        log P / N > 0.
    alpha_D : float
        D / N > 0.
    activation : str
        "linear", "tanh", "relu" or "sign".

    Returns
    -------
    float
        Where t_c < 1e-8 it is the small-noise limit (`memgen.theory.replica.tangent`).

    Raises
    ------
    ValueError
        If alpha or alpha_D is not positive, a time is below 1e-300, or, for sign, if alpha reaches
        the entropy per coordinate of its discrete patterns, where there is no collapse.
    ConvergenceError
        If the equation is not solved.

    Notes
    -----
    arXiv 2502.09578 (collapse as condensation); that the threshold is the mutual information
    follows from the Nishimori identities.
    """
    sigma = get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    limit = vanishing_times(alpha, alpha_D, sigma)
    return limit.collapse if limit else information_time(alpha, alpha_D, activation)


@checked
def curved_onset_time(
    alpha: float,
    alpha_D: float,
    activation: str = "linear",
    resolution: Resolution = STANDARD,
) -> float:
    """Return t_o, below which a data point is an attractor of its own: alpha + Z(1 / t_o) = 0.

    Parameters and errors are those of `curved_collapse_time`; `resolution` sets the quadrature.
    The definition is memgen's reading of arXiv 2502.09578: at x = xi^1 the signal equals the
    noise of the other points.
    """
    sigma = get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    limit = vanishing_times(alpha, alpha_D, sigma)
    if limit:
        return limit.onset
    if sigma.name == "sign":
        require_below_entropy(alpha, alpha_D)
    return 1.0 / onset_threshold(alpha, alpha_D, sigma, resolution).kappa


@checked
def curved_condensation(
    alpha: float,
    alpha_D: float,
    activation: str = "linear",
    resolution: Resolution = STANDARD,
) -> Condensation:
    """Return t_cond0 and t_g: alpha + Z - kappa Z' = 0, t_cond0 = 1 / kappa, t_g = -2 Z'(kappa).

    Seen from a fresh point of the manifold (R = 0, nothing planted), the entropy of the random
    energy model vanishes at t_cond0. Below it the nearest data point, at squared distance
    d_min N, rules the sum, and the cross-entropy alpha + d_min / 2t + (1/2) log 2 pi t is least
    at t_g = d_min.

    Parameters and errors are those of `curved_collapse_time`; `resolution` sets the quadrature.
    The definitions are those of arXiv 2502.09578, the formulas memgen's derivation.
    """
    sigma = get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    limit = vanishing_times(alpha, alpha_D, sigma)
    if limit:
        return Condensation(limit.condensation, limit.generalization)
    if sigma.name == "sign":
        require_below_entropy(alpha, alpha_D)
    threshold = condensation_threshold(alpha, alpha_D, sigma, resolution)
    return Condensation(1.0 / threshold.kappa, -2.0 * threshold.saddle.energy)


@checked
@lru_cache(maxsize=4096)
def curved_times(alpha: float, alpha_D: float, activation: str = "linear") -> ManifoldTimes:
    """Return all four times; parameters and errors are those of `curved_collapse_time`.

    t_o > t_c > t_cond0 > t_g for linear, tanh and relu (t_c and t_cond0 merge as t -> 0). Near the
    entropy of sign patterns t_c falls below t_cond0: noise confuses two patterns that differ in
    one coordinate with probability exp(-1 / 2t), while a fresh pattern weighs them by exp(-2 / t).
    """
    fresh = curved_condensation(alpha, alpha_D, activation)
    return ManifoldTimes(
        collapse=curved_collapse_time(alpha, alpha_D, activation),
        onset=curved_onset_time(alpha, alpha_D, activation),
        condensation=fresh.t_cond0,
        generalization=fresh.d_min,
    )


@checked
def curved_basin_radius(
    t: float,
    alpha: float,
    alpha_D: float,
    activation: str = "linear",
    resolution: Resolution = STANDARD,
) -> float:
    """Return R(t), the squared radius per coordinate of a data point's basin.

    Between t_c and t_o it solves alpha + zeta_{t,R}(1) + R / (2 t) = 0: at xi^1 + sqrt(R) omega
    the signal equals the noise. It is 0 above t_o, where the basin has not appeared, and t_c
    below t_c, where the boundary lies in the condensed phase and no longer moves.

    Parameters
    ----------
    t : float
        Noise variance, t > 0.
    alpha, alpha_D, activation, resolution
        As in `curved_collapse_time` and `curved_onset_time`, with their errors.

    Returns
    -------
    float
        In [0, t]; R(t_c) = t_c.

    Notes
    -----
    memgen's derivation after arXiv 2502.09578.
    """
    sigma = get_activation(activation)
    positive(t=t, alpha=alpha, alpha_D=alpha_D)
    reference = curved_times(alpha, alpha_D, activation)
    if t >= reference.onset:
        return 0.0
    if t <= reference.collapse:
        return reference.collapse
    if vanishing_times(alpha, alpha_D, sigma):
        return t * (1.0 - float(np.log(t / reference.collapse)))

    # Between R = 0 and the Nishimori point R = t, where m = q.
    share = np.log(reference.onset / t) / np.log(reference.onset / reference.collapse)
    centre = order_vector(diffusion_cumulant(1.0, t, 0.0, alpha_D, activation))
    v = state_evolution(t, alpha_D, activation).mmse_latent
    typical = np.array([1.0, np.log(v * (1.0 - v)), np.log(v)])

    def residuals(x: FloatArray) -> list[float]:
        noise = t * float(np.exp(min(x[3], 2.0)))
        saddle = diffusion_saddle(x[:3], 1.0 / t, noise, alpha_D, sigma, resolution)
        return [*saddle.residuals, (alpha + saddle.zeta + 0.5 * noise / t) / alpha]

    start = [*((1.0 - share) * centre + share * typical), np.log(share)]
    found = hybrid_root(residuals, start)
    worst = float(np.max(np.abs(residuals(found.x))))
    if not worst < TOLERANCE:
        raise ConvergenceError(
            f"basin_radius({t}, {alpha}, {alpha_D}, {activation})", worst, TOLERANCE
        )
    return t * float(np.exp(found.x[3]))


@checked
def curved_cross_entropy(
    t: float, alpha: float, alpha_D: float, activation: str = "linear"
) -> float:
    """Return Phi_t = -E_{p_0} log p_t^emp / N, in nats per coordinate.

    Phi_t = (1/2) log(2 pi t) - Z(1 / t) above t_cond0, as with infinitely many data, and
    (1/2) log(2 pi t) + alpha + d_min / (2 t) below, where it is least at t_g = d_min.

    Parameters
    ----------
    t : float
        Noise variance, t > 0.
    alpha, alpha_D, activation
        As in `curved_collapse_time`, with its errors.

    Returns
    -------
    float

    Notes
    -----
    KL(p_0 || p_t^emp) / N of arXiv 2502.09578 up to a constant in t (infinite for D < N);
    memgen's derivation.
    """
    sigma = get_activation(activation)
    positive(t=t, alpha=alpha, alpha_D=alpha_D)
    gaussian = 0.5 * float(np.log(2.0 * np.pi * t))
    fresh = _condensation(alpha, alpha_D, activation)
    if t <= fresh.t_cond0:
        return gaussian + alpha + fresh.d_min / (2.0 * t)
    limit = vanishing_times(alpha, alpha_D, sigma)
    if limit and t < VANISHING:
        return gaussian + alpha + 0.5 * alpha_D * float(np.log(limit.onset / t))
    return gaussian - diffusion_cumulant(1.0, t, 0.0, alpha_D, activation).zeta


_condensation = lru_cache(maxsize=4096)(curved_condensation)
