"""Singular values of a linear map that can only be applied: for Jacobians too large to be stored.

Golub-Kahan-Lanczos bidiagonalisation with full reorthogonalisation: from a unit vector v_1,

    A v_k = alpha_k u_k + beta_{k-1} u_{k-1},    A^T u_k = alpha_k v_k + beta_k v_{k+1}

(Golub and Kahan 1965). After m steps the singular values theta_j of the m x m bidiagonal matrix
tell two things: the largest ones are singular values of A, each to within beta_m |last component
of its left vector|; and with weights w_j = (first component of the right vector)^2,

    sum_j w_j f(theta_j)  estimates  (1/N) sum_i f(sigma_i)

when v_1 is random, exactly in the mean for polynomials in theta^2 of degree below 2m (stochastic
Lanczos quadrature, Ubaru, Chen and Saad 2017): the whole ordered spectrum, smoothed.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float

Map = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Lanczos:
    """What m steps tell.

    Attributes
    ----------
    values : (m,)
        theta, falling.
    errors : (m,)
        Bounds of the distance of each to a singular value.
    weights : (m,)
        w, which sum to 1.
    """

    values: Float[np.ndarray, " m"]
    errors: Float[np.ndarray, " m"]
    weights: Float[np.ndarray, " m"]


def lanczos(forward: Map, transpose: Map, start: Float[torch.Tensor, " N"], steps: int) -> Lanczos:
    """Bidiagonalise a square map.

    Parameters
    ----------
    forward, transpose : callable
        v -> A v and u -> A^T u, vectors (N,) of the dtype and device of `start`.
    start : (N,)
        v_1, brought to length 1.
    steps : int
        m, at most N.

    Returns
    -------
    Lanczos
        Of fewer than m steps where the space that `start` spans is exhausted before.

    Raises
    ------
    ValueError
        If m is below 1 or above N, or `start` is 0.
    """
    N = start.numel()
    if not 1 <= steps <= N or not bool(start.norm() > 0):
        raise ValueError(f"steps={steps}: give 1 to N={N} steps, and a start that is not 0.")
    right, left = [start / start.norm()], []
    alphas, betas = [], []
    tiny = 100 * torch.finfo(start.dtype).eps
    for k in range(steps):
        u = forward(right[k])
        if k:
            u = u - betas[k - 1] * left[k - 1]
        u = _orthogonal(u, left)
        alphas.append(float(u.norm()))
        largest = max(alphas + betas)
        if alphas[k] <= tiny * largest:
            # A maps the space reached onto fewer dimensions: one singular value is 0
            betas.append(0.0)
            break
        left.append(u / alphas[k])
        v = _orthogonal(transpose(left[k]) - alphas[k] * right[k], right)
        betas.append(float(v.norm()))
        if betas[k] <= tiny * largest:
            betas[k] = 0.0
            break
        right.append(v / betas[k])
    count = len(alphas)
    bidiagonal = np.diag(alphas) + np.diag(betas[: count - 1], 1)
    U, values, Vt = np.linalg.svd(bidiagonal)
    return Lanczos(values, betas[count - 1] * np.abs(U[-1]), Vt[:, 0] ** 2)


def ordered_spectrum(
    parts: list[Lanczos], fractions: Float[np.ndarray, " ranks"]
) -> Float[np.ndarray, " ranks"]:
    """Return the singular value below which lies the fraction 1 - f of all, for each f.

    Parameters
    ----------
    parts : list of Lanczos
        From independent random starts.
    fractions : (ranks,)
        (rank + 1/2) / N of the falling spectrum, in (0, 1).

    Raises
    ------
    ValueError
        If there is no part.
    """
    if not parts:
        raise ValueError("parts is empty: give one or more.")
    values = np.concatenate([part.values for part in parts])
    weights = np.concatenate([part.weights for part in parts]) / len(parts)
    order = np.argsort(values)[::-1]
    # a value stands in the middle of its own weight
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(fractions, reached, values[order])


def _orthogonal(v: torch.Tensor, basis: list[torch.Tensor]) -> torch.Tensor:
    """Take off the parts along a basis, twice: once is not enough in floating point."""
    if not basis:
        return v
    held = torch.stack(basis)
    for _ in range(2):
        v = v - held.T @ (held @ v)
    return v


def jacobian_maps(function: Map, x: torch.Tensor) -> tuple[Map, Map]:
    """Return v -> J v and u -> J^T u of the Jacobian of a function at x.

    Forward- and reverse-mode differentiation; vectors (N,) stand for tensors of the shape of x.
    """
    shape = x.shape
    pull = torch.func.vjp(function, x)[1]

    def forward(v: torch.Tensor) -> torch.Tensor:
        with warnings.catch_warnings():
            # torch's own first use of forward mode
            warnings.filterwarnings("ignore", "`torch.jit.script` is deprecated")
            found = torch.func.jvp(function, (x,), (v.reshape(shape),))[1]
        return found.reshape(-1).detach()

    def transpose(u: torch.Tensor) -> torch.Tensor:
        return pull(u.reshape(shape))[0].reshape(-1).detach()

    return forward, transpose
