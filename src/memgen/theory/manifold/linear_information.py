"""Mutual information of the linear hidden manifold and its derivatives, in closed form.

xi = F z with F of variance 1/D and z ~ N(0, I_D); the eigenvalues a of F F^T / D follow the
Marchenko-Pastur law mu(da) of ratio alpha_D = D / N, with (1 - alpha_D)_+ of them at 0. All that
the theory needs of mu is

    I(t) = extr_m 1/2 { log(1 + m/t) + alpha_D [m - 1 - log m] }
    g(t) = int mu(da) a / (a + t)      = -2 dI/dlog t = alpha_D (1 - m)
    v(t) = int mu(da) a t / (a + t)^2  = -dg/dlog t

m is the smaller positive root of alpha_D (1 - m)(t + m) = m: the mean squared error on a latent
coordinate of the Bayes-optimal estimator. Written in m no term cancels.

The closed forms in m are memgen's derivation.
"""

from typing import NamedTuple, overload

import numpy as np

from memgen.numerics.domain import plain, positive
from memgen.numerics.doors import checked
from memgen.numerics.types import Real


class LinearChannel(NamedTuple):
    """I, g and v of the module docstring."""

    information: Real
    dimension: Real
    response: Real


@checked
def linear_channel(t: Real, alpha_D: Real) -> LinearChannel:
    """Return I, g and v, unchecked, at t > 0 or at t < -a_max (negative tilts of the energies)."""
    b = 1 - alpha_D + alpha_D * t
    root = np.sign(t) * np.sqrt(b**2 + 4 * alpha_D**2 * t)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        m = np.where(b * root > 0, 2 * alpha_D * t / (b + root), (root - b) / (2 * alpha_D))
    w = 1 / (1 + alpha_D * (t + m))  # 1 - m, without cancellation where m is close to 1
    near_one = np.abs(w) < 0.5
    minus_log_m = np.where(near_one, -np.log1p(-np.where(near_one, w, 0.0)), -np.log(m))
    information = (np.log1p(m / t) + alpha_D * (minus_log_m - w)) / 2
    return LinearChannel(information, alpha_D * w, alpha_D**2 * t * w / root)


@overload
def linear_mutual_information(t: float, alpha_D: float) -> float: ...
@overload
def linear_mutual_information(t: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_mutual_information(t: Real, alpha_D: Real) -> float | np.ndarray:
    """Return I(t) = 1/2 int mu(da) log(1 + a/t), the mutual information of xi and x_t.

    Parameters
    ----------
    t, alpha_D : float or np.ndarray
        Noise variance and D / N, positive, broadcast together.

    Returns
    -------
    float or np.ndarray
        Nats per coordinate; a float for scalar input.

    Raises
    ------
    ValueError
        Unless t > 0 and alpha_D > 0.
    """
    t, alpha_D = positive(t=t, alpha_D=alpha_D)
    return plain(linear_channel(t, alpha_D).information)


@overload
def resolved_directions(t: float, alpha_D: float) -> float: ...
@overload
def resolved_directions(t: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def resolved_directions(t: Real, alpha_D: Real) -> float | np.ndarray:
    """Return g(t) = int mu(da) a / (a + t), the resolved directions per coordinate at noise t.

    It goes from min(1, alpha_D) at t = 0 to 0 as 1/t. Parameters and errors as in
    `linear_mutual_information`.
    """
    t, alpha_D = positive(t=t, alpha_D=alpha_D)
    return plain(linear_channel(t, alpha_D).dimension)


@overload
def level_variance(t: float, alpha_D: float) -> float: ...
@overload
def level_variance(t: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def level_variance(t: Real, alpha_D: Real) -> float | np.ndarray:
    """Return zeta''_{t,0}(1) = [g + dv/dlog t] / 2, N times the tilted variance of an energy.

    zeta'' lambda^2 depends on s = t / lambda alone, so that this also gives it at other lambda.
    Parameters and errors as in `linear_mutual_information`.
    """
    t, alpha_D = positive(t=t, alpha_D=alpha_D)
    return plain(tilted_variance(t, alpha_D))


@checked
def tilted_variance(t: Real, alpha_D: Real) -> Real:
    """Return `level_variance` without checks, for solvers."""
    _, g, v = linear_channel(t, alpha_D)
    b = 1 - alpha_D + alpha_D * t
    # v = alpha_D t g / root, with root dm/dt = g
    slope_v = v * (1 - v / g - alpha_D * t * (b + 2 * alpha_D) / (b**2 + 4 * alpha_D**2 * t))
    return (g + slope_v) / 2
