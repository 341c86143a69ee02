"""The exact score of a curved manifold of few dimensions, and its Jacobian, by quadrature.

For xi = sigma(F z), z ~ N(0, 1_D), noised to x at variance t, the weights of the latent points are
w(z) ~ exp(-|x - sigma(F z)|^2 / 2t - |z|^2 / 2), and

    score = (E_w[xi] - x) / t,     grad score = (Cov_w[xi] / t - 1) / t.

A grid around the mode of w, in the coordinates in which w is about normal, is exact to rounding
while sigma is smooth on its width, at small t.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive

NODES = 25
REACH = 6.5


@dataclass(frozen=True)
class LocalScore:
    """Score and Jacobian at one x.

    Attributes
    ----------
    score : (N,)
    jacobian : (N, N)
    latent : (D,)
        The mode z* of w.
    tangent : (N, D)
        diag(sigma'(F z*)) F, the tangent map there.
    """

    score: Float[np.ndarray, " N"]
    jacobian: Float[np.ndarray, "N N"]
    latent: Float[np.ndarray, " D"]
    tangent: Float[np.ndarray, "N D"]


def local_score(
    F: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, " N"],
    t: float,
    start: Float[np.ndarray, " D"],
    activation: ActivationName = "tanh",
) -> LocalScore:
    """Return the exact score of sigma(F z) and its Jacobian at x.

    Parameters
    ----------
    F : (N, D)
        Effective matrix; D up to 3 or so, the grid has 25^D points.
    x : (N,)
        Where.
    t : float
        Noise variance, positive; the mode has to be unique, as it is near the manifold.
    start : (D,)
        Latent point near the mode, from which Newton's method starts.
    activation : str
        A smooth sigma: "linear" or "tanh".

    Raises
    ------
    ValueError
        If t is not positive or sigma not smooth.
    ConvergenceError
        If the mode is not found.
    """
    positive(t=t)
    if activation not in ("linear", "tanh"):
        raise ValueError(f"activation={activation!r} must be linear or tanh, which are smooth.")
    sigma = get_activation(activation)
    z = _mode(F, x, t, start, sigma)
    tangent = sigma.derivative(F @ z)[:, None] * F
    D = F.shape[1]
    # w is about normal with this precision (Gauss and Newton's approximation of its curvature)
    precision = tangent.T @ tangent / t + np.eye(D)
    root = np.linalg.inv(np.linalg.cholesky(precision)).T
    axis = np.linspace(-REACH, REACH, NODES)
    latent = z + np.array(list(product(axis, repeat=D))) @ root.T
    points = sigma.function(latent @ F.T)
    log_weight = -((x - points) ** 2).sum(axis=1) / (2 * t) - (latent**2).sum(axis=1) / 2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    mean = weight @ points
    centred = points - mean
    covariance = (centred * weight[:, None]).T @ centred
    return LocalScore((mean - x) / t, (covariance / t - np.eye(x.size)) / t, z, tangent)


def _mode(F, x, t, z, sigma):
    """Gauss-Newton with halved steps."""

    def energy(z):
        return np.sum((x - sigma.function(F @ z)) ** 2) / (2 * t) + z @ z / 2

    step = np.inf
    for _ in range(200):
        h = F @ z
        tangent = sigma.derivative(h)[:, None] * F
        gradient = tangent.T @ (sigma.function(h) - x) / t + z
        move = -np.linalg.solve(tangent.T @ tangent / t + np.eye(z.size), gradient)
        share, here = 1.0, energy(z)
        while energy(z + share * move) > here and share > 1e-8:
            share /= 2
        z = z + share * move
        step = float(np.linalg.norm(share * move))
        if step < 1e-10 * (1 + np.linalg.norm(z)):
            return z
    raise ConvergenceError("mode of a curved manifold's posterior", step, 1e-10)
