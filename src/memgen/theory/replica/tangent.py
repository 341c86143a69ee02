"""The hidden manifold seen from one of its points: sigma replaced by its tangent there.

At small noise a point xi = sigma(h) has only its tangent plane for neighbours, so that the
coordinate with field h has a Gaussian channel of slope sigma'(h). With w = sigma'(g)^2 and
g ~ N(0, 1) the replica problem becomes algebraic. It is exact for the linear manifold at every
t, it is the limit t -> 0 for the others, and it starts the full solver close to its solution.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import brentq

from memgen.activations import Activation, get_activation
from memgen.numerics.domain import represented_time
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray, gaussian_average

VANISHING = 1e-8
"""Times below this are taken from the small-noise limit."""


@dataclass(frozen=True)
class TangentSolution:
    """Order parameters of the linearised manifold.

    Attributes
    ----------
    zeta : float
        Cumulant per coordinate (nats).
    energy : float
        kappa d zeta / d kappa.
    variance, spread : float
        V = r - q and p = q - m^2; m = 1 - V.
    """

    zeta: float
    energy: float
    variance: float
    spread: float


@cache
def squared_slopes(name: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return g, w = sigma'(g)^2 and the weights, each (K,), of averages over g ~ N(0, 1)."""
    activation = get_activation(name)
    field, weight = gaussian_average(40, None, symmetric=False)
    return field, activation.derivative(field) ** 2, weight


@checked
def tangent_solution(
    kappa: float, noise: float, alpha_D: float, activation: Activation
) -> TangentSolution:
    """Solve the linearised replica equations for the diffusion energy.

    With B = kappa w / (1 + kappa w V) they read

        1/V = 1 + E[B] / alpha_D,
        p (1 - V^2 E[B^2] / alpha_D) = (V^2 / alpha_D) E[B^2 (V^2 g^2 + R / w)].

    Parameters
    ----------
    kappa : float
        lambda / t.
    noise : float
        R.
    alpha_D : float
        D / N.
    activation : Activation
        Which sigma.

    Returns
    -------
    TangentSolution

    Notes
    -----
    memgen's derivation: the replica-symmetric equations with sigma(h') - sigma(h) replaced by
    sigma'(h) (h' - h).
    """
    g, w, weight = squared_slopes(activation.name)

    def mismatch(log_v: float) -> float:
        v = np.exp(log_v)
        return alpha_D * (1.0 - v) - float(weight @ (kappa * w * v / (1.0 + kappa * w * v)))

    low = -np.log1p(kappa * float(w.max()) / alpha_D) - 1e-9
    v = float(np.exp(brentq(mismatch, low, 0.0, xtol=1e-13)))
    stiffness = 1.0 + kappa * w * v
    pull = kappa * w / stiffness
    p = (v**2 / alpha_D) * float(
        weight @ (pull**2 * v**2 * g**2 + kappa**2 * w * noise / stiffness**2)
    )
    p /= 1.0 - v**2 * float(weight @ pull**2) / alpha_D
    r = v + p + (1.0 - v) ** 2
    scatter = w * (v**2 * g**2 + p) + noise
    zeta = 0.5 * alpha_D * (np.log(v) + p / v - r + 1.0) - 0.5 * float(
        weight @ (np.log(stiffness) + kappa * scatter / stiffness)
    )
    energy = -0.5 * kappa * float(weight @ (w * v / stiffness + scatter / stiffness**2))
    return TangentSolution(float(zeta), energy, v, p)


@dataclass(frozen=True)
class SmallNoiseTimes:
    """Leading behaviour of the four times as all of them tend to zero."""

    collapse: float
    onset: float
    condensation: float
    generalization: float


@checked
def small_noise_times(alpha: float, alpha_D: float, activation: str) -> SmallNoiseTimes:
    """Return the four times to leading order in t.

    With w = sigma'(g)^2 and v solving alpha_D = E[v w / (1 + v w)],

        log t_c = (E log(1 + v w) - 2 alpha) / alpha_D - log v - 1,
        t_o = e t_c,   t_cond0 = t_c,   t_g = alpha_D t_c.

    Parameters
    ----------
    alpha : float
        log P / N.
    alpha_D : float
        D / N, below P(w > 0): 1 for linear and tanh, 1/2 for relu.
    activation : str
        "linear", "tanh" or "relu".

    Returns
    -------
    SmallNoiseTimes

    Raises
    ------
    ValueError
        If alpha_D reaches P(w > 0), where the times do not vanish like exp(-2 alpha / alpha_D), or
        a time is below 1e-300.

    Notes
    -----
    memgen's derivation. The corrections are O(t) for linear and tanh and O(sqrt(t)) for relu,
    whose kink has a share sqrt(t) of the coordinates. Measured at alpha / alpha_D = 6 and
    alpha_D = 0.05 to 0.4 (t_c = 4e-6 to 1e-4): linear and tanh 1e-5 or better, relu 1e-3; at
    alpha / alpha_D = 9: 2e-8 and 5e-5.
    """
    _, w, weight = squared_slopes(activation)
    reach = float(weight @ (w > 0.0))
    if not 0.0 < alpha_D < reach * (1.0 - 1e-9):
        raise ValueError(
            f"alpha_D={alpha_D} is outside 0 < alpha_D < {reach:.3g}, where the small-noise "
            f"limit of {activation} exists."
        )

    def mismatch(log_v: float) -> float:
        v = np.exp(log_v)
        return float(weight @ (v * w / (1.0 + v * w))) - alpha_D

    log_v = brentq(mismatch, -40.0, 80.0, xtol=1e-13)
    information = float(weight @ np.log1p(np.exp(log_v) * w))
    # The smallest of the four is t_g = alpha_D t_c.
    log_collapse = (information - 2.0 * alpha) / alpha_D - log_v - 1.0
    represented_time(log_collapse + np.log(alpha_D))
    collapse = float(np.exp(log_collapse))
    return SmallNoiseTimes(collapse, float(np.e) * collapse, collapse, alpha_D * collapse)


@checked
def vanishing_times(alpha: float, alpha_D: float, activation: Activation) -> SmallNoiseTimes | None:
    """Return the small-noise times where t_c falls below 1e-8, None elsewhere.

    There the full equations lose their digits, and the limit holds to a relative 5e-5 (relu with
    alpha_D within 0.02 of 1/2: 5e-4).
    """
    _, w, weight = squared_slopes(activation.name)
    if alpha_D >= float(weight @ (w > 0.0)) * (1.0 - 1e-9):
        return None
    limit = small_noise_times(alpha, alpha_D, activation.name)
    return limit if limit.collapse < VANISHING else None
