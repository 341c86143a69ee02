"""The local average over one hidden field, for each activation.

Every replica average of the hidden manifold contains one inner integral,

    Z(c) = ∫ Dv exp( -(A/2) (sigma(c + sqrt(V) v) - y)^2 + B sigma(c + sqrt(V) v) ),

with Dv the standard Gaussian measure: a field of mean c and variance V that a quadratic energy
of precision A draws towards the target y and an outer field B tilts. The diffusion energy has
A = lambda / t and B = 0, the Hopfield energy A = 0 and B = lambda sigma(h).

Linear, relu and sign have Z in closed form (truncated Gaussians); tanh uses a trapezoid whose
step resolves both the prior's and the energy's width, which converges exponentially.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import erfcx, log_ndtr

from memgen.activations import Activation
from memgen.numerics.gaussian_quadrature import FloatArray

_WINDOW = 8.5
_WIDEST_STEP = 0.6
_MOST_NODES = 1100
_STIFFEST = 1e4


@dataclass(frozen=True)
class LocalAverage:
    """The logarithm of Z(c) and moments of the tilted measure, on a common grid.

    Attributes
    ----------
    log_z : ndarray
        log Z.
    slope : ndarray
        d log Z / dc = <v> / sqrt(V).
    curvature : ndarray
        d^2 log Z / dc^2 = (Var v - 1) / V.
    output : ndarray
        <sigma>.
    square_distance : ndarray
        <(sigma - y)^2>.
    """

    log_z: FloatArray
    slope: FloatArray
    curvature: FloatArray
    output: FloatArray
    square_distance: FloatArray


def local_average(
    activation: Activation,
    mean: FloatArray,
    variance: float,
    precision: float,
    target: FloatArray,
    field: FloatArray,
    step: float = 0.7,
) -> LocalAverage:
    """Average over one hidden field: Z(c) of the module's docstring and its moments.

    Parameters
    ----------
    activation : Activation
        Which sigma.
    mean : ndarray
        c.
    variance : float
        V > 0.
    precision : float
        A >= 0.
    target, field : ndarray
        y and B; they broadcast with `mean`.
    step : float
        Step of the trapezoid in units of the narrower width (tanh only).

    Returns
    -------
    LocalAverage
        Fields of the broadcast shape.
    """
    channel = _CLOSED_FORMS.get(activation.name)
    if channel is not None:
        return channel(mean, variance, precision, target, field)
    return _smooth(activation, mean, variance, precision, target, field, step)


def require_resolved(activation: Activation, precision: float, variance: float) -> None:
    """Check that the trapezoid resolves an energy of precision A on a field of variance V.

    Raises
    ------
    ValueError
        If A V exceeds 1e4 for an activation without a closed form. Such a field is hardly
        constrained by the others (alpha_D >= 1) while t is tiny.
    """
    if activation.name not in _CLOSED_FORMS and precision * variance > _STIFFEST:
        raise ValueError(
            f"lambda V / t = {precision * variance:.1e} is above {_STIFFEST:.0e}, the largest "
            f"that the quadrature for {activation.name} resolves: t or alpha_D is out of range."
        )


def _quadratic(
    mean: FloatArray, variance: float, precision: float, target: FloatArray, field: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Return log Z, the shift of the field's mean and its variance for sigma(h) = h."""
    stiffness = 1.0 + precision * variance
    pull = target - mean
    log_z = (
        -0.5 * np.log1p(precision * variance)
        - precision * pull**2 / (2.0 * stiffness)
        + field * (precision * pull * variance + 0.5 * field * variance) / stiffness
        + field * mean
    )
    return log_z, variance * (precision * pull + field) / stiffness, variance / stiffness


def _positive_part(mean: FloatArray, deviation: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return log P(s > 0) and the mean excess and variance of s | s > 0, s ~ N(mean, dev^2)."""
    ratio = mean / deviation
    # phi / Phi through erfcx keeps its relative accuracy far into the forbidden side.
    hazard = np.sqrt(2.0 / np.pi) / erfcx(-ratio / np.sqrt(2.0))
    variance = deviation**2 * np.maximum(1.0 - hazard * (ratio + hazard), 0.0)
    return log_ndtr(ratio), deviation * hazard, variance


def _mixture(
    variance: float,
    logs: tuple[FloatArray, FloatArray],
    shifts: tuple[FloatArray, FloatArray],
    variances: tuple[FloatArray, FloatArray],
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return log Z, slope, curvature and the two weights of a field on one of two half-lines."""
    log_z = np.logaddexp(*logs)
    upper, lower = np.exp(logs[0] - log_z), np.exp(logs[1] - log_z)
    shift = upper * shifts[0] + lower * shifts[1]
    spread = (
        upper * variances[0] + lower * variances[1] + upper * lower * (shifts[0] - shifts[1]) ** 2
    )
    return log_z, shift / variance, (spread - variance) / variance**2, upper, lower


def _linear(
    mean: FloatArray, variance: float, precision: float, target: FloatArray, field: FloatArray
) -> LocalAverage:
    log_z, shift, spread = _quadratic(mean, variance, precision, target, field)
    curvature = np.full_like(log_z, (spread - variance) / variance**2)
    square_distance = (mean + shift - target) ** 2 + spread
    return LocalAverage(log_z, shift / variance, curvature, mean + shift, square_distance)


def _relu(
    mean: FloatArray, variance: float, precision: float, target: FloatArray, field: FloatArray
) -> LocalAverage:
    log_on, shift, spread = _quadratic(mean, variance, precision, target, field)
    log_above, excess, on_variance = _positive_part(mean + shift, np.sqrt(spread))
    log_below, deficit, off_variance = _positive_part(-mean, np.sqrt(variance))
    on, off = shift + excess, -deficit
    log_z, slope, curvature, upper, lower = _mixture(
        variance,
        (log_on + log_above, log_below - 0.5 * precision * target**2),
        (on, off),
        (on_variance, off_variance),
    )
    square_distance = upper * ((mean + on - target) ** 2 + on_variance) + lower * target**2
    return LocalAverage(log_z, slope, curvature, upper * (mean + on), square_distance)


def _sign(
    mean: FloatArray, variance: float, precision: float, target: FloatArray, field: FloatArray
) -> LocalAverage:
    deviation = np.sqrt(variance)
    log_above, excess, up_variance = _positive_part(mean, deviation)
    log_below, deficit, down_variance = _positive_part(-mean, deviation)
    log_z, slope, curvature, upper, lower = _mixture(
        variance,
        (
            log_above - 0.5 * precision * (1.0 - target) ** 2 + field,
            log_below - 0.5 * precision * (1.0 + target) ** 2 - field,
        ),
        (excess, -deficit),
        (up_variance, down_variance),
    )
    square_distance = upper * (1.0 - target) ** 2 + lower * (1.0 + target) ** 2
    return LocalAverage(log_z, slope, curvature, upper - lower, square_distance)


def _smooth(
    activation: Activation,
    mean: FloatArray,
    variance: float,
    precision: float,
    target: FloatArray,
    field: FloatArray,
    step: float,
) -> LocalAverage:
    deviation = np.sqrt(variance)
    # |sigma'| <= 1 bounds how narrow the energy can be and how far the field can push; the poles
    # of sigma, a distance pi / (2 sqrt(V)) from the real axis of v, bound the step too.
    width = step * min(_WIDEST_STEP, 1.0 / np.sqrt(1.0 + precision * variance))
    reach = _WINDOW + deviation * float(np.max(np.abs(field), initial=0.0))
    # A solver that strays must not exhaust the memory; `require_resolved` judges its answer.
    half = min(int(np.ceil(reach / width)), int(_MOST_NODES / step))
    v = np.linspace(-reach, reach, 2 * half + 1)
    sigma = activation.function(mean[..., None] + deviation * v)
    gap = sigma - target[..., None]
    exponent = (-0.5 * precision) * gap**2
    if np.any(field):
        exponent = exponent + field[..., None] * sigma
    exponent -= 0.5 * v**2
    peak = exponent.max(axis=-1)
    weight = np.exp(exponent - peak[..., None])
    total = weight.sum(axis=-1)
    log_z = peak + np.log(total) + np.log(v[1] - v[0]) - 0.5 * np.log(2.0 * np.pi)
    moments = weight @ np.stack([v, v**2], axis=1) / total[..., None]
    first, spread = moments[..., 0], moments[..., 1] - moments[..., 0] ** 2
    square_distance = np.einsum("...k,...k->...", weight, gap**2) / total
    # The mean output through the mean gap keeps its accuracy when sigma is close to y.
    output = target + np.einsum("...k,...k->...", weight, gap) / total
    return LocalAverage(
        log_z, first / deviation, (spread - 1.0) / variance, output, square_distance
    )


_CLOSED_FORMS = {"linear": _linear, "relu": _relu, "sign": _sign}
