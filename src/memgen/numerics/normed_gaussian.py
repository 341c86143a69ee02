"""Gaussian vectors conditioned on their norm."""

import numpy as np
from jaxtyping import Float

# Rounds of the rejection; each accepts about half of what is left.
ROUNDS = 200


def conditioned_components(
    eigenvalues: Float[np.ndarray, "points rank"], N: int, rng: np.random.Generator
) -> Float[np.ndarray, "points rank"]:
    """Return independent x_k ~ N(0, a_k), k = 1 ... rank, given that sum x_k^2 = N.

    A direction u of the Gaussian, of density q^(-rank/2) with q = sum u^2 / a, is accepted with
    probability proportional to q^(rank/2) exp(-N q / 2), whose maximum is at q = rank / N: then its
    density is exp(-N q / 2) (the rejection of Kent, Ganeiber and Mardia, arXiv:1310.8110).

    Parameters
    ----------
    eigenvalues : (points, rank)
        Variances a_k > 0, for each point.
    N : int
        The squared norm.
    rng : numpy.random.Generator
        Source of the points.

    Raises
    ------
    RuntimeError
        If directions are never accepted: the norm N is too far from the sum of the a_k.
    """
    points = np.empty_like(eigenvalues, dtype=float)
    left = np.arange(len(points))
    rank = eigenvalues.shape[1]
    for _ in range(ROUNDS):
        a = eigenvalues[left]
        u = np.sqrt(a) * rng.standard_normal(a.shape)
        u /= np.linalg.norm(u, axis=1, keepdims=True)
        ratio = N * (u**2 / a).sum(axis=1) / rank
        accepted = np.log(rng.random(len(left))) < rank / 2 * (np.log(ratio) - ratio + 1)
        points[left[accepted]] = np.sqrt(N) * u[accepted]
        left = left[~accepted]
        if left.size == 0:
            return points
    raise RuntimeError(
        f"N={N}: of {len(points)} points {len(left)} were rejected {ROUNDS} times; "
        "the eigenvalues' sum is too far from N."
    )
