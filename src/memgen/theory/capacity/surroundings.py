"""Surroundings of independent patterns: Gaussian, spherical and binary ones.

The points of `memgen.theory.capacity.poisson` are drawn under tilts exp(f.xi), f = eta x along the
states x that the update passes. For independent patterns these laws are explicit: normal about f; a
cosine with f of density (1 - u^2)^{(N-3)/2} exp(sqrt(N) |f| u); independent bits of mean tanh(f_i).
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from memgen.numerics.doors import checked
from memgen.theory.capacity.poisson import TILTS, Surroundings

State = Float[np.ndarray, " N"]
Fields = Float[np.ndarray, "fields N"]

_V = np.linspace(-5.0, 5.0, 4001)  # cosine u = tanh v


@checked
def independent_surroundings(
    patterns: str,
    own: State,
    states: Sequence[State],
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
    states : sequence of (N,)
        The states about which levels are needed: the start of the update, and its end.
    lam : float
        The largest inverse temperature at which they are used.
    rng : numpy.random.Generator
        Source of the points.
    points : int
        Points for each tilt and state.
    """
    draw = {"gaussian": _gaussian, "spherical": _spherical, "binary": _binary}[patterns]
    fields = np.concatenate([lam * np.outer(TILTS, state) for state in states])
    drawn, log_mean = draw(fields, points, rng)
    # over the untilted law each component has the density exp(f.xi) / E exp(f.xi)
    return Surroundings.of(own, drawn, -logsumexp(drawn @ fields.T - log_mean, axis=1), rng)


def _gaussian(
    fields: Fields, points: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    count, N = fields.shape
    drawn = fields[:, None] + rng.standard_normal((count, points, N))
    return drawn.reshape(-1, N), (fields**2).sum(axis=1) / 2


def _spherical(
    fields: Fields, points: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    count, N = fields.shape
    norm = np.linalg.norm(fields, axis=1)
    log_free = -(N - 1) * np.log(np.cosh(_V))
    log_tilted = log_free + np.sqrt(N) * norm[:, None] * np.tanh(_V)
    log_mean = logsumexp(log_tilted, axis=1) - logsumexp(log_free)
    drawn = np.empty((count, points, N))
    for k, field in enumerate(fields):
        share = np.exp(log_tilted[k] - log_tilted[k].max()).cumsum()
        cosine = np.tanh(np.interp(rng.random(points), share / share[-1], _V))[:, None]
        axis = field / norm[k] if norm[k] > 0 else np.eye(N)[0]
        across = rng.standard_normal((points, N))
        across -= np.outer(across @ axis, axis)
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        drawn[k] = np.sqrt(N) * (cosine * axis + np.sqrt(1 - cosine**2) * across)
    return drawn.reshape(-1, N), log_mean


def _binary(fields: Fields, points: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count, N = fields.shape
    up = (1 + np.tanh(fields))[:, None] / 2
    drawn = np.where(rng.random((count, points, N)) < up, 1.0, -1.0)
    log_mean = (np.logaddexp(fields, -fields) - np.log(2)).sum(axis=1)
    return drawn.reshape(-1, N), log_mean
