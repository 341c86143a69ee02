"""What the metric at a point alone says of the collapse time of a curved manifold."""

from functools import cache

import numpy as np

from memgen.statistics.measurement import Measurement

DRAWS = 20000
LARGEST_D = 8  # beyond, neighbours at t_c are too far for the metric at a point
SLOPES = {
    "tanh": lambda h: np.cosh(h) ** -2,
    "relu": lambda h: (h > 0).astype(float),
}


@cache
def local_prefactor(activation: str, N: int, D: int) -> Measurement:
    r"""Return t_c / (E[sigma'^2] t_c of the linear manifold) where neighbours at t_c are near.

    A point xi = sigma(F z) has the metric G = F^T S F, S = diag(sigma'(f_i . z)^2), the linear
    manifold F^T F; of the neighbours within a distance r there are P r^D / sqrt(det G), so that t_c
    scales as det(G)^(1/D). Its mean logarithm over F (N x D, entries of variance 1/D) and z gives

        exp(E[log det(F^T S F) - log det(F^T F)] / D) / E[sigma'^2],

    1 for many rows of F and sigma' that does not vary with |z|. For relu about N/2 rows count,
    whose determinant fluctuates more: (1/D) sum_k [psi((n - k)/2) - psi((N - k)/2)] + log 2,
    averaged over the binomial number n of them, k = 0 ... D - 1. Draws with n < D, whose metric
    vanishes, are left out.

    Raises
    ------
    ValueError
        For an activation without a slope here.

    """
    if activation not in SLOPES:
        raise ValueError(f"activation={activation} has no slope: one of {', '.join(SLOPES)}.")
    slope = SLOPES[activation]
    rng = np.random.default_rng([N, D])
    F = rng.normal(size=(DRAWS, N, D)) / np.sqrt(D)
    z = rng.normal(size=(DRAWS, D))
    metric = np.einsum("kia,ki,kib->kab", F, slope(np.einsum("kia,ka->ki", F, z)) ** 2, F)
    flat = np.einsum("kia,kib->kab", F, F)
    logs = (np.linalg.slogdet(metric)[1] - np.linalg.slogdet(flat)[1]) / D
    logs = logs[np.isfinite(logs)]
    height, weight = np.polynomial.hermite_e.hermegauss(100)
    mean_square = float(weight @ slope(height) ** 2 / weight.sum())
    value = float(np.exp(logs.mean())) / mean_square
    return Measurement(value, value * float(logs.std()) / np.sqrt(len(logs)), len(logs))
