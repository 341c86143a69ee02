"""The mutual information of a pattern of the hidden manifold and its noisy version; its inverse.

I(xi; x_t) / N from `memgen.theory.bayes_optimal.state_evolution`; the collapse of a diffusion model
is where it equals alpha = log P / N.
"""

import numpy as np
from scipy.optimize import brentq

from memgen.activations import Activation, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.bayes_optimal.state_evolution import state_evolution

_TOLERANCE = 1e-9
_MOST_STEPS = 60
# sign's mutual information has reached its limit here up to exp(-1 / 2t) = 2e-22.
_NOISELESS = 1e-2


@checked
def mutual_information(t: float, alpha_D: float, activation: str = "linear") -> float:
    """Return I(xi; x_t) / N in nats per coordinate.

    Parameters and errors are those of `state_evolution`. It falls with t as
    dI/dt = -mmse_visible / (2 t^2) (Guo, Shamai and Verdu, arXiv cs/0412108).
    """
    return state_evolution(t, alpha_D, activation).mutual_information


@checked
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


@checked
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
