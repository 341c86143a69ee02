"""Iterated retrieval at finite N, for patterns of one norm: the update as a map of two numbers.

From x the memory's update gives x' = W xi^1 + (1 - W) y: the own pattern with its weight W(x), and
the others' mean y under their own weights, along x:

    spherical   y = sqrt(N) eps(lambda |x| / sqrt(N)) x / |x|,     binary   y = tanh(lambda x)

while many patterns share the noise. Started at the pattern, 1 - W is e^{-N f}, f = lambda - zeta
- alpha; but what the pattern loses weakens the next signal, and the map has a fixed point near xi^1
only if N f exceeds about log N. Iterated retrieval therefore ends below alpha_1, by a shift of
order log N / N, although the own weight at the pattern itself crosses 1/2 all but at alpha_1.
The norms of Gaussian patterns and of the manifold's come on top: they fluctuate by N^{-1/2}.

W is replaced by its mean over the others (`memgen.theory.capacity.finite`), so that success is
sharp. memgen's derivation, for the model of arXiv:2304.14964.
"""

from collections.abc import Callable

import numpy as np

from memgen.theory.capacity.finite import Curve, binary_noise, spherical_noise

STEPS = 200
# a state is back when |x - xi|^2 < ERROR |xi|^2, as in memgen.measures.memories.dense_retrieval
ERROR = 0.2
LOST = 0.1  # overlaps below are not followed: the pattern is lost


def spherical_retrieval(lam: float, N: int, overlap: float = 1.0) -> Curve:
    """Return whether a spherical pattern is retrieved, 1.0 or 0.0, as a function of log P.

    Parameters
    ----------
    lam : float
        Inverse temperature lambda > 0.
    N : int
        Number of coordinates, at least 4.
    overlap : float
        c in (0.1, 1]: the start has |x|^2 = N and overlap c with the pattern.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    _require(lam, N, overlap)
    noise = spherical_noise(N, lam * N, (LOST * lam, lam))

    def mean_overlap(n: float, log_P: float) -> float:
        # I_{N/2} / I_{N/2-1} at lambda n N to order 1/N^2 (Amos 1974), below the highest level
        kappa = lam * n * N
        mean = kappa / ((N - 1) / 2 + np.sqrt(((N + 1) / 2) ** 2 + kappa**2))
        return min(mean, np.sqrt(-np.expm1(-2 * log_P / N)))

    def own_weight(m: float, n: float, log_P: float) -> float:
        return float(noise.own_weight(log_P, np.array([lam * m * N]), np.array([lam * n]))[0])

    return _map(overlap, own_weight, mean_overlap)


def binary_retrieval(lam: float, N: int) -> Curve:
    """Return the same for binary patterns, started at the pattern; see `spherical_retrieval`."""
    _require(lam, N, 1.0)
    noise = binary_noise(N, lam * N, (LOST * lam, lam))

    def mean_overlap(n: float, log_P: float) -> float:  # noqa: ARG001
        return float(np.tanh(lam * n))

    def own_weight(m: float, n: float, log_P: float) -> float:  # noqa: ARG001
        return float(noise.own_weight(log_P, np.array([lam * m * N]), np.array([lam * m]))[0])

    return _map(1.0, own_weight, mean_overlap)


def _map(
    overlap: float,
    own_weight: Callable[[float, float, float], float],
    mean_overlap: Callable[[float, float], float],
) -> Curve:
    """Iterate m = x.xi / N and n = |x| / sqrt(N) from (overlap, 1), y along x."""

    def success(log_P: float) -> float:
        m, n = overlap, 1.0
        for _ in range(STEPS):
            if m <= LOST:
                return 0.0
            W = own_weight(m, n, log_P)
            along, cosine = (1 - W) * mean_overlap(n, log_P), m / n
            before, m = m, W + along * cosine
            n = float(np.sqrt(W**2 + 2 * W * along * cosine + along**2))
            if abs(m - before) < 1e-10:
                break
        return float(n**2 - 2 * m + 1 < ERROR)

    return success


def _require(lam: float, N: int, overlap: float) -> None:
    if not (np.isfinite(lam) and lam > 0 and N >= 4 and LOST < overlap <= 1):
        raise ValueError(
            f"lam={lam}, N={N}, overlap={overlap}: take a finite lambda > 0, N >= 4 and "
            f"{LOST} < overlap <= 1."
        )
