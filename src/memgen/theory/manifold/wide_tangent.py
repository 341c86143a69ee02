"""The score along tanh manifolds of many dimensions N, where it depends on |z| alone.

For xi = tanh(F z), F of N x D with entries of variance 1/D, sums over the N coordinates tend to N
times averages over one row f ~ N(0, 1/D) of F. At z = (r, 0, ..., 0), h = r f_1, they are

    metric                 g_11 = N G_1,  g_jj = N G_2;  G_1 = <(s')^2 f_1^2>,  G_2 = <(s')^2> / D
    second derivatives     B_abcd = <(s'')^2 f_a f_b f_c f_d>
    their tangential part  C_1 = <s'' s' f_1^3>,  C_2 = <s'' s' f_1> / D

(s = tanh, and derivatives at h), so that with u(r) = -r^2/2 - (log G_1 + (D - 1) log G_2) / 2 the
form Hess_M log q - <II, H> / 2 of `memgen.theory.manifold.tangent` is diagonal: N times its
eigenvalue along r, and that of the D - 1 directions across it, tend to numbers of order 1.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.stats import chi

from memgen.numerics.doors import checked

NODES = 200
RADII = np.linspace(0.05, 8.0, 160)  # where signs are looked for


class WideSpectrum(NamedTuple):
    """N times the eigenvalues of grad score on the tangent space, N to infinity, t to 0.

    Attributes
    ----------
    radial : float
        Along z.
    across : float
        Of the D - 1 other directions.
    """

    radial: float
    across: float


@cache
def _gauss() -> tuple[Float[np.ndarray, " nodes"], Float[np.ndarray, " nodes"]]:
    """Return nodes and weights of the average over a standard normal number."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


@checked
def wide_tangent_spectrum(radius: float, D: int) -> WideSpectrum:
    """Return N times the eigenvalues of grad score along tanh(F z) at |z| = radius.

    Parameters
    ----------
    radius : float
        |z|, positive.
    D : int
        Latent dimension, 2 or more.

    Returns
    -------
    WideSpectrum

    Raises
    ------
    ValueError
        If the radius is not positive or D < 2.
    """
    if not (radius > 0 and D >= 2):
        raise ValueError(f"radius={radius}, D={D}: give a positive radius, and D of 2 or more.")
    variance = 1 / D
    nodes, weights = _gauss()
    f = np.sqrt(variance) * nodes
    value = np.tanh(radius * f)
    first = 1 - value**2
    second, third = -2 * value * first, first * (6 * value**2 - 2)

    def mean(values: Float[np.ndarray, " nodes"]) -> float:
        return float(weights @ values)

    G1, G2 = mean(first**2 * f**2), variance * mean(first**2)
    change = second**2 + first * third  # half of ((s')^2)''
    G1r, G1rr = 2 * mean(first * second * f**3), 2 * mean(change * f**4)
    G2r, G2rr = 2 * variance * mean(first * second * f), 2 * variance * mean(change * f**2)
    slope = -radius - 0.5 * G1r / G1 - 0.5 * (D - 1) * G2r / G2
    bend = -1 - 0.5 * (G1rr / G1 - (G1r / G1) ** 2)
    bend -= 0.5 * (D - 1) * (G2rr / G2 - (G2r / G2) ** 2)
    B11, B12 = mean(second**2 * f**4), variance * mean(second**2 * f**2)
    Bjj, Bjk = 3 * variance**2 * mean(second**2), variance**2 * mean(second**2)
    C1, C2 = mean(second * first * f**3), variance * mean(second * first * f)
    mixed = B12 - C1 * C2 / G1
    curved_radial = ((B11 - C1**2 / G1) / G1 + (D - 1) * mixed / G2) / G1
    curved_across = Bjj + (D - 2) * Bjk - (D - 1) * C2**2 / G1
    curved_across = (mixed / G1 + curved_across / G2) / G2
    radial = (bend - 0.5 * G1r / G1 * slope) / G1 - 0.5 * curved_radial
    turn = (G2r * radius**2 + 2 * radius * G2) * slope
    across = turn / (2 * G1 * G2 * radius**2) - 0.5 * curved_across
    return WideSpectrum(float(radial), float(across))


@checked
def repelling_share(D: int) -> float:
    """Return the share of points z ~ N(0, 1_D) where an eigenvalue is positive, N to infinity.

    There the score repels along the manifold, which on a linear one it does nowhere.

    Raises
    ------
    ValueError
        As `wide_tangent_spectrum`.
    """

    def largest(radius: float) -> float:
        return max(wide_tangent_spectrum(radius, D))

    values = np.array([largest(radius) for radius in RADII])
    turns = np.flatnonzero(np.diff(np.sign(values)))
    ends = [brentq(largest, RADII[k], RADII[k + 1]) for k in turns]
    cumulative = chi(D).cdf([0.0, *np.asarray(ends, dtype=float), np.inf])
    positive = np.arange(len(ends) + 1) % 2 == (0 if values[0] > 0 else 1)
    return float(np.diff(cumulative)[positive].sum())
