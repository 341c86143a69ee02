"""Surroundings of independent patterns: Gaussian, spherical and binary ones.

The points of `memgen.theory.capacity.poisson` are drawn under tilts exp(eta x.xi) along a state x,
which for independent patterns are explicit: normal about eta x, a cosine of density
(1 - u^2)^{(N-3)/2} exp(eta N u), and independent bits of mean tanh(eta x_i).
"""

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from memgen.theory.capacity.poisson import TILTS, Surroundings

State = Float[np.ndarray, " N"]


def independent_surroundings(
    patterns: str,
    own: State,
    along: State,
    lam: float,
    rng: np.random.Generator,
    points: int = 100,
) -> Surroundings:
    """Return the surroundings of one of many independent patterns.

    Parameters
    ----------
    patterns : str
        "gaussian", "spherical" or "binary".
    own : (N,)
        The own pattern.
    along : (N,)
        The state that the levels are seen from, which is where the update starts.
    lam : float
        The largest inverse temperature at which they are used.
    rng : numpy.random.Generator
        Source of the points.
    points : int
        Points for each tilt.
    """
    draw = {"gaussian": _gaussian, "spherical": _spherical, "binary": _binary}[patterns]
    drawn, log_weight = draw(along, lam * np.array(TILTS), points, rng)
    return Surroundings.of(own, drawn, log_weight, rng)


def _gaussian(x: State, tilts: np.ndarray, points: int, rng: np.random.Generator):
    means = tilts[:, None] * x
    drawn = (means[:, None] + rng.standard_normal((len(tilts), points, x.size))).reshape(-1, x.size)
    # densities over that of the untilted law, exp(eta x.xi - eta^2 |x|^2 / 2)
    log_ratio = (drawn @ x)[:, None] * tilts - tilts**2 * (x @ x) / 2
    return drawn, -logsumexp(log_ratio, axis=1)


def _spherical(x: State, tilts: np.ndarray, points: int, rng: np.random.Generator):
    N = x.size
    norm = np.sqrt(x @ x)
    v = np.linspace(-4.0, 4.0, 4001)
    u = np.tanh(v)
    log_free = -(N - 1) * np.log(np.cosh(v))
    log_tilted = log_free + tilts[:, None] * np.sqrt(N) * norm * u
    log_tilted -= logsumexp(log_tilted, axis=1, keepdims=True)
    log_free = log_free - logsumexp(log_free)
    places = [
        np.interp(rng.random(points), np.exp(row).cumsum(), v) for row in log_tilted
    ]
    place = np.concatenate(places)
    cosine = np.tanh(place)
    across = rng.standard_normal((len(place), N))
    across -= np.outer(across @ x, x) / norm**2
    across *= (np.sqrt((1 - cosine**2) / np.einsum("pn,pn->p", across, across)))[:, None]
    drawn = np.sqrt(N) * (cosine[:, None] * x / norm + across)
    log_mixture = logsumexp(
        [np.interp(place, v, row - log_free) for row in log_tilted], axis=0
    )
    return drawn, -log_mixture


def _binary(x: State, tilts: np.ndarray, points: int, rng: np.random.Generator):
    bias = np.tanh(tilts[:, None] * x)
    uniform = rng.random((len(tilts), points, x.size))
    drawn = np.where(uniform < (1 + bias[:, None]) / 2, 1.0, -1.0).reshape(-1, x.size)
    field = tilts[:, None] * x
    log_ratio = drawn @ field.T - np.log(np.cosh(field)).sum(axis=1)
    return drawn, -logsumexp(log_ratio, axis=1)
