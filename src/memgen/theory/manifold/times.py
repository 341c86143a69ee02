"""The times of a diffusion model on the hidden manifold xi = sigma(F z).

P = e^{alpha N} points on a manifold of dimension D = alpha_D N, noised as x_t = xi + sqrt(t) omega.
In order of decreasing noise, the reverse trajectory meets

    t_o      onset: every pattern becomes an attractor, which typical trajectories ignore
    t_c      collapse: a trajectory is captured by one pattern; memorization
    t_cond0  condensation of the empirical density at a fresh point of the manifold
    t_g      generalization: the empirical density is closest to the true one

The linear manifold is solved in closed form (`memgen.theory.manifold.linear`); for the others
`memgen.theory.manifold.curved` takes t_c from state evolution and the rest from replica
theory. Source: arXiv:2502.09578.
"""

from collections.abc import Callable
from typing import overload

import numpy as np

from memgen.activations import get_activation
from memgen.numerics.domain import non_negative, positive
from memgen.numerics.doors import checked
from memgen.numerics.types import Real
from memgen.theory.manifold._results import ManifoldTimes
from memgen.theory.manifold.curved import (
    curved_basin_radius,
    curved_collapse_time,
    curved_cross_entropy,
    curved_onset_time,
    curved_times,
)
from memgen.theory.manifold.linear import (
    linear_basin_radius,
    linear_collapse_time,
    linear_condensation,
    linear_cross_entropy,
    linear_energy_cumulant,
    linear_onset_time,
)
from memgen.theory.replica.cumulants import diffusion_cumulant


@overload
def collapse_time(alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def collapse_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> np.ndarray: ...
@checked
def collapse_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> float | np.ndarray:
    """Return t_c, where alpha = I(xi; x_t) / N, the mutual information of a pattern and x_t.

    Equivalently alpha + zeta_{t,t}(1) + 1/2 = 0: the noise of the other patterns equals the
    signal of the trajectory's own, and condenses there.

    Parameters
    ----------
    alpha : float or np.ndarray
        log P / N, positive.
    alpha_D : float or np.ndarray
        D / N, positive; broadcast with `alpha`.
    activation : str
        "linear", "tanh", "relu" or "sign".

    Returns
    -------
    float or np.ndarray
        Variance of the noise; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain; also for "sign" where alpha reaches the entropy of its discrete
        patterns, so that there is no collapse.
    ConvergenceError
        If the equation is not solved.
    """
    get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    if activation == "linear":
        return linear_collapse_time(alpha, alpha_D)
    return _elementwise(curved_collapse_time, activation, alpha, alpha_D)


@overload
def onset_time(alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def onset_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> np.ndarray: ...
@checked
def onset_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> float | np.ndarray:
    """Return t_o, where alpha + zeta_{t,0}(1) = 0: at a pattern, signal equals noise.

    Parameters, returns and errors as in `collapse_time`.
    """
    get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    if activation == "linear":
        return linear_onset_time(alpha, alpha_D)
    return _elementwise(curved_onset_time, activation, alpha, alpha_D)


@overload
def condensation_time(alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def condensation_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> np.ndarray: ...
@checked
def condensation_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> float | np.ndarray:
    """Return t_cond0, where alpha + zeta_{t,0}(1) - zeta'_{t,0}(1) = 0, x fresh from p_0 (R = 0).

    Parameters, returns and errors as in `collapse_time`.
    """
    return times(alpha, alpha_D, activation).condensation


@overload
def generalization_time(alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def generalization_time(alpha: Real, alpha_D: Real, activation: str = "linear") -> np.ndarray: ...
@checked
def generalization_time(
    alpha: Real, alpha_D: Real, activation: str = "linear"
) -> float | np.ndarray:
    """Return t_g = argmin_t KL(p_0 || p_t^emp), the squared distance to the nearest pattern.

    t_g = d_min = -2 t zeta'_{t,0}(1) at t = t_cond0, per coordinate, from a fresh point of p_0.

    Parameters, returns and errors as in `collapse_time`.
    """
    return times(alpha, alpha_D, activation).generalization


@overload
def times(alpha: float, alpha_D: float, activation: str = "linear") -> ManifoldTimes[float]: ...
@overload
def times(alpha: Real, alpha_D: Real, activation: str = "linear") -> ManifoldTimes[np.ndarray]: ...
@checked
def times(alpha: Real, alpha_D: Real, activation: str = "linear") -> ManifoldTimes:
    """Return t_c, t_o, t_cond0 and t_g together; parameters and errors as in `collapse_time`."""
    get_activation(activation)
    positive(alpha=alpha, alpha_D=alpha_D)
    if activation == "linear":
        fresh = linear_condensation(alpha, alpha_D)
        return ManifoldTimes(
            collapse=linear_collapse_time(alpha, alpha_D),
            onset=linear_onset_time(alpha, alpha_D),
            condensation=fresh.t_cond0,
            generalization=fresh.d_min,
        )
    points = np.broadcast(alpha, alpha_D)
    solved = [curved_times(float(a), float(d), activation) for a, d in points]

    def gather(name: str) -> float | np.ndarray:
        return _shaped([getattr(point, name) for point in solved], points.shape)

    names = ("collapse", "onset", "condensation", "generalization")
    return ManifoldTimes(**{name: gather(name) for name in names})


@overload
def basin_radius(t: float, alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def basin_radius(t: Real, alpha: Real, alpha_D: Real, activation: str = "linear") -> np.ndarray: ...
@checked
def basin_radius(
    t: Real, alpha: Real, alpha_D: Real, activation: str = "linear"
) -> float | np.ndarray:
    """Return R(t): from xi^1 + sqrt(R) omega at noise t, pattern 1 is still recovered.

    Boundary alpha + zeta_{t,R}(1) + R / (2t) = 0 between t_c and t_o; 0 above t_o; t_c below t_c,
    where the neighbours have condensed and the basin is the Voronoi cell. R(t_c) = t_c.

    Parameters
    ----------
    t : float or np.ndarray
        Variance of the noise, positive; broadcast with `alpha` and `alpha_D`.
    alpha, alpha_D, activation
        As in `collapse_time`.

    Returns
    -------
    float or np.ndarray
        Squared radius per coordinate.

    Raises
    ------
    ValueError, ConvergenceError
        As in `collapse_time`.
    """
    get_activation(activation)
    positive(t=t, alpha=alpha, alpha_D=alpha_D)
    if activation == "linear":
        return linear_basin_radius(t, alpha, alpha_D)
    return _elementwise(curved_basin_radius, activation, t, alpha, alpha_D)


@overload
def cross_entropy(t: float, alpha: float, alpha_D: float, activation: str = "linear") -> float: ...
@overload
def cross_entropy(
    t: Real, alpha: Real, alpha_D: Real, activation: str = "linear"
) -> np.ndarray: ...
@checked
def cross_entropy(
    t: Real, alpha: Real, alpha_D: Real, activation: str = "linear"
) -> float | np.ndarray:
    """Return Phi_t = -lim (1/N) E_{p_0} log p_t^emp, in nats per coordinate.

    Phi_t = 1/2 log(2 pi t) + alpha - phi_t with phi_t the free entropy of the random energy model
    seen from a fresh point (R = 0); KL(p_0 || p_t^emp) / N up to a constant in t, least at t_g.

    Parameters and errors as in `basin_radius`.

    Returns
    -------
    float or np.ndarray
        A float for scalar input.
    """
    get_activation(activation)
    positive(t=t, alpha=alpha, alpha_D=alpha_D)
    if activation == "linear":
        return linear_cross_entropy(t, alpha, alpha_D)
    return _elementwise(curved_cross_entropy, activation, t, alpha, alpha_D)


@overload
def energy_cumulant(
    lam: float, t: float, R: float, alpha_D: float, activation: str = "linear"
) -> float: ...
@overload
def energy_cumulant(
    lam: Real, t: Real, R: Real, alpha_D: Real, activation: str = "linear"
) -> np.ndarray: ...
@checked
def energy_cumulant(
    lam: Real, t: Real, R: Real, alpha_D: Real, activation: str = "linear"
) -> float | np.ndarray:
    """Return zeta_{t,R}(lambda) of the energies -|x - xi|^2 / (2t) at x = xi^1 + sqrt(R) omega.

    zeta = lim (1/N) E_{F, xi^1, omega} log E_xi exp(-(lambda / 2t) |xi^1 - xi + sqrt(R) omega|^2)

    Parameters
    ----------
    lam : float or np.ndarray
        Inverse temperature lambda >= 0; 1 for the diffusion. Broadcast with the others.
    t, R : float or np.ndarray
        Variance of the noise, t > 0, and of the displacement, R >= 0.
    alpha_D : float or np.ndarray
        D / N, positive.
    activation : str
        "linear", "tanh", "relu" or "sign".

    Returns
    -------
    float or np.ndarray
        Nats per coordinate; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain.
    ConvergenceError
        If no saddle point of the replica formula is found.
    """
    get_activation(activation)
    positive(t=t, alpha_D=alpha_D)
    non_negative(lam=lam, R=R)
    if activation == "linear":
        return linear_energy_cumulant(lam, t, R, alpha_D)

    def zeta(lam: float, t: float, R: float, alpha_D: float, activation: str) -> float:
        return 0.0 if lam == 0 else diffusion_cumulant(lam, t, R, alpha_D, activation).zeta

    return _elementwise(zeta, activation, lam, t, R, alpha_D)


def _elementwise(
    function: Callable[..., float], activation: str, *arguments: Real
) -> float | np.ndarray:
    """Return function(*point, activation) at every point of the broadcast arguments."""
    points = np.broadcast(*arguments)
    return _shaped([function(*map(float, point), activation) for point in points], points.shape)


def _shaped(values: list[float], shape: tuple[int, ...]) -> float | np.ndarray:
    return np.array(values, dtype=float).reshape(shape) if shape else float(values[0])
