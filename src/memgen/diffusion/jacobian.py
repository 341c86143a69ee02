"""The Jacobian of a score and its singular values: exact where it is known, else from responses.

The empirical score has its Jacobian in closed form (`EmpiricalScore.jacobian`), a network by
automatic differentiation, any score by its responses to orthogonal steps: for the rows q_k of a
random rotation

    R_k = score(x + sigma q_k, t) / sigma   (published),   [score(x + sigma q_k) - score(x)] / sigma
    (centred),   [score(x + sigma q_k) - score(x - sigma q_k)] / 2 sigma   (symmetrised),

of which the first keeps score(x), the same for all k, as its largest singular value
(arXiv:2410.08727, released code; Stanczuk et al., arXiv:2212.12611).
"""

from typing import Any, Literal

import numpy as np
from jaxtyping import Float
from scipy.stats import ortho_group

from memgen.diffusion.samplers import Score
from memgen.numerics.domain import positive

CHUNK = 256  # rows of a network's Jacobian at once, which bounds the memory
NUMBERS = 2**25  # in a block of Jacobians, likewise

Differences = Literal["published", "centred", "symmetrised"]


def orthogonal_responses(
    score: Score,
    x: Float[np.ndarray, " N"],
    t: float,
    rng: np.random.Generator,
    differences: Differences = "symmetrised",
    step: float | None = None,
) -> Float[np.ndarray, "N N"]:
    """Return the responses R (row k: to the step along q_k) of a score at x.

    Parameters
    ----------
    score : callable
        score(x, t) of samples (batch, N).
    x : (N,)
        Where.
    t : float
        Noise variance, positive.
    rng : numpy.random.Generator
        Source of the rotation.
    differences : str
        "published", "centred" or "symmetrised".
    step : float, optional
        sigma; sqrt(t) by default, as published.

    Raises
    ------
    ValueError
        If t or the step is not positive.
    """
    sigma = float(np.sqrt(t)) if step is None else step
    positive(t=t, step=sigma)
    Q = ortho_group.rvs(x.size, random_state=rng) if x.size > 1 else np.ones((1, 1))
    ahead = score(x + sigma * Q, t)
    if differences == "published":
        return ahead / sigma
    if differences == "centred":
        return (ahead - score(x[None], t)) / sigma
    return (ahead - score(x - sigma * Q, t)) / (2 * sigma)


def network_jacobian(network: Any, x: Any, t: float) -> Any:
    """Return grad score of a torch network at each x (batch, N), by reverse-mode differentiation.

    Parameters
    ----------
    network : torch.nn.Module
        score(x, t) of samples (batch, N) and times (batch,).
    x : torch.Tensor (batch, N)
        Where.
    t : float
        Noise variance.

    Returns
    -------
    torch.Tensor (batch, N, N)
        Entry (i, j) is d score_i / d x_j.
    """
    import torch

    time = torch.full((1,), float(t), dtype=x.dtype, device=x.device)

    def at(point: Any) -> Any:
        return network(point[None], time)[0]

    return torch.func.vmap(torch.func.jacrev(at, chunk_size=CHUNK))(x)


def singular_values(matrices: Float[np.ndarray, "batch N N"]) -> Float[np.ndarray, "batch N"]:
    """Return the singular values of each matrix, descending."""
    return np.linalg.svd(matrices, compute_uv=False)


def network_singular_values(
    network: Any, x: Float[np.ndarray, "batch N"], t: float
) -> Float[np.ndarray, "batch N"]:
    """Return the singular values, descending, of t grad score of a torch network at each x.

    They are 1 across a manifold of data that t resolves, and 0 along it: for data N(0, c) in a
    direction t / (c + t).

    Parameters
    ----------
    network, t
        As of `network_jacobian`.
    x : (batch, N)
        Where, in the network's precision; the batch may be empty.
    """
    import torch

    step = max(1, NUMBERS // max(1, x.shape[1] ** 2))
    parts = [np.empty((0, x.shape[1]))]
    for start in range(0, len(x), step):
        jacobian = network_jacobian(network, torch.as_tensor(x[start : start + step]), t)
        parts.append(singular_values(t * jacobian.detach().numpy()))
    return np.concatenate(parts)
