"""Iterated retrieval at finite N: the memory's update as a map of overlap and norm.

From x the update gives x' = W xi^1 + (1 - W) y: the own pattern with its weight W(x), and the
others' mean y under their own weights, which point where the noise is largest, y = grad zeta:

    gaussian    y = lambda x,                spherical   y = sqrt(N) eps(lambda |x| / sqrt(N)) x / |x|
    binary      y = tanh(lambda x),          manifold    y = lambda F F^T x

(below condensation, where many patterns share the noise). Started at the pattern, W is 1 up to
e^{-N f}, f = lambda - zeta - alpha; but what the pattern loses weakens the next signal, and the map
has a fixed point near xi^1 only if N f exceeds about log(N lambda): iterated retrieval ends below
alpha_1 by a shift of order log N / N, at any norm of the patterns. On top of it the patterns' norms
fluctuate by N^{-1/2}, and with them f: success is a smooth function of alpha for Gaussian patterns
and the linear manifold, and a sharp one on the sphere and the hypercube.

W is replaced by its mean over the others (`memgen.theory.finite_capacity`). memgen's derivation,
for the models of arXiv:2304.14964 and arXiv:2503.09518.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.theory.finite_capacity import (
    binary_noise,
    chi_square_nodes,
    normal_noise,
    spherical_noise,
)
from memgen.theory.finite_size import spectra

STEPS = 200
ERROR = 0.2  # a state is back when |x - xi|^2 < ERROR |xi|^2, as in memgen.measures.retrieval
LOST = 0.1  # overlaps below are not followed: the pattern is lost

Rows = Float[np.ndarray, " rows"]


@dataclass(frozen=True)
class RetrievalTheory:
    """Success of iterated retrieval, and the own weight at its start, against the load.

    Attributes
    ----------
    N : int
    success : callable
        From log P to the probability that a pattern is retrieved.
    own_weight : callable
        From log P to the mean own weight W at the start.
    """

    N: int
    success: Callable[[float], float]
    own_weight: Callable[[float], float]


def gaussian_retrieval(lam: float, N: int, overlap: float = 1.0) -> RetrievalTheory:
    """Return the theory of Gaussian patterns, from a state of overlap c and norm |xi^1|.

    Parameters
    ----------
    lam : float
        Inverse temperature lambda, positive.
    N : int
        Number of coordinates, at least 4.
    overlap : float
        c in (0, 1].

    Raises
    ------
    ValueError
        Outside this domain.
    """
    _require(lam, N, overlap)
    square, weight = chi_square_nodes(N)
    norm = np.sqrt(square)
    noise = normal_noise(lam * square[-1], (LOST * lam * norm[0], lam * norm[-1]))

    def respond(n: Rows, log_P: float) -> Rows:
        # condensed, the noise has no level beyond sqrt(2 log P)
        return np.minimum(lam * n * norm, np.sqrt(2 * log_P)) / norm

    def own_weight(m: Rows, n: Rows, log_P: float) -> Rows:
        return noise.own_weight(log_P, lam * m * square, lam * n * norm)

    return _isotropic(N, weight, overlap, own_weight, respond)


def spherical_retrieval(lam: float, N: int, overlap: float = 1.0) -> RetrievalTheory:
    """Return the theory of spherical patterns; parameters and errors as `gaussian_retrieval`."""
    _require(lam, N, overlap)
    noise = spherical_noise(N, lam * N, (LOST * lam, lam))

    def respond(n: Rows, log_P: float) -> Rows:
        # I_{N/2} / I_{N/2-1} at lambda n N to order 1/N^2 (Amos 1974), and the highest level
        kappa = lam * n * N
        mean = kappa / ((N - 1) / 2 + np.sqrt(((N + 1) / 2) ** 2 + kappa**2))
        return np.minimum(mean, np.sqrt(-np.expm1(-2 * log_P / N)))

    def own_weight(m: Rows, n: Rows, log_P: float) -> Rows:
        return noise.own_weight(log_P, lam * m * N, lam * n)

    return _isotropic(N, np.ones(1), overlap, own_weight, respond)


def binary_retrieval(lam: float, N: int) -> RetrievalTheory:
    """Return the theory of binary patterns, started at the pattern; as `gaussian_retrieval`."""
    _require(lam, N, 1.0)
    noise = binary_noise(N, lam * N, (LOST * lam, lam))

    def respond(n: Rows, log_P: float) -> Rows:  # noqa: ARG001
        return np.tanh(lam * n)

    def own_weight(m: Rows, n: Rows, log_P: float) -> Rows:  # noqa: ARG001
        return noise.own_weight(log_P, lam * m * N, lam * m)

    return _isotropic(N, np.ones(1), 1.0, own_weight, respond)


def linear_manifold_retrieval(
    lam: float, N: int, D: int, draws: int, rng: np.random.Generator
) -> RetrievalTheory:
    """Return the theory of the linear manifold's patterns, started at the pattern.

    In the latent eigenbasis of F^T F, with eigenvalues a: xi^1 = F z, x = F y, and

        y' = W z + (1 - W) lambda a y,    signal lambda sum a z y,    scale lambda (sum a^2 y^2)^{1/2}

    Parameters
    ----------
    lam, N
        As in `gaussian_retrieval`.
    D : int
        Latent dimension.
    draws : int
        Independent draws of F and xi^1.
    rng : numpy.random.Generator
        Their source.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    _require(lam, N, 1.0)
    a, z = np.empty((2, draws, min(N, D)))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        a[rows], z[rows] = eigenvalues, rng.standard_normal(eigenvalues.shape)
    square = (a * z**2).sum(axis=1)
    start = lam * np.sqrt((a**2 * z**2).sum(axis=1))
    noise = normal_noise(lam * square.max(), (LOST * start.min() / 2, start.max()))

    def own_weight(log_P: float) -> float:
        return float(noise.own_weight(log_P, lam * square, start).mean())

    def success(log_P: float) -> float:
        y, moving = z.copy(), np.arange(draws)
        for _ in range(STEPS):
            of, latent = a[moving], y[moving]
            m = (of * z[moving] * latent).sum(axis=1) / square[moving]
            moving, of, latent, m = (part[m > LOST] for part in (moving, of, latent, m))
            if moving.size == 0:
                break
            scale = lam * np.sqrt((of**2 * latent**2).sum(axis=1))
            W = noise.own_weight(log_P, lam * m * square[moving], scale)[:, None]
            condensed = np.minimum(np.sqrt(2 * log_P) / scale, 1.0)[:, None]
            new = W * z[moving] + (1 - W) * lam * of * latent * condensed
            change = (of * (new - latent) ** 2).sum(axis=1) / square[moving]
            y[moving] = new
            moving = moving[change > 1e-10]
        return float(((a * (y - z) ** 2).sum(axis=1) < ERROR * square).mean())

    return RetrievalTheory(N, success, own_weight)


def half_point(curve: Callable[[float], float], N: int) -> float:
    """Return the load alpha = log P / N at which a falling curve of log P is 1/2.

    Raises
    ------
    ValueError
        If it is below 1/2 already for two patterns.
    """
    low, high = np.log(2.0), 4.0
    if curve(low) < 0.5:
        raise ValueError(f"N={N}: below 1/2 for any number of patterns.")
    while curve(high) > 0.5:
        low, high = high, 1.5 * high
    return float(brentq(lambda log_P: curve(log_P) - 0.5, low, high, xtol=1e-4)) / N


def _isotropic(
    N: int,
    weight: Rows,
    overlap: float,
    own_weight: Callable[[Rows, Rows, float], Rows],
    respond: Callable[[Rows, float], Rows],
) -> RetrievalTheory:
    """Follow m = x.xi / |xi|^2 and n = |x| / |xi| where the others' mean y is along x."""
    first = np.full(weight.size, overlap), np.ones(weight.size)

    def success(log_P: float) -> float:
        m, n = first
        for _ in range(STEPS):
            held = m > LOST
            W = np.where(held, own_weight(np.maximum(m, LOST), np.maximum(n, LOST), log_P), 0.0)
            along = (1 - W) * respond(n, log_P)
            cosine = m / np.maximum(n, 1e-12)
            before = m
            m, n = W + along * cosine, np.sqrt(W**2 + 2 * W * along * cosine + along**2)
            if np.max(np.abs(m - before)) < 1e-10:
                break
        return float(weight @ (n**2 - 2 * m + 1 < ERROR))

    def start(log_P: float) -> float:
        return float(weight @ own_weight(*first, log_P))

    return RetrievalTheory(N, success, start)


def _require(lam: float, N: int, overlap: float) -> None:
    if not (np.isfinite(lam) and lam > 0 and N >= 4 and 0 < overlap <= 1):
        raise ValueError(
            f"lam={lam}, N={N}, overlap={overlap}: take lambda > 0, N >= 4 and 0 < overlap <= 1."
        )
