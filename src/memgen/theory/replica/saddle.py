"""The replica-symmetric free entropy of the hidden manifold's energies.

For patterns xi = sigma(F z / sqrt(D)) with z ~ N(0, I_D), D = alpha_D N,

    zeta = extr_{m,q,r} { (alpha_D / 2) [log V + p / V - r + 1]
                          + E_{h,u,w} log Z(m h + sqrt(p) u) },

with V = r - q, p = q - m^2, h, u, w ~ N(0, 1) and the local average Z of
`memgen.theory.field.grid`. Here m = z^1.z / D is the overlap with the reference
pattern's latent vector, q the overlap of two patterns drawn with the tilted weights and r = |z|^2 /
D. With g = log Z and derivatives with respect to its argument, stationarity reads

    alpha_D m = E[h g'],   alpha_D (1 - V) = -V E[g''],   alpha_D p = V^2 E[g'^2].

m is written as 1 - eta V: eta = 1 exactly for the linear manifold and at the Nishimori point, and
nothing cancels when t -> 0. The replicon 1 - V^2 E[g''^2] / alpha_D is the eigenvalue of the
quadratic form of fluctuations delta q_ab with sum_b delta q_ab = 0, in units of its entropic part
alpha_D / V^2 (memgen's derivation).
"""

from dataclasses import dataclass

import numpy as np

from memgen.activations import Activation
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import (
    FloatArray,
    Resolution,
    gauss_hermite,
    gaussian_average,
)
from memgen.theory.field.grid import local_average
from memgen.theory.field.moments import FieldMoments

STANDARD = Resolution()
_LOG_RANGE = (-90.0, 10.0)


@dataclass(frozen=True)
class Saddle:
    """The free entropy and its stationarity residuals at given order parameters."""

    zeta: float
    energy: float
    variance: float
    spread: float
    m: float
    stability: float
    residuals: tuple[float, float, float]


@checked
def diffusion_saddle(
    order: FloatArray,
    kappa: float,
    noise: float,
    alpha_D: float,
    activation: Activation,
    resolution: Resolution,
) -> Saddle:
    """Evaluate the diffusion energy's free entropy at given order parameters.

    Parameters
    ----------
    order : ndarray, shape (3,)
        (eta, log p, log V), with m = 1 - eta V.
    kappa : float
        lambda / t.
    noise : float
        R, the variance per coordinate of the reference point's displacement.
    alpha_D : float
        D / N.
    activation : Activation
        Which sigma.
    resolution : Resolution
        Quadrature nodes.

    Returns
    -------
    Saddle
        Its `energy` is d zeta / d kappa.
    """
    h, mean, variance, weight = _fields(order, kappa, activation, resolution)
    target = activation.function(h)
    if noise > 0.0:
        w, noise_weight = gauss_hermite(resolution.noise_nodes)
        target = target[..., None] + np.sqrt(noise) * w
        h, mean, weight = h[..., None], mean[..., None], weight[..., None] * noise_weight
    average = local_average(
        activation, mean, variance, kappa, target, np.zeros(()), resolution.step
    )
    return _assemble(order, alpha_D, h, weight, average, -0.5 * average.square_distance)


@checked
def hopfield_saddle(
    order: FloatArray,
    lam: float,
    overlap: float,
    alpha_D: float,
    activation: Activation,
    resolution: Resolution,
) -> Saddle:
    """Evaluate the Hopfield energy's free entropy at given order parameters.

    The local field is lambda x, x = c sigma(h) + sqrt((1 - c^2) rho) w: the pattern corrupted to
    an overlap c at the same mean square rho = E[sigma(g)^2].

    Parameters
    ----------
    order : ndarray, shape (3,)
        (eta, log p, log V), with m = 1 - eta V.
    lam : float
        Inverse temperature lambda.
    overlap : float
        c in (0, 1].
    alpha_D, activation, resolution
        As in `diffusion_saddle`.

    Returns
    -------
    Saddle
        Its `energy` is d zeta / d lambda.
    """
    h, mean, variance, weight = _fields(order, 0.0, activation, resolution)
    x = overlap * activation.function(h)
    if overlap < 1.0:
        w, noise_weight = gauss_hermite(resolution.noise_nodes)
        x = x[..., None] + np.sqrt((1.0 - overlap**2) * activation.second_moment()) * w
        h, mean, weight = h[..., None], mean[..., None], weight[..., None] * noise_weight
    x = np.broadcast_to(x, np.broadcast_shapes(x.shape, mean.shape))
    # no target: the gap is the output
    average = local_average(activation, mean, variance, 0.0, np.zeros(()), lam * x, resolution.step)
    return _assemble(order, alpha_D, h, weight, average, x * average.gap)


def _unpack(order: FloatArray) -> tuple[float, float, float]:
    """Return eta, p and V, kept finite while the solver strays."""
    eta, log_spread, log_variance = order
    spread, variance = np.exp(np.clip([log_spread, log_variance], *_LOG_RANGE))
    return float(eta), float(spread), float(variance)


def _fields(
    order: FloatArray, precision: float, activation: Activation, resolution: Resolution
) -> tuple[FloatArray, FloatArray, float, FloatArray]:
    eta, spread, variance = _unpack(order)
    # Beside a kink the integrand bends at the width of the energy and of the prior together.
    width = float(np.sqrt(variance / (1.0 + precision * variance)))
    kink_scale = width if activation.kinks else None
    # relu alone is not odd; for the others (h, u, w) -> -(h, u, w) changes nothing.
    h, weight = gaussian_average(
        resolution.panel_nodes, kink_scale, symmetric=activation.name != "relu"
    )
    u, spread_weight = gauss_hermite(resolution.spread_nodes)
    mean = ((1.0 - eta * variance) * h)[:, None] + np.sqrt(spread) * u
    return h[:, None], mean, variance, weight[:, None] * spread_weight


def _assemble(
    order: FloatArray,
    alpha_D: float,
    h: FloatArray,
    weight: FloatArray,
    average: FieldMoments,
    local_energy: FloatArray,
) -> Saddle:
    eta, p, v = _unpack(order)
    m = 1.0 - eta * v
    entropy = 0.5 * alpha_D * (np.log(v) + p / v - (v + p + m**2) + 1.0)
    residuals = (
        m - float(np.sum(weight * h * average.slope)) / alpha_D,
        1.0 - v + v * float(np.sum(weight * average.curvature)) / alpha_D,
        1.0 - v**2 * float(np.sum(weight * average.slope**2)) / (alpha_D * p),
    )
    return Saddle(
        zeta=float(entropy + np.sum(weight * average.log_z)),
        energy=float(np.sum(weight * local_energy)),
        variance=v,
        spread=p,
        m=m,
        stability=1.0 - v**2 * float(np.sum(weight * average.curvature**2)) / alpha_D,
        residuals=residuals,
    )
