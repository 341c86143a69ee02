"""Density of the non-zero eigenvalues of F F^T, from the companion transform.

rho(lambda) = Im M(lambda + i0) / pi with z = -1/M + sum_k alpha_k s_k^2 / (1 + s_k^2 M): Newton's
method for all lambda at once, coming down from a large Im z, where M = -1/z, and ending on the real
axis itself, so that nothing is broadened (arXiv:2410.05898, supplement).
"""

import numpy as np
from jaxtyping import Complex, Float

from memgen.errors import ConvergenceError
from memgen.numerics.half_plane import newton_in_half_plane
from memgen.theory.spectra._edges import VarianceMixture, find_edges

Points = Float[np.ndarray, " points"]

DESCENT = 0.5  # factor of Im z from one solution to the next
LOWEST = 1e-7  # last Im z, in units of |z|, before the real axis
ITERATIONS = 60
TOLERANCE = 1e-9


def companion(
    z: Complex[np.ndarray, " points"], parts: VarianceMixture
) -> Complex[np.ndarray, " points"]:
    """Return M(z) in the upper half plane, Im z > 0, at the normalization "ambient".

    Raises
    ------
    ConvergenceError
        If Newton's method does not converge.
    """
    top = np.maximum(100 * (np.abs(z) + parts.rank * parts.variances[-1]), np.imag(z))
    steps = int(np.ceil(np.log(np.max(top / np.imag(z))) / -np.log(DESCENT)))
    M = -1 / (np.real(z) + 1j * top)
    for share in np.linspace(0, 1, steps + 1):
        height = top * (np.imag(z) / top) ** share
        M = _newton(np.real(z) + 1j * height, M, parts)
    worst = float(np.max(np.abs(_residual(z, M, parts)) / np.abs(z)))
    if not (worst < TOLERANCE and (np.imag(M) > 0).all()):
        raise ConvergenceError("companion transform of a covariance", worst, TOLERANCE)
    return M


def eigenvalue_density(x: Points, parts: VarianceMixture) -> Points:
    """Return the density at x, of total mass min(D / N, 1); zero eigenvalues are not in it.

    Raises
    ------
    ConvergenceError
        If Newton's method does not converge.
    """
    x = np.asarray(x, dtype=float) / parts.scale
    edges = find_edges(parts) / parts.scale
    inside = np.zeros(x.shape, dtype=bool)
    for low, high in edges:
        inside |= (x > low) & (x < high)
    rho = np.zeros(x.shape)
    if not inside.any():
        return rho
    z = x[inside].astype(complex)
    M = companion(z + 1j * LOWEST * np.abs(z), parts)
    M = _newton(z, M, parts)
    worst = float(np.max(np.abs(_residual(z, M, parts)) / np.abs(z)))
    # Within rounding of an edge the density is 0, and the real axis offers no better root.
    if not worst < 1e-5:
        raise ConvergenceError("density of a covariance", worst, 1e-5)
    rho[inside] = np.maximum(np.imag(M), 0) / np.pi
    return rho / parts.scale


def _residual(z, M, parts):
    terms = parts.aspect_ratios * parts.variances / (1 + parts.variances * M[:, None])
    return z + 1 / M - terms.sum(axis=1)


def _newton(z, M, parts):
    """Solve for M at all points, from M in the upper half plane."""
    alpha, s2 = parts.aspect_ratios, parts.variances

    def step(M):
        u = s2 / (1 + s2 * M[:, None])
        slope = -1 / M**2 + (u**2) @ alpha
        return (-(z + 1 / M - u @ alpha) / slope,)

    return newton_in_half_plane(step, (M,), 1e-13, ITERATIONS)[0]
