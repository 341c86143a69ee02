"""How far squared distances from a product of matrices can be from those of the numbers given.

For a = x - c and b = xi - c, rounded, in N coordinates, the computed |a|^2 + |b|^2 - 2 a.b is off
|x - xi|^2 by at most

    kappa (|a|^2 + |b|^2),     kappa = (2 N + 24) u,     u = eps / 2,

whatever the order of the summation, with fused multiplications or without. A product of N terms is
off by gamma_N |a| |b|, gamma_N = N u / (1 - N u) (Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., section 3.1), the three of them together by 2 gamma_N (|a|^2 + |b|^2) at most;
the centring moves each point by u of its norm, and with it the squared distance by
4 u (|a|^2 + |b|^2); the rest is left for the additions and comparisons. Sums of random signs are
off by less, about sqrt(N) u.
"""

import numpy as np


def product_error(N: int, dtype: type = np.float64) -> float:
    """Return kappa, and 3 percent more for terms of second order.

    Parameters
    ----------
    N : int
        Number of coordinates.
    dtype : type
        Of the products; N u must be small, N < 1e5 in float32.

    Raises
    ------
    ValueError
        If N u is 0.01 or more.
    """
    u = float(np.finfo(dtype).eps) / 2
    if N * u >= 0.01:
        raise ValueError(f"N={N} coordinates are too many for products in {np.dtype(dtype).name}.")
    return 1.03 * (2 * N + 24) * u
