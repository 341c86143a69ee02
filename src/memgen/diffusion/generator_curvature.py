"""The exact curvature of data that a known function generates from uniform latents.

Data x_0 = g(u), u uniform in the unit cube of D dimensions, have at noise variance t

    t grad score(x) = Cov[x_0 | x] / t - 1,

whose singular values are 0 along the manifold and 1 across it where t is small. The posterior of u
at a point g(u_0) is taken by importance sampling: of a normal law about u_0 with the precision
G^T G / t + 12 of its tangents G and of the cube, widened.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive

DIFFERENCE = 1e-4  # of latents, for the tangents
WIDENED = 1.3  # the proposal's standard deviation, since the posterior bends with the manifold

Generator = Callable[[Float[np.ndarray, "batch D"]], Float[np.ndarray, "batch N"]]


def generator_singular_values(
    generate: Generator,
    u: Float[np.ndarray, "batch D"],
    t: float,
    rng: np.random.Generator,
    draws: int = 4000,
) -> tuple[Float[np.ndarray, "batch N"], float]:
    """Return the singular values, descending, of t grad score at g(u), and how good they are.

    Parameters
    ----------
    generate : callable
        g, from latents in the unit cube to points.
    u : (batch, D)
        Latents of the points.
    t : float
        Noise variance, positive.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Of each posterior.

    Returns
    -------
    values : (batch, N)
    effective : float
        The least effective number of draws, 1 / sum w^2, of a posterior.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    positive(t=t)
    values, effective = [], np.inf
    for own in u:
        latents, weights = _posterior(generate, own, t, rng, draws)
        points = generate(latents)
        centred = points - weights @ points
        covariance = (weights[:, None] * centred).T @ centred
        along = np.abs(np.linalg.eigvalsh(covariance / t - np.eye(points.shape[1])))
        values.append(np.sort(along)[::-1])
        effective = min(effective, 1 / float((weights**2).sum()))
    return np.stack(values), effective


def _posterior(
    generate: Generator, own: np.ndarray, t: float, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """Latents within the cube, and their weights under the posterior at g(own)."""
    D = len(own)
    steps = DIFFERENCE * np.eye(D)
    tangents = (generate(own + steps) - generate(own - steps)) / (2 * DIFFERENCE)
    precision = (tangents @ tangents.T / t + 12 * np.eye(D)) / WIDENED**2
    factor = np.linalg.cholesky(precision)
    noise = rng.standard_normal((draws, D))
    latents = own + np.linalg.solve(factor.T, noise.T).T
    inside = ((latents >= 0) & (latents <= 1)).all(axis=1)
    latents, noise = latents[inside], noise[inside]
    gap = generate(latents) - generate(own[None])
    log_weight = (noise**2).sum(axis=1) / 2 - (gap**2).sum(axis=1) / (2 * t)
    weight = np.exp(log_weight - log_weight.max())
    return latents, weight / weight.sum()
