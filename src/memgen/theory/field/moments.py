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

from memgen.numerics.doors import checked
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


@checked
def linear_field(
    w: Real, variance: Real, precision: Real, target: Real, field: Real
) -> FieldMoments:
    """Return the moments for sigma(h) = h; w, V, A, y and B broadcast."""
    log_z, shift, left = _gaussian(w, variance, precision, target, field)
    stiffness = 1 + precision * variance
    curvature = np.broadcast_to(-precision / stiffness, log_z.shape)
    gap = np.asarray((variance * field - (target - w)) / stiffness)
    return FieldMoments(log_z, shift / variance, curvature, gap, np.broadcast_to(left, log_z.shape))


@checked
def relu_field(w: Real, variance: Real, precision: Real, target: Real, field: Real) -> FieldMoments:
    """Return the moments for sigma(h) = max(h, 0), on two half-lines of h.

    Above 0 the linear q, below 0 the law N(w, V) itself, where the output is 0.
    """
    log_on, shift, spread = _gaussian(w, variance, precision, target, field)
    log_above, excess, variance_on = _positive_part(w + shift, np.sqrt(spread))
    log_below, deficit, variance_off = _positive_part(-w, np.sqrt(variance))
    log_on, log_off = log_on + log_above, log_below - 0.5 * precision * target**2
    log_z = np.logaddexp(log_on, log_off)
    on, off = np.exp(log_on - log_z), np.exp(log_off - log_z)
    # the mean of h - w on either side, and the variance of both together
    shift_on, shift_off = shift + excess, -deficit
    total = on * variance_on + off * variance_off + on * off * (shift_on - shift_off) ** 2
    mean_on = w + shift_on
    return FieldMoments(
        log_z,
        (on * shift_on + off * shift_off) / variance,
        (total - variance) / variance**2,
        on * (mean_on - target) - off * target,
        on * variance_on + on * off * mean_on**2,
    )


@checked
def sign_field(w: Real, variance: Real, precision: Real, target: Real, field: Real) -> FieldMoments:
    """Return the moments for sigma(h) = sign(h): N(w, V) cut at 0, each half with its weight."""
    deviation = np.sqrt(variance)
    u = w / deviation
    log_up = log_ndtr(u) - 0.5 * precision * (target - 1) ** 2 + field
    log_down = log_ndtr(-u) - 0.5 * precision * (target + 1) ** 2 - field
    log_z = np.logaddexp(log_up, log_down)
    up, down = np.exp(log_up - log_z), np.exp(log_down - log_z)
    slope = (up * _hazard(u) - down * _hazard(-u)) / deviation
    curvature = -slope * (w / variance + slope)
    gap = up * (1 - target) - down * (1 + target)
    return FieldMoments(log_z, slope, curvature, gap, 4 * up * down)


def _gaussian(
    w: Real, variance: Real, precision: Real, target: Real, field: Real
) -> tuple[Fields, Fields, Real]:
    """Return log Z, the shift of the field's mean and its variance for sigma(h) = h."""
    stiffness = 1 + precision * variance
    pull = target - w
    log_z = (
        -0.5 * np.log1p(precision * variance)
        - precision * pull**2 / (2 * stiffness)
        + field * (precision * pull * variance + 0.5 * field * variance) / stiffness
        + field * w
    )
    shift = variance * (precision * pull + field) / stiffness
    return np.asarray(log_z), np.asarray(shift), variance / stiffness


def _positive_part(mean: Real, deviation: Real) -> tuple[Fields, Fields, Fields]:
    """Return log P(s > 0) and the mean excess and variance of s | s > 0, s ~ N(mean, dev^2)."""
    ratio = mean / deviation
    hazard = _hazard(ratio)
    left = deviation**2 * np.maximum(1 - hazard * (ratio + hazard), 0)
    return np.asarray(log_ndtr(ratio)), np.asarray(deviation * hazard), np.asarray(left)


def _hazard(u: Real) -> Fields:
    """Return phi / Phi of the standard normal law at u."""
    return np.sqrt(2 / np.pi) / erfcx(-u / np.sqrt(2))


CLOSED_FORMS = {"linear": linear_field, "relu": relu_field, "sign": sign_field}
