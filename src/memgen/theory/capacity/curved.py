"""Surroundings of a pattern on a curved manifold: points about the modes of the tilted weights.

Given F and the own pattern xi, the other patterns sigma(F z), z ~ N(0, I_D), that matter at inverse
temperatures up to lambda lie about the modes of exp(eta xi.sigma(F z) - |z|^2 / 2), eta in
[0, lambda]. Gaussian laws about these modes, of the precision there, make the mixture from which
the points of `memgen.theory.capacity.poisson` are drawn; for the linear manifold they are the
tilted laws themselves, for the others close to them.

memgen's derivation, for the model of arXiv:2503.09518.
"""

import numpy as np
from jaxtyping import Float

from memgen.activations import Activation, get_activation
from memgen.numerics.doors import checked
from memgen.theory.capacity.poisson import TILTS, SampledWeights, Surroundings

POINTS = 100  # for each tilt
MODE_STEPS = 60


@checked
def manifold_surroundings(
    F: Float[np.ndarray, "N D"],
    z: Float[np.ndarray, " D"],
    activation: str,
    lam: float,
    rng: np.random.Generator,
    points: int = POINTS,
) -> Surroundings:
    """Return the surroundings of the pattern sigma(F z).

    Parameters
    ----------
    F : (N, D)
        Effective matrix.
    z : (D,)
        Latents of the own pattern.
    activation : str
        "linear", "tanh" or "relu".
    lam : float
        The largest inverse temperature at which they are used.
    rng : numpy.random.Generator
        Source of the points.
    points : int
        Points for each of the tilts.
    """
    sigma = get_activation(activation)
    own, D = sigma.function(F @ z), F.shape[1]
    proposals = [_mode(F, own, tilt * lam, z, sigma) for tilt in TILTS]
    latents = np.concatenate(
        [
            mode + np.linalg.solve(root.T, rng.standard_normal((D, points))).T
            for mode, root in proposals
        ]
    )
    log_density = np.array(
        [
            np.log(np.diag(root)).sum() - (((latents - mode) @ root) ** 2).sum(axis=1) / 2
            for mode, root in proposals
        ]
    )
    log_weight = -(latents**2).sum(axis=1) / 2 - np.logaddexp.reduce(log_density, axis=0)
    return Surroundings.of(own, sigma.function(latents @ F.T), log_weight, rng)


@checked
def manifold_own_weight(
    lam: float, N: int, D: int, activation: str, draws: int, rng: np.random.Generator
) -> SampledWeights:
    """Return the own weight at a pattern of the manifold, draw by draw, against log P.

    Parameters
    ----------
    lam : float
        Inverse temperature lambda > 0.
    N, D : int
        Ambient and latent dimension.
    activation : str
        "linear", "tanh" or "relu".
    draws : int
        Independent draws of F and of the pattern: the mean over them has their standard error.
    rng : numpy.random.Generator
        Their source.
    """
    return SampledWeights.of(
        [fresh_surroundings(lam, N, D, activation, rng) for _ in range(draws)], lam
    )


@checked
def fresh_surroundings(
    lam: float, N: int, D: int, activation: str, rng: np.random.Generator
) -> Surroundings:
    """Return the surroundings of a random pattern of a random manifold; see above."""
    F = rng.standard_normal((N, D)) / np.sqrt(D)
    return manifold_surroundings(F, rng.standard_normal(D), activation, lam, rng)


def _mode(
    F: Float[np.ndarray, "N D"],
    own: Float[np.ndarray, " N"],
    eta: float,
    start: Float[np.ndarray, " D"],
    sigma: Activation,
) -> tuple[Float[np.ndarray, " D"], Float[np.ndarray, "D D"]]:
    """Return a mode of eta xi.sigma(F z) - |z|^2 / 2, and a root of the precision there.

    The precision is 1 - eta F^T diag(xi sigma'') F without its negative part.
    """
    z = eta * F.T @ (own * sigma.derivative(F @ start))
    for _ in range(MODE_STEPS):
        new = 0.5 * z + 0.5 * eta * F.T @ (own * sigma.derivative(F @ z))
        if np.abs(new - z).max() < 1e-6:
            break
        z = new
    h, step = F @ z, 1e-3
    bend = (sigma.derivative(h + step) - sigma.derivative(h - step)) / (2 * step)
    if sigma.kinks:
        bend = np.zeros_like(h)
    precision = np.eye(len(z)) + eta * (F.T * np.maximum(-own * bend, 0.0)) @ F
    return z, np.linalg.cholesky(precision)
