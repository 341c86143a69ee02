"""Moments of a hidden field that a quadratic energy and an outer field tilt, in closed form.

    q(h) = N(h; w, V) exp( -(A/2) (sigma(h) - y)^2 + B sigma(h) ) / Z(w)

A field of mean w and variance V, drawn with the precision A towards the target y and tilted by B.
An observation x = sigma(h) + sqrt(t) n has A = 1 / t, y = x and B = 0; the diffusion energy
A = lambda / t, B = 0; the Hopfield energy A = 0, B = lambda x.

linear is a Gaussian; relu and sign are Gaussians on the two half-lines of h, whose ratios
phi / Phi go through erfcx and so keep their relative accuracy far into the forbidden side.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import erfcx, log_ndtr

from memgen.numerics.types import Real

Fields = Float[np.ndarray, "*#shape"]


@dataclass(frozen=True)
class FieldMoments:
    """The logarithm of Z and moments of q, elementwise.

    Attributes
    ----------
    log_z : ndarray
        log Z.
    slope : ndarray
        g = d log Z / dw = (E_q h - w) / V.
    curvature : ndarray
        g' = d^2 log Z / dw^2 = (Var_q h - V) / V^2.
    gap : ndarray
        E_q sigma - y, which keeps its digits where sigma is close to y.
    output_variance : ndarray
        Var_q sigma.
    """

    log_z: Fields
    slope: Fields
    curvature: Fields
    gap: Fields
    output_variance: Fields

    @property
    def square_distance(self) -> Fields:
        """E_q (sigma - y)^2."""
        return self.output_variance + self.gap**2


def hazard(u: Real) -> Real:
    """Return phi / Phi of the standard normal law at u."""
    return np.sqrt(2 / np.pi) / erfcx(-u / np.sqrt(2))


def linear_field(
    w: Real, variance: Real, precision: Real, target: Real, field: Real
) -> FieldMoments:
    """Return the moments for sigma(h) = h; w, V, A, y and B broadcast."""
    stiffness = 1 + precision * variance
    pull = target - w
    slope = np.asarray((precision * pull + field) / stiffness)
    log_z = (
        -0.5 * np.log1p(precision * variance)
        - precision * pull**2 / (2 * stiffness)
        + field * (w + variance * (precision * pull + 0.5 * field) / stiffness)
    )
    curvature = np.broadcast_to(-precision / stiffness, log_z.shape)
    left = np.broadcast_to(variance / stiffness, log_z.shape)
    gap = np.asarray((variance * field - pull) / stiffness)
    return FieldMoments(log_z, slope, curvature, gap, left)


def relu_field(w: Real, variance: Real, precision: Real, target: Real, field: Real) -> FieldMoments:
    """Return the moments for sigma(h) = max(h, 0), on two half-lines of h.

    Above 0 the linear q, below 0 the law N(w, V) itself, where the output is 0.
    """
    deviation = np.sqrt(variance)
    whole = linear_field(w, variance, precision, target, field)
    width = np.sqrt(variance / (1 + precision * variance))
    u_on, u_off = (w + variance * whole.slope) / width, -w / deviation
    hazard_on, hazard_off = hazard(u_on), hazard(u_off)
    log_on = whole.log_z + log_ndtr(u_on)
    log_off = log_ndtr(u_off) - 0.5 * precision * target**2
    log_z = np.logaddexp(log_on, log_off)
    on, off = np.exp(log_on - log_z), np.exp(log_off - log_z)
    slope_on = whole.slope + hazard_on * width / variance
    slope_off = -hazard_off / deviation
    # the variance that a half-line leaves, over the Gaussian's
    left_on = np.maximum(1 - hazard_on * (u_on + hazard_on), 0)
    bend_on = whole.curvature - (1 - left_on) * (width / variance) ** 2
    bend_off = -hazard_off * (u_off + hazard_off) / variance
    mean_on = width * (u_on + hazard_on)
    return FieldMoments(
        log_z,
        on * slope_on + off * slope_off,
        on * bend_on + off * bend_off + on * off * (slope_on - slope_off) ** 2,
        on * (whole.gap + width * hazard_on) - off * target,
        on * width**2 * left_on + on * off * mean_on**2,
    )


def sign_field(w: Real, variance: Real, precision: Real, target: Real, field: Real) -> FieldMoments:
    """Return the moments for sigma(h) = sign(h): N(w, V) cut at 0, each half with its weight."""
    deviation = np.sqrt(variance)
    u = w / deviation
    log_up = log_ndtr(u) - 0.5 * precision * (target - 1) ** 2 + field
    log_down = log_ndtr(-u) - 0.5 * precision * (target + 1) ** 2 - field
    log_z = np.logaddexp(log_up, log_down)
    up, down = np.exp(log_up - log_z), np.exp(log_down - log_z)
    slope = (up * hazard(u) - down * hazard(-u)) / deviation
    curvature = -slope * (w / variance + slope)
    gap = up * (1 - target) - down * (1 + target)
    return FieldMoments(log_z, slope, curvature, gap, 4 * up * down)


CLOSED_FORMS = {"linear": linear_field, "relu": relu_field, "sign": sign_field}
