"""The scalar Bayesian channel of one coordinate, averaged over its observation.

x = sigma(h) + sqrt(t) n with h ~ N(w, V): what state evolution needs of it, by quadrature over x
and w. The averages weigh every x with its density, so that they need no curvature and no tails: the
posterior is written for that here, at half the cost of `memgen.theory.field`, which tests hold to
the same fixed points.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtr

from memgen.activations import Activation
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray

_REACH = 8.0
_RELU_PANELS = 8
_BLOCK = 96


@dataclass(frozen=True)
class OutputChannel:
    """Averages over x ~ Z(x | w, V) and w ~ N(0, 1 - V).

    Attributes
    ----------
    evidence : float
        E log of Z(x | w, V) sqrt(2 pi t).
    fisher : float
        E[g^2] with g = d log Z / dw.
    mmse_visible : float
        E Var(sigma(h) | x, w).
    """

    evidence: float
    fisher: float
    mmse_visible: float


@checked
def output_channel(
    variance: float, t: float, activation: Activation, nodes: int = 12
) -> OutputChannel:
    """Average over the scalar channel of one coordinate.

    Z(x | w, V) = ∫ Dv N(x; sigma(w + sqrt(V) v), t), w ~ N(0, 1 - V).

    Parameters
    ----------
    variance : float
        V in (0, 1), the posterior variance of the hidden field.
    t : float
        Noise variance.
    activation : Activation
        Which sigma.
    nodes : int
        Gauss-Legendre nodes in each panel of w; the steps in x and v shrink in proportion.

    Returns
    -------
    OutputChannel
    """
    if activation.name == "linear":
        total = variance + t
        return OutputChannel(0.5 * np.log(t / total) - 0.5, 1.0 / total, variance * t / total)
    w, weight = _field_means(variance, nodes, symmetric=activation.name != "relu")
    if activation.name == "relu":
        x, step = _relu_observations(w, variance, t, nodes)
        z, g, error = _relu_posterior(x, w[:, None], variance, t)
    else:
        x, step = _smooth_observations(w, variance, t, activation, nodes)
        if activation.name == "sign":
            z, g, error = _sign_posterior(x, w[:, None], variance, t)
        else:
            z, g, error = _smooth_posterior(x, w, variance, t, activation, nodes)
    density = weight[:, None] * step * z / np.sqrt(2.0 * np.pi * t)
    log_z = np.log(np.maximum(z, np.finfo(float).tiny))
    return OutputChannel(
        float(np.sum(density * log_z)),
        float(np.sum(density * g**2)),
        float(np.sum(density * error)),
    )


def _field_means(variance: float, nodes: int, symmetric: bool) -> tuple[FloatArray, FloatArray]:
    """Return w ~ N(0, 1 - V) and weights: panels double outwards from the scale sqrt(V)."""
    deviation = np.sqrt(1.0 - variance)
    top = 1.05 * _REACH * deviation
    edges = [0.0, min(np.sqrt(variance), 1.5 * deviation)]
    while edges[-1] < top:
        edges.append(min(edges[-1] + min(edges[-1], 2.5 * deviation), top))
    unit, unit_weight = np.polynomial.legendre.leggauss(nodes)
    half = np.diff(edges)[:, None] / 2.0
    points = (np.array(edges[:-1])[:, None] + half * (1.0 + unit)).ravel()
    weights = (half * unit_weight).ravel() * np.exp(-((points / deviation) ** 2) / 2.0)
    if not symmetric:
        points, weights = np.concatenate([-points, points]), np.concatenate([weights, weights])
    return points, weights / weights.sum()


def _smooth_observations(
    w: FloatArray, variance: float, t: float, activation: Activation, nodes: int
) -> tuple[FloatArray, FloatArray]:
    """Return a uniform grid of x for each w and its steps, (W, X) and (W, 1)."""
    reach = _REACH * np.sqrt(variance)
    low = activation.function(w - reach) - _REACH * np.sqrt(t)
    high = activation.function(w + reach) + _REACH * np.sqrt(t)
    count = int(np.ceil(np.max(high - low) / (0.6 * np.sqrt(t)) * nodes / 12.0)) + 1
    fraction = (np.arange(count) + 0.5) / count
    return low[:, None] + (high - low)[:, None] * fraction, ((high - low) / count)[:, None]


def _relu_observations(
    w: FloatArray, variance: float, t: float, nodes: int
) -> tuple[FloatArray, FloatArray]:
    """Return Gauss-Legendre nodes in x and their weights, both (W, X).

    Within 8 sqrt(t) of 0 the density bends at the scale sqrt(t); above, it is Gaussian.
    """
    edge, reach = _REACH * np.sqrt(t), _REACH * np.sqrt(variance + t)
    unit, unit_weight = np.polynomial.legendre.leggauss(nodes)
    panel = np.arange(_RELU_PANELS)[:, None]
    fraction = ((panel + 0.5 * (1.0 + unit)) / _RELU_PANELS).ravel()
    fraction_weight = np.tile(0.5 * unit_weight / _RELU_PANELS, _RELU_PANELS)
    low, high = np.maximum(w - reach, edge)[:, None], np.maximum(w + reach, edge)[:, None]
    near = np.broadcast_to(edge * (2.0 * fraction - 1.0), (w.size, fraction.size))
    near_weight = np.broadcast_to(2.0 * edge * fraction_weight, near.shape)
    x = np.concatenate([near, low + (high - low) * fraction], axis=1)
    return x, np.concatenate([near_weight, (high - low) * fraction_weight], axis=1)


def _smooth_posterior(
    x: FloatArray, w: FloatArray, variance: float, t: float, activation: Activation, nodes: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    deviation = np.sqrt(variance)
    width = min(0.4, 0.6 / np.sqrt(1.0 + variance / t)) * 12.0 / nodes
    half = int(np.ceil(_REACH / width))
    v = width * np.arange(-half, half + 1)
    prior = width * np.exp(-(v**2) / 2.0) / np.sqrt(2.0 * np.pi)
    moments = np.empty((*x.shape, 4))
    margin = (_REACH + 1.0) * np.sqrt(t)
    for row, mean in enumerate(w):
        sigma = activation.function(mean + deviation * v)
        # Moments of sigma about its value at w, which keeps their digits when V is small.
        centred = sigma - activation.function(mean)
        columns = prior[:, None] * np.stack([np.ones_like(v), v, centred, centred**2], axis=1)
        # Only the fields with sigma(h) near x count: blocks of x keep the kernel banded.
        for begin in range(0, x.shape[1], _BLOCK):
            block = x[row, begin : begin + _BLOCK]
            first, last = np.searchsorted(sigma, [block[0] - margin, block[-1] + margin])
            kernel = np.exp(-((block[:, None] - sigma[first:last]) ** 2) / (2.0 * t))
            moments[row, begin : begin + _BLOCK] = kernel @ columns[first:last]
    z = np.maximum(moments[..., 0], np.finfo(float).tiny)
    slope, output, square = np.moveaxis(moments[..., 1:], -1, 0) / z
    return z, slope / deviation, square - output**2


def _relu_posterior(
    x: FloatArray, w: FloatArray, variance: float, t: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Two pieces: h < 0 with output 0, and h > 0, a Gaussian channel cut at 0."""
    deviation = np.sqrt(variance)
    log_off = -(x**2) / (2.0 * t) + log_ndtr(-w / deviation)
    centre = (variance * x + t * w) / (variance + t)
    width = np.sqrt(variance * t / (variance + t))
    log_mass = log_ndtr(centre / width)
    log_on = 0.5 * np.log(t / (variance + t)) - (x - w) ** 2 / (2.0 * (variance + t)) + log_mass
    z_off, z_on = np.exp(log_off), np.exp(log_on)
    z = np.maximum(z_off + z_on, np.finfo(float).tiny)
    # d/dw of the two pieces; the boundary terms at h = 0 cancel between them, and both are kept.
    ratio = np.exp(-((centre / width) ** 2) / 2.0 - log_mass) / np.sqrt(2.0 * np.pi)
    slope_on = (x - w) / (variance + t) + ratio * t / ((variance + t) * width)
    edge = np.exp(-(x**2) / (2.0 * t) - w**2 / (2.0 * variance))
    slope = (z_on * slope_on - edge / np.sqrt(2.0 * np.pi * variance)) / z
    mean_on = centre + width * ratio
    variance_on = width**2 * np.maximum(1.0 - ratio * (centre / width + ratio), 0.0)
    share = z_on / z
    return z, slope, share * variance_on + share * (1.0 - share) * mean_on**2


def _sign_posterior(
    x: FloatArray, w: FloatArray, variance: float, t: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    up = ndtr(w / np.sqrt(variance)) * np.exp(-((x - 1.0) ** 2) / (2.0 * t))
    down = ndtr(-w / np.sqrt(variance)) * np.exp(-((x + 1.0) ** 2) / (2.0 * t))
    z = np.maximum(up + down, np.finfo(float).tiny)
    edge = np.exp(-(w**2) / (2.0 * variance)) / np.sqrt(2.0 * np.pi * variance)
    jump = np.exp(-((x - 1.0) ** 2) / (2.0 * t)) - np.exp(-((x + 1.0) ** 2) / (2.0 * t))
    return z, edge * jump / z, 4.0 * (up / z) * (down / z)
