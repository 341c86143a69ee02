"""The posterior of a hidden field, given one observation of each.

One coordinate of x = sigma(h) + sqrt(t) n, whose field h ~ N(w, V) the other coordinates tell, has

    q(h) = N(h; w, V) N(x; sigma(h), t) / Z(w, V).

Message passing needs g = d log Z / dw = (E_q h - w) / V, its derivative in w, and the first two
moments of sigma(h): those of `memgen.theory.field.moments` at A = 1 / t, y = x and B = 0. Here w,
V, x and t are arrays of one element a coordinate, where `memgen.theory.field.grid` has one V and t
for all. tanh is a trapezoid on a window that provably holds the mass of q (`window`), with a step
below the narrowest width that q can have.
"""

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from memgen.activations import Activation
from memgen.theory.field.moments import CLOSED_FORMS, FieldMoments

Fields = Float[np.ndarray, "*shape"]

_DROPPED = 38.0
"""Nats below the highest density that are left out of the window: a relative 3e-17."""
_CELLS = 24
_WIDEST_STEP = 0.22
_STEP = 0.75
_MOST_NODES = 2**15
_BLOCK = 2**17
_GROWTH = 1.2
_LARGEST_CURVATURE = 4.0 / 3.0**1.5
"""max |sigma''| of tanh."""


def field_posterior(
    activation: Activation, w: Fields, variance: Fields, x: Fields, t: Fields
) -> FieldMoments:
    """Return the moments of q(h) of every coordinate; log Z has the noise's normalisation.

    Parameters
    ----------
    activation : Activation
        Which sigma.
    w, variance : ndarray
        Mean and variance V > 0 of the field.
    x : ndarray
        Observations; the arrays have one shape.
    t : ndarray
        Noise variances, positive.

    Raises
    ------
    ValueError
        If a coordinate of tanh asks for more than 32768 nodes: V / t is then above 1e7 or so.
    """
    closed = CLOSED_FORMS.get(activation.name)
    seen = closed(w, variance, 1 / t, x, np.zeros(())) if closed else _tanh(w, variance, x, t)
    return replace(seen, log_z=seen.log_z - 0.5 * np.log(2 * np.pi * t))


def window(w: Fields, variance: Fields, x: Fields, t: Fields) -> tuple[Fields, Fields, Fields]:
    """Return the ends of an interval of h that holds all but 1e-16 of q's mass, and q's depth.

    -log q = (h - w)^2 / 2V + (x - tanh h)^2 / 2t is a sum of two terms with one minimum each, at w
    and at h* = artanh x. On a cell its least value is therefore bounded by the terms at the cell's
    ends, and a cell whose bound lies 38 nats above the lowest node holds no mass.

    Returns
    -------
    low, high : ndarray
        Ends of the interval.
    depth : ndarray
        -log q at the lowest node.
    """
    deviation, reach = np.sqrt(variance), np.sqrt(2 * _DROPPED)
    preimage = np.arctanh(np.clip(x, -1 + 1e-15, 1 - 1e-15))
    # A mode lies between w and h*, no further from w than the energy at w or its pull allows.
    most = np.abs(x - np.tanh(w)) / np.sqrt(t) * np.minimum(1, np.sqrt(variance / t))
    shift = np.clip((preimage - w) / deviation, -most, most)
    low = np.minimum(shift, 0) - reach
    high = np.maximum(shift, 0) + reach
    fraction = np.linspace(0, 1, _CELLS + 1)
    y = low[..., None] + (high - low)[..., None] * fraction
    gap = x[..., None] - np.tanh(w[..., None] + deviation[..., None] * y)
    prior, energy = y**2 / 2, gap**2 / (2 * t[..., None])
    depth = (prior + energy).min(axis=-1)
    # A term's least value on a cell is 0 if it has its minimum there, else that at the nearer end.
    least = np.where(y[..., :-1] * y[..., 1:] < 0, 0, np.minimum(prior[..., :-1], prior[..., 1:]))
    crosses = gap[..., :-1] * gap[..., 1:] < 0
    least += np.where(crosses, 0, np.minimum(energy[..., :-1], energy[..., 1:]))
    held = least <= depth[..., None] + _DROPPED
    first = held.argmax(axis=-1)
    last = _CELLS - held[..., ::-1].argmax(axis=-1)
    at = w + deviation * low
    cell = deviation * (high - low) / _CELLS
    return at + first * cell, at + last * cell, depth


def _tanh(w: Fields, variance: Fields, x: Fields, t: Fields) -> FieldMoments:
    flat = [np.ravel(array) for array in (w, variance, x, t)]
    moments = np.empty((5, x.size))
    rows = max(1, _BLOCK // (4 * _CELLS))
    for start in range(0, x.size, rows):
        part = slice(start, start + rows)
        moments[:, part] = _tanh_block(*(array[part] for array in flat))
    return FieldMoments(*moments.reshape(5, *x.shape))


def _tanh_block(w: Fields, variance: Fields, x: Fields, t: Fields) -> np.ndarray:
    """Trapezoids of as many nodes as each coordinate needs, those of about as many together."""
    low, high, depth = window(w, variance, x, t)
    # -log q bends by at most 1/V + (sigma'^2 + |x - sigma| |sigma''|) / t where q has its mass;
    # the poles of tanh, pi/2 off the real axis, bound the step too.
    miss = np.minimum(np.abs(x) + 1, np.sqrt(2 * t * (depth + _DROPPED)))
    width = 1 / np.sqrt(1 / variance + (1 + _LARGEST_CURVATURE * miss) / t)
    need = (high - low) / np.minimum(_STEP * width, _WIDEST_STEP) + 2
    if need.max() > _MOST_NODES:
        worst = int(need.argmax())
        raise ValueError(
            f"tanh at V={variance[worst]:.3g}, t={t[worst]:.3g}, x={x[worst]:.3g} asks for "
            f"{need[worst]:.0f} nodes, more than {_MOST_NODES}: t is out of range."
        )
    classes = np.ceil(np.log(need) / np.log(_GROWTH)).astype(int)
    found = np.empty((5, x.size))
    for level in np.unique(classes):
        members = np.flatnonzero(classes == level)
        nodes = int(np.ceil(_GROWTH**level))
        rows = max(1, _BLOCK // nodes)
        for start in range(0, members.size, rows):
            i = members[start : start + rows]
            found[:, i] = _trapezoid(w[i], variance[i], x[i], t[i], low[i], high[i], nodes)
    return found


def _trapezoid(
    w: Fields, variance: Fields, x: Fields, t: Fields, low: Fields, high: Fields, nodes: int
) -> np.ndarray:
    k = np.linspace(-1, 1, nodes)
    centre, half = (high + low) / 2, (high - low) / 2
    h = half[:, None] * k
    exponent = h + (centre - w)[:, None]
    np.square(exponent, out=exponent)
    exponent *= (-0.5 / variance)[:, None]
    h += centre[:, None]
    gap = np.tanh(h, out=h)
    gap -= x[:, None]
    square = np.square(gap)
    exponent -= square * (0.5 / t)[:, None]
    peak = exponent.max(axis=1)
    exponent -= peak[:, None]
    weight = np.exp(exponent, out=exponent)
    total, first, second = (weight @ np.stack([k**0, k, k**2], axis=1)).T
    log_z = peak + np.log(total * half * 2 / (nodes - 1)) - 0.5 * np.log(2 * np.pi * variance)
    mean = first / total
    spread = half**2 * (second / total - mean**2)
    slope = (centre - w + half * mean) / variance
    mean_gap = np.einsum("ik,ik->i", weight, gap) / total
    output_variance = np.einsum("ik,ik->i", weight, square) / total - mean_gap**2
    return np.stack(
        [
            log_z,
            slope,
            (spread - variance) / variance**2,
            mean_gap,
            np.maximum(output_variance, 0),
        ]
    )
