"""Bayes-optimal state evolution of the hidden manifold and its mutual information.

x_t = xi + sqrt(t) w with xi = sigma(F z / sqrt(D)) is a generalised linear model with a Gaussian
prior, whose posterior is described by one number, the overlap q of two posterior draws of z.
The code shares no integral with `memgen.theory.replica.cumulants`, whose Nishimori line (R = t,
lambda = 1) it must reproduce.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from memgen.activations import Activation, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.theory.bayes_optimal.output_channel import output_channel

_TOLERANCE = 1e-9
_MOST_STEPS = 60
# sign's mutual information has reached its limit here up to exp(-1 / 2t) = 2e-22.
_NOISELESS = 1e-2


@dataclass(frozen=True)
class StateEvolution:
    """The Bayes-optimal fixed point at one noise level.

    Attributes
    ----------
    mutual_information : float
        I(xi; x_t) / N, nats per coordinate.
    overlap : float
        q, the overlap of two posterior draws of z.
    mmse_latent : float
        Mean squared error of the best estimate of z, per latent coordinate: V = 1 - q.
    mmse_visible : float
        Mean squared error of the best estimate of xi, per coordinate.
    residual : float
        |V (1 + q_hat) - 1| at the fixed point.
    iterations : int
        Evaluations of the output channel.
    """

    mutual_information: float
    overlap: float
    mmse_latent: float
    mmse_visible: float
    residual: float
    iterations: int


def state_evolution(
    t: float, alpha_D: float, activation: str = "linear", nodes: int = 12
) -> StateEvolution:
    """Solve the Bayes-optimal fixed point V = 1 / (1 + E[g^2](V, t) / alpha_D).

    Parameters
    ----------
    t : float
        Variance of the noise, t > 0.
    alpha_D : float
        D / N > 0.
    activation : str
        "linear", "tanh", "relu" or "sign".
    nodes : int
        Resolution of the output channel, see `output_channel`.

    Returns
    -------
    StateEvolution

    Raises
    ------
    ValueError
        If t or alpha_D is not positive, or the activation is unknown.
    ConvergenceError
        If the fixed point is not found.

    Notes
    -----
    The mutual information per coordinate is the potential of Barbier et al. (arXiv 1708.03395,
    theorem 1) for a Gaussian prior at its stationary point,
    I = -(alpha_D / 2)(1 - V + log V) - E log(Z sqrt(2 pi t)) - 1/2.
    On a grid of alpha_D from .05 to 2 and t from 1e-4 to 2 each of the four activations has
    exactly one fixed point: no first-order transition was met.
    """
    sigma = get_activation(activation)
    positive(t=t, alpha_D=alpha_D)
    evaluations = 0

    def mismatch(log_v: float) -> float:
        nonlocal evaluations
        evaluations += 1
        fisher = output_channel(float(np.exp(log_v)), t, sigma, nodes).fisher
        return log_v + float(np.log1p(fisher / alpha_D))

    low, high = _bracket(mismatch, _lowest_variance(t, alpha_D, sigma))
    log_v = float(brentq(mismatch, low, high, xtol=1e-13, rtol=1e-13))
    v = float(np.exp(log_v))
    channel = output_channel(v, t, sigma, nodes)
    residual = abs(v * (1.0 + channel.fisher / alpha_D) - 1.0)
    if not residual < _TOLERANCE:
        raise ConvergenceError(
            f"state_evolution(t={t}, alpha_D={alpha_D}, {activation})", residual, _TOLERANCE
        )
    information = -0.5 * alpha_D * (1.0 - v + log_v) - channel.evidence - 0.5
    return StateEvolution(information, 1.0 - v, v, channel.mmse_visible, residual, evaluations + 1)


def _lowest_variance(t: float, alpha_D: float, activation: Activation) -> float:
    """Return a lower bound on log V, from E[g^2] <= E[sigma'^2] / t (none for a jump)."""
    if activation.name == "sign":
        return -0.5
    return -float(np.log1p(activation.mean_squared_slope() / (alpha_D * t))) - 1e-6


def _bracket(mismatch: Callable[[float], float], start: float) -> tuple[float, float]:
    """Return the ends of an interval of log V on which the mismatch changes sign."""
    if mismatch(start) > 0.0:
        low = 2.0 * start
        while mismatch(low) > 0.0:
            low *= 2.0
        return low, start
    low, step = start, 0.1
    while (high := low + step) < 0.0:
        if mismatch(high) > 0.0:
            return low, high
        low, step = high, 2.0 * step
    # V = 1 leaves no spread of w to integrate over, and E[g^2] > 0 there.
    return low, -1e-12


def mutual_information(t: float, alpha_D: float, activation: str = "linear") -> float:
    """Return I(xi; x_t) / N in nats per coordinate.

    Parameters and errors are those of `state_evolution`. It falls with t as
    dI/dt = -mmse_visible / (2 t^2) (Guo, Shamai and Verdu, arXiv cs/0412108).
    """
    return state_evolution(t, alpha_D, activation).mutual_information


def information_time(alpha: float, alpha_D: float, activation: str = "linear") -> float:
    """Return the t at which the mutual information per coordinate equals alpha.

    Parameters
    ----------
    alpha : float
        Nats per coordinate, alpha > 0.
    alpha_D : float
        D / N > 0.
    activation : str
        "linear", "tanh", "relu" or "sign".

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If alpha is not positive or, for sign, reaches the entropy of the patterns.
    ConvergenceError
        If the equation is not solved.
    """
    positive(alpha=alpha)
    sigma = get_activation(activation)
    # I <= sigma's variance / (2 t) bounds t from above.
    latest = float(np.log(sigma.second_moment() / (2.0 * alpha)))
    if sigma.name == "sign":
        require_below_entropy(alpha, alpha_D)
        log_t = brentq(
            lambda s: mutual_information(float(np.exp(s)), alpha_D, activation) - alpha,
            np.log(_NOISELESS),
            latest,
            xtol=1e-12,
        )
        return float(np.exp(log_t))
    return _information_root(alpha, alpha_D, sigma, latest)


def require_below_entropy(alpha: float, alpha_D: float) -> None:
    """Check that sign patterns carry more than alpha nats per coordinate.

    Raises
    ------
    ValueError
        If alpha reaches I(xi; x_t) / N at t -> 0, the entropy of xi = sign(F z).
    """
    entropy = mutual_information(_NOISELESS, alpha_D, "sign")
    if alpha >= entropy:
        raise ValueError(
            f"alpha={alpha} is outside 0 < alpha < {entropy:.6g}, the entropy per coordinate of "
            f"sign patterns at alpha_D={alpha_D}: beyond it the data are all possible patterns."
        )


def _information_root(alpha: float, alpha_D: float, activation: Activation, latest: float) -> float:
    """Newton in log t, whose slope the I-MMSE relation supplies, from the Gaussian bound."""
    # A Gaussian channel on min(N, D) directions with the manifold's mean squared slope.
    share = min(alpha_D, 1.0)
    slope = activation.mean_squared_slope()
    log_t = float(min(latest, np.log(slope / share) - _log_expm1(2.0 * alpha / share)))
    for _ in range(_MOST_STEPS):
        point = state_evolution(float(np.exp(log_t)), alpha_D, activation.name)
        mismatch = point.mutual_information - alpha
        if abs(mismatch) < _TOLERANCE * alpha:
            return float(np.exp(log_t))
        step = mismatch * 2.0 * np.exp(log_t) / point.mmse_visible
        log_t = min(log_t + float(np.clip(step, -1.5, 1.5)), latest)
    raise ConvergenceError(
        f"information_time({alpha}, {alpha_D}, {activation.name})",
        abs(mismatch) / alpha,
        _TOLERANCE,
    )


def _log_expm1(x: float) -> float:
    return float(x + np.log(-np.expm1(-x)))
