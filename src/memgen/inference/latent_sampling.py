"""Hamiltonian Monte Carlo in the latent space of a hidden manifold, at one noisy point.

Samples of p(z | x) ~ exp(-|x - sigma(F z)|^2 / 2t - |z|^2 / 2) for a smooth sigma, by many chains
started from the prior, and from them E[sigma(F z) | x] with no approximation but the sample's
(Neal, arXiv:1206.1901). Two things make it precise: the mass matrix is the mean curvature of the
energy under the prior; and since E[grad E] = 0 in the posterior, the part of sigma(F z) that is
linear in grad E is subtracted from its mean (Mira, Solgi and Imparato, 2013), which leaves next to
nothing where the posterior is nearly Gaussian.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.linalg import solve_triangular

from memgen.activations import ActivationName, get_activation
from memgen.errors import ConvergenceError

R_HAT = 1.02
_TARGET = 0.8
_LENGTH = 1.5
"""Of a trajectory, where a quarter of a period of a Gaussian is pi / 2."""


@dataclass(frozen=True)
class LatentSample:
    """What the chains found at one x.

    Attributes
    ----------
    denoised : (2, N)
        E[sigma(F z) | x] from either half of the chains, independent of each other.
    visible_variance : (N,)
        Var[sigma(F z) | x].
    r_hat : float
        Largest split R-hat over the latents (Gelman et al.): 1 if all chains tell the same.
    acceptance : float
        Share of accepted proposals.
    """

    denoised: Float[np.ndarray, "2 N"]
    visible_variance: Float[np.ndarray, " N"]
    r_hat: float
    acceptance: float


def sample_latents(
    F: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, " N"],
    t: float,
    rng: np.random.Generator,
    activation: ActivationName = "tanh",
    chains: int = 64,
    samples: int = 200,
    warmup: int = 100,
) -> LatentSample:
    """Return the posterior at x from chains that agree with each other.

    Parameters
    ----------
    F : (N, D)
        Effective matrix; latents have variance 1.
    x : (N,)
        Where.
    t : float
        Noise variance, positive.
    rng : numpy.random.Generator
        Of the chains.
    activation : str
        A smooth sigma: "linear" or "tanh".
    chains, samples, warmup : int
        Chains (an even number), and steps of each that are kept and dropped.

    Raises
    ------
    ValueError
        If sigma is not smooth, t not positive, or there are too few chains or samples for the
        control variates.
    ConvergenceError
        If R-hat exceeds 1.02: the chains have not forgotten where they started.
    """
    if activation not in ("linear", "tanh") or not t > 0:
        raise ValueError(f"activation={activation!r} must be linear or tanh, and t={t} positive.")
    if chains % 2 or chains < 4 or chains * samples < 10 * F.shape[1]:
        raise ValueError(
            f"chains={chains}, samples={samples}: an even number, 4 or more, and together at least "
            f"{10 * F.shape[1]} samples."
        )
    model = _Model(F, x, t, activation)
    y = rng.standard_normal((chains, F.shape[1])) @ model.root
    state, step = model.energy(y), F.shape[1] ** -0.25
    kept, accepted = [], []
    for k in range(warmup + samples):
        y, state, share = _move(model, y, state, step * rng.uniform(0.8, 1.2), rng)
        if k < warmup:
            step = min(step * np.exp(0.3 * (share - _TARGET)), 1.5)
        else:
            kept.append((y, *state[1:]))
            accepted.append(share)
    latents, gradients, outputs = (np.stack(part) for part in zip(*kept, strict=True))
    r_hat = split_r_hat(latents)
    if not r_hat < R_HAT:
        raise ConvergenceError(
            f"Monte Carlo of the latents (N={len(F)}, D={F.shape[1]}, t={t:g}), R-hat - 1,",
            r_hat - 1,
            R_HAT - 1,
        )
    halves = [
        _mean_by_control(outputs[:, part].reshape(-1, len(F)), gradients[:, part])
        for part in (slice(0, None, 2), slice(1, None, 2))
    ]
    return LatentSample(np.array(halves), outputs.var(axis=(0, 1)), r_hat, float(np.mean(accepted)))


def split_r_hat(draws: Float[np.ndarray, "samples chains latents"]) -> float:
    """Return the largest R-hat of chains cut in halves (Gelman et al., Bayesian Data Analysis)."""
    n = len(draws) // 2
    halves = np.concatenate([draws[:n], draws[n : 2 * n]], axis=1)
    within = halves.var(axis=0, ddof=1).mean(axis=0)
    between = halves.mean(axis=0).var(axis=0, ddof=1)
    return float(np.sqrt((n - 1) / n + between / within).max())


class _Model:
    """Energy and gradient in the coordinates y = L^T z, where they are about those of N(0, 1)."""

    def __init__(self, F, x, t, activation):
        sigma = get_activation(activation)
        curvature = sigma.mean_squared_slope() / t * F.T @ F + np.eye(F.shape[1])
        self.root = np.linalg.cholesky(curvature)
        inverse = solve_triangular(self.root, np.eye(F.shape[1]), lower=True)
        self.F, self.prior = F @ inverse.T, inverse @ inverse.T
        self.x, self.t, self.sigma = x, t, sigma

    def energy(self, y):
        """Return energies (chains,), gradients (chains, D) and sigma(F z) (chains, N)."""
        h = y @ self.F.T
        output = self.sigma.function(h)
        miss = (output - self.x) / self.t
        pulled = y @ self.prior
        slope = 1 - output**2 if self.sigma.name == "tanh" else np.ones_like(output)
        gradient = (miss * slope) @ self.F + pulled
        energy = 0.5 * self.t * (miss**2).sum(axis=1) + 0.5 * (y * pulled).sum(axis=1)
        return energy, gradient, output


def _move(model, y, state, step, rng):
    """One leapfrog trajectory of every chain, and its acceptance."""
    momentum = rng.standard_normal(y.shape)
    start = state[0] + 0.5 * (momentum**2).sum(axis=1)
    new, moved = state, y
    for _ in range(max(1, round(_LENGTH / step))):
        momentum = momentum - 0.5 * step * new[1]
        moved = moved + step * momentum
        new = model.energy(moved)
        momentum = momentum - 0.5 * step * new[1]
    change = new[0] + 0.5 * (momentum**2).sum(axis=1) - start
    chance = np.exp(-np.maximum(change, 0))
    taken = (rng.uniform(size=len(y)) < chance)[:, None]
    state = (
        np.where(taken[:, 0], new[0], state[0]),
        np.where(taken, new[1], state[1]),
        np.where(taken, new[2], state[2]),
    )
    return np.where(taken, moved, y), state, float(chance.mean())


def _mean_by_control(outputs, gradients):
    """Mean of the outputs at gradient zero, by least squares on the gradients."""
    gradients = gradients.reshape(len(outputs), -1)
    mean, centre = outputs.mean(axis=0), gradients.mean(axis=0)
    spread = gradients - centre
    covariance = spread.T @ spread
    slopes = np.linalg.solve(covariance, spread.T @ (outputs - mean))
    return mean - centre @ slopes
