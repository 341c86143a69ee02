"""Gardner's capacities: the largest load at a given stability, without symmetry and diluted.

Every spin of P random patterns shall have a stability above kappa,

    Delta_i^mu = xi_i^mu sum_j J_ij xi_j^mu / sqrt(sum_j J_ij^2) > kappa.

Free couplings, each spin with C neighbours, alpha = P / C (Gardner 1988; C = N - 1 as well):

    alpha_c(kappa) = 1 / int_{-kappa}^inf Dz (z + kappa)^2
                   = 1 / [(1 + kappa^2) Phi(kappa) + kappa phi(kappa)].

Symmetric ones J_ij = J_ji on a diluted graph, 1 << C and no short loops (Gardner, Gutfreund and
Yekutieli 1989): alpha_c = 1 / (2 I) with

    I = (1 + u^2) Phi(u) + u phi(u) + r^2,    u = kappa - r,    r = u Phi(u) + phi(u).

By the cavity method: least |J|_F makes J_ij = s sum_mu (a_i^mu + a_j^mu) xi_i^mu xi_j^mu with
strengths a >= 0 of the constraints. Where neighbours of a spin know each other only through it, the
field on spin i of pattern mu is its own push s C a_i^mu, a Gaussian z of variance sum_j J_ij^2 = 1,
and what its neighbours' own constraints on the same pattern send back, r = s C <a>. So s C a =
(kappa - r - z)_+, whose mean is r, and sum_j J_ij^2 = s^2 C P (2 <a^2> + 2 <a>^2) = 1, the last
term from J_ij = J_ji of mean positive strengths. In full networks these terms of all spins hang
together, by xi^mu.h^nu = xi^nu.h^mu, and kappa is larger:
`memgen.theory.couplings.symmetric_capacity`.

alpha_c(0) is 2 and 1.278.
"""

from typing import overload

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import ndtr

from memgen.numerics.domain import non_negative, plain, positive
from memgen.numerics.doors import checked

LARGEST = 30.0


def _density(u: float) -> float:
    return float(np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi))


def _second_moment(u: float) -> float:
    """int_{-u}^inf Dz (z + u)^2."""
    return float((1 + u * u) * ndtr(u) + u * _density(u))


@checked
def reaction(kappa: float) -> float:
    """Return r of the diluted symmetric network: r = u Phi(u) + phi(u) at u = kappa - r.

    r is what the fields of other spins feel of a row's own constraints.

    Raises
    ------
    ValueError
        If kappa is negative or not finite.
    """
    (value,) = non_negative(kappa=kappa)
    kappa = float(value)

    def excess(r: float) -> float:
        u = kappa - r
        return u * ndtr(u) + _density(u) - r

    # the left side falls in r from its positive value at 0
    return float(brentq(excess, 0.0, kappa + 1.0, xtol=1e-15, rtol=1e-14))


def _capacity(kappa: float, symmetric: bool) -> float:
    if not symmetric:
        return 1 / _second_moment(kappa)
    r = reaction(kappa)
    return 0.5 / (_second_moment(kappa - r) + r * r)


@overload
def storage_load(kappa: float, symmetric: bool = True) -> float: ...
@overload
def storage_load(
    kappa: Float[np.ndarray, "*shape"], symmetric: bool = True
) -> Float[np.ndarray, "*shape"]: ...
def storage_load(kappa, symmetric=True):
    """Return alpha_c(kappa) = P / C at the capacity, C neighbours a spin.

    Parameters
    ----------
    kappa : float or array
        Stability, 0 or larger.
    symmetric : bool
        Whether J is symmetric, on a diluted graph.

    Raises
    ------
    ValueError
        If kappa is negative or not finite.
    """
    (values,) = non_negative(kappa=kappa)
    return plain(np.vectorize(_capacity, otypes=[float])(values, symmetric))


@overload
def largest_stability(load: float, symmetric: bool = True) -> float: ...
@overload
def largest_stability(
    load: Float[np.ndarray, "*shape"], symmetric: bool = True
) -> Float[np.ndarray, "*shape"]: ...
def largest_stability(load, symmetric=True):
    """Return kappa at which the capacity is `load`: the inverse of `storage_load`.

    Parameters
    ----------
    load : float or array
        P / C, positive and at most alpha_c(0).
    symmetric : bool
        Whether J is symmetric, on a diluted graph.

    Raises
    ------
    ValueError
        Outside this domain, and for loads below alpha_c(30).
    """
    (values,) = positive(load=load)
    most, least = _capacity(0.0, symmetric), _capacity(LARGEST, symmetric)
    if not ((values <= most) & (values >= least)).all():
        raise ValueError(f"load={load} must lie from {least:.3g} to alpha_c(0) = {most:.6g}.")

    def solve(load: float) -> float:
        if load == most:
            return 0.0
        return float(brentq(lambda k: _capacity(k, symmetric) - load, 0.0, LARGEST, xtol=1e-13))

    return plain(np.vectorize(solve, otypes=[float])(values))
