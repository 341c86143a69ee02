"""The local average over one hidden field, on a common grid: the inner integral of replica theory.

    Z(w) = ∫ Dv exp( -(A/2) (sigma(w + sqrt(V) v) - y)^2 + B sigma(w + sqrt(V) v) ),

Dv the standard Gaussian measure, for arrays of w, y and B but one V and one A, as in
`memgen.theory.field.moments`. tanh has no closed form: a trapezoid whose step resolves both the
prior's and the energy's width converges exponentially.
"""

import numpy as np

from memgen.activations import Activation
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray
from memgen.theory.field.moments import CLOSED_FORMS, FieldMoments

_WINDOW = 8.5
_WIDEST_STEP = 0.6
_MOST_NODES = 1100
_STIFFEST = 1e4


@checked
def local_average(
    activation: Activation,
    mean: FloatArray,
    variance: float,
    precision: float,
    target: FloatArray,
    field: FloatArray,
    step: float = 0.7,
) -> FieldMoments:
    """Average over one hidden field: Z of the module's docstring and the tilted moments.

    Parameters
    ----------
    activation : Activation
        Which sigma.
    mean : ndarray
        w.
    variance : float
        V > 0.
    precision : float
        A >= 0.
    target, field : ndarray
        y and B; they broadcast with `mean`.
    step : float
        Step of the trapezoid in units of the narrower width (tanh only).
    """
    closed = CLOSED_FORMS.get(activation.name)
    if closed is not None:
        return closed(mean, variance, precision, target, field)
    return _smooth(activation, mean, variance, precision, target, field, step)


@checked
def require_resolved(activation: Activation, precision: float, variance: float) -> None:
    """Check that the trapezoid resolves an energy of precision A on a field of variance V.

    Raises
    ------
    ValueError
        If A V exceeds 1e4 for an activation without a closed form. Such a field is hardly
        constrained by the others (alpha_D >= 1) while t is tiny.
    """
    if activation.name not in CLOSED_FORMS and precision * variance > _STIFFEST:
        raise ValueError(
            f"lambda V / t = {precision * variance:.1e} is above {_STIFFEST:.0e}, the largest "
            f"that the quadrature for {activation.name} resolves: t or alpha_D is out of range."
        )


def _smooth(
    activation: Activation,
    mean: FloatArray,
    variance: float,
    precision: float,
    target: FloatArray,
    field: FloatArray,
    step: float,
) -> FieldMoments:
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
    # The moments through those of the gap keep their accuracy when sigma is close to y.
    mean_gap = np.einsum("...k,...k->...", weight, gap) / total
    return FieldMoments(
        log_z,
        first / deviation,
        (spread - 1.0) / variance,
        mean_gap,
        square_distance - mean_gap**2,
    )
