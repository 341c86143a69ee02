"""Exponential capacity of the dense associative memory, E(x) = -1/lambda log sum exp(lambda xi.x).

P = e^{alpha N} patterns; one update is x <- sum_mu w_mu xi^mu, w = softmax(lambda xi.x). At the
pattern x = xi^1 its own term is exp(lambda N rho), rho = |xi^1|^2 / N; the others are a random
energy model of levels xi^mu.x / N with cumulant zeta. Signal beats noise below

    alpha_1(lambda) = max_{0 <= l <= lambda} [l c rho - zeta(l)],

c = 1 at the pattern, c < 1 from a state that overlaps it by c at the same norm. It rises with
lambda up to zeta'(lambda_s) = c rho, where the noise condenses at the signal's own level, and
stays there. That is the capacity for one (a typical) pattern; `storage_capacity` asks for all.

Sources: arXiv:2304.14964 (the random energy model and its capacities), arXiv:2503.09518 (patterns
on a hidden manifold). The closed forms and the all-pattern argument are memgen's derivation.
"""

from dataclasses import dataclass
from typing import overload

import numpy as np
from scipy.optimize import brentq
from scipy.special import lambertw

from memgen.activations import get_activation
from memgen.numerics.domain import plain, positive
from memgen.numerics.doors import checked
from memgen.numerics.roots import bracket
from memgen.numerics.types import Real
from memgen.theory.capacity import cumulants as overlap_cumulants
from memgen.theory.energies.rem import Cumulant, condensation, gaussian
from memgen.theory.replica.hopfield_branch import follow_branch

PATTERNS = ("gaussian", "spherical", "binary", "manifold")
RARE_LEVEL = np.log(2) / 4
LARGEST_LAMBDA = 1e3  # where a capacity still rises here, it is taken to rise for ever


@dataclass(frozen=True)
class Saturation:
    """Where the capacity stops to rise.

    Attributes
    ----------
    lam : float
        lambda_s; inf where the capacity rises for ever.
    capacity : float
        alpha_1 from lambda_s on, or its limit; inf for spherical patterns at c = 1.
    """

    lam: float
    capacity: float


@overload
def retrieval_capacity(
    lam: float,
    patterns: str,
    alpha_D: float | None = None,
    activation: str | None = None,
    overlap: float = 1.0,
) -> float: ...
@overload
def retrieval_capacity(
    lam: Real,
    patterns: str,
    alpha_D: Real | None = None,
    activation: str | None = None,
    overlap: float = 1.0,
) -> np.ndarray: ...
@checked
def retrieval_capacity(
    lam: Real,
    patterns: str,
    alpha_D: Real | None = None,
    activation: str | None = None,
    overlap: float = 1.0,
) -> float | np.ndarray:
    """Return alpha_1(lambda) = max_{l <= lambda} [l c rho - zeta(l)], for one typical pattern.

    gaussian    c l - l^2 / 2,                            1/2 from lambda = 1 on (at c = 1)
    spherical   c l - l eps - 1/2 log(1 - eps^2),         unbounded at c = 1
    binary      c l - log cosh l,                         to log 2 (at c = 1)
    manifold    linear: c l - (1 + c^2 / alpha_D) l^2 / 2; other activations: c rho l - zeta(l)
                with the replica-symmetric zeta of `memgen.theory.replica.saddle`

    Parameters
    ----------
    lam : float or np.ndarray
        Inverse temperature lambda > 0; inf for the nearest pattern in overlap.
    patterns : str
        "gaussian", "spherical", "binary" or "manifold"; unit variance but for the manifold, where
        rho = E[sigma(g)^2].
    alpha_D : float or np.ndarray, optional
        D / N of the manifold, broadcast with `lam`; inf for independent sigma(g).
    activation : str, optional
        "linear" (the default), "tanh", "relu" or "sign", for the manifold.
    overlap : float
        c in (0, 1], the starting point's normalised overlap with the pattern: x of the pattern's
        norm, elsewhere random (for the manifold: c xi^1 + sqrt((1 - c^2) rho) w).

    Returns
    -------
    float or np.ndarray
        log P / N; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain, or where the manifold's dimension or activation is missing or idle.
    ConvergenceError
        If the replica equations are not solved.
    """
    lam = np.asarray(lam, dtype=float)
    if not (lam > 0).all():
        raise ValueError(f"lam={lam} must be positive.")
    _check(patterns, alpha_D, activation, overlap)
    if alpha_D is None:  # of independent patterns, and of them alone
        return plain(_explicit_capacity(lam, *_explicit(patterns, 1.0, overlap)))
    lams, alpha_Ds = np.broadcast_arrays(lam, np.asarray(alpha_D, dtype=float))
    capacity = np.empty(lams.shape)
    for value in np.unique(alpha_Ds):
        here = alpha_Ds == value
        capacity[here] = _manifold_capacity(
            lams[here], float(value), activation or "linear", overlap
        )
    return plain(capacity)


@checked
def saturation(
    patterns: str,
    alpha_D: float | None = None,
    activation: str | None = None,
    overlap: float = 1.0,
) -> Saturation:
    """Return lambda_s, where zeta'(lambda_s) = c rho, and the capacity from there on.

    Parameters and errors as in `retrieval_capacity`; ValueError also where a curved manifold's
    capacity still rises at lambda = 1000 (sign at c = 1).
    """
    _check(patterns, alpha_D, activation, overlap)
    if alpha_D is None:
        return _explicit(patterns, 1.0, overlap)[2]
    name = activation or "linear"
    if name == "linear":
        return _linear_manifold(float(alpha_D), overlap)[2]
    if np.isinf(alpha_D):
        return _independent(name, overlap)[2]
    branch = follow_branch(None, float(alpha_D), name, overlap)
    return Saturation(branch.saturation.lam, branch.saturation.capacity(branch.signal))


@overload
def storage_capacity(lam: float, patterns: str) -> float: ...
@overload
def storage_capacity(lam: Real, patterns: str) -> np.ndarray: ...
@checked
def storage_capacity(lam: Real, patterns: str) -> float | np.ndarray:
    """Return alpha_c(lambda), below which all patterns are retrieved, with probability to 1.

    Retrieved means that the update, started at a pattern, stays with it. Spherical and binary
    patterns all have the same norm, and alpha_c = alpha_1: a single other pattern cannot beat the
    signal, since its level is at most rho, and exponentially many rare ones have a probability
    that falls faster than any exponential of N. (Binary patterns have exact copies above
    log(2)/2 = 0.347: the state stays, but half of the weight is the copy's.)

    Gaussian patterns have norms: e^{N (alpha - I(rho))} of them have |xi|^2 = rho N,
    I = (rho - 1 - log rho) / 2. Some pattern is lost if (i) one of the small ones does not
    retrieve at its own rho, alpha > rho c with c = max_{l <= lambda} (l - l^2 / 2), or (ii) one
    has another pattern at a level above rho, of rate rho / 2 for each of the e^{2 alpha N} pairs:

        (i)  alpha = I(rho) = c rho
        (ii) 2 alpha = min_rho [I(rho) + rho / 2] = log(2) / 2, at rho = 1/2

    alpha_c is the smaller one. No pattern is lost below it, by the first moment (up to the
    concentration of the uncondensed sum). One is lost above it: given the norms, the cosines of
    different pairs of isotropic vectors are pairwise independent, so that the number of such pairs
    is close to its mean by Chebyshev's inequality.

    Parameters
    ----------
    lam : float or np.ndarray
        Inverse temperature lambda > 0.
    patterns : str
        "gaussian", "spherical" or "binary".

    Returns
    -------
    float or np.ndarray
        log P / N; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain; for "manifold", whose all-pattern capacity is not known.
    """
    if patterns == "manifold":
        raise ValueError(
            "patterns='manifold': the capacity for all patterns is known for gaussian, spherical "
            "and binary ones."
        )
    capacity = retrieval_capacity(lam, patterns)
    if patterns != "gaussian":
        return capacity
    smallest = smallest_norm(lam)
    return plain(np.minimum(capacity * smallest, RARE_LEVEL))


@overload
def smallest_norm(lam: float) -> float: ...
@overload
def smallest_norm(lam: Real) -> np.ndarray: ...
@checked
def smallest_norm(lam: Real) -> float | np.ndarray:
    """Return rho_m(lambda), the smallest |xi|^2 / N of Gaussian patterns at load (i).

    I(rho) = c rho with c = alpha_1(lambda): rho = -W(-b / e) / b, b = 1 - 2c.

    Parameters and errors as in `storage_capacity`.
    """
    b = 1 - 2 * np.asarray(retrieval_capacity(lam, "gaussian"))
    small = np.where(b > 0, b, 1.0)
    return plain(np.where(b > 0, -np.real(lambertw(-small / np.e, 0)) / small, 1 / np.e))


@overload
def condensation_line(
    alpha: float,
    patterns: str,
    rho: float = 1.0,
    alpha_D: float | None = None,
    activation: str | None = None,
) -> float: ...
@overload
def condensation_line(
    alpha: Real,
    patterns: str,
    rho: float = 1.0,
    alpha_D: float | None = None,
    activation: str | None = None,
) -> np.ndarray: ...
@checked
def condensation_line(
    alpha: Real,
    patterns: str,
    rho: float = 1.0,
    alpha_D: float | None = None,
    activation: str | None = None,
) -> float | np.ndarray:
    """Return lambda_*(alpha, rho), above which the noise of the other patterns is condensed.

    alpha + zeta - lambda zeta' = 0: sqrt(2 alpha / rho) for Gaussian patterns seen from a state
    of norm rho, eps / (1 - eps^2) with eps^2 = 1 - e^{-2 alpha} for spherical ones.

    Parameters
    ----------
    alpha : float or np.ndarray
        log P / N, positive.
    patterns, alpha_D, activation
        As in `retrieval_capacity`; of the manifold, linear, or any activation at alpha_D = inf.
    rho : float
        |x|^2 / N of the state, positive; 1 but for Gaussian patterns.

    Returns
    -------
    float or np.ndarray
        Inverse temperature; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain; where alpha exceeds what condenses (log 2 for binary patterns).
    """
    (loads,) = positive(alpha=alpha)
    _check(patterns, alpha_D, activation, 1.0)
    if not rho > 0 or (rho != 1.0 and patterns != "gaussian"):
        raise ValueError(f"rho={rho} must be positive, and 1 for {patterns} patterns.")
    name = activation or "linear"
    if alpha_D is None:
        cumulant = _explicit(patterns, rho, 1.0)[0]
    elif name == "linear":
        cumulant = _linear_manifold(float(alpha_D), 1.0)[0]
    elif np.isinf(alpha_D):
        cumulant = _independent(name, 1.0)[0]
    else:
        raise ValueError(
            f"activation={activation!r} at alpha_D={alpha_D}: the condensation line is known for "
            "the linear manifold, and for any activation at alpha_D=inf."
        )
    return plain(
        np.array([condensation(cumulant, float(load)) for load in loads.ravel()]).reshape(
            loads.shape
        )
    )


def _explicit_capacity(
    lam: np.ndarray, cumulant: Cumulant, signal: float, end: Saturation
) -> np.ndarray:
    """Return l c rho - zeta(l) at l = min(lambda, lambda_s)."""
    below = lam < end.lam
    inside = np.where(below, lam, min(end.lam, 1.0))
    rising = inside * signal - cumulant.value(inside)
    return np.where(below, rising, end.capacity)


Explicit = tuple[Cumulant, float, Saturation]


def _explicit(patterns: str, rho: float, overlap: float) -> Explicit:
    """Return the cumulant, the signal c rho and the saturation of independent patterns."""
    c = overlap
    if patterns == "gaussian":
        return gaussian(rho), c * rho, Saturation(c, rho * c**2 / 2)
    if patterns == "spherical":
        if c == 1:
            return overlap_cumulants.spherical(), c, Saturation(np.inf, np.inf)
        end = Saturation(c / (1 - c**2), -0.5 * np.log1p(-(c**2)))
        return overlap_cumulants.spherical(), c, end
    if c == 1:
        return overlap_cumulants.binary(), c, Saturation(np.inf, np.log(2))
    end = Saturation(np.arctanh(c), ((1 + c) * np.log1p(c) + (1 - c) * np.log1p(-c)) / 2)
    return overlap_cumulants.binary(), c, end


def _linear_manifold(alpha_D: float, overlap: float) -> Explicit:
    variance = 1 + overlap**2 / alpha_D
    end = Saturation(overlap / variance, overlap**2 / (2 * variance))
    return overlap_cumulants.linear_manifold(alpha_D, overlap), overlap, end


def _independent(activation: str, overlap: float) -> Explicit:
    sigma = get_activation(activation)
    cumulant = overlap_cumulants.independent(sigma, overlap)
    signal = overlap * sigma.second_moment()
    lam = _level_of(cumulant, signal)
    capacity = lam * signal - float(cumulant.value(lam)) if np.isfinite(lam) else np.log(2)
    return cumulant, signal, Saturation(lam, capacity)


def _level_of(cumulant: Cumulant, signal: float) -> float:
    """Return the lambda with zeta'(lambda) = signal; inf if there is none."""

    def excess(lam: float) -> float:
        return float(cumulant.slope(lam)) - signal

    ends = bracket(excess, 0.0, 1.0, limit=LARGEST_LAMBDA)
    return float(brentq(excess, *ends, xtol=1e-13)) if ends else np.inf


def _manifold_capacity(
    lams: np.ndarray, alpha_D: float, activation: str, overlap: float
) -> np.ndarray:
    """Return alpha_1 at several lambda of one manifold."""
    if activation == "linear":
        return _explicit_capacity(lams, *_linear_manifold(alpha_D, overlap))
    if np.isinf(alpha_D):
        return _explicit_capacity(lams, *_independent(activation, overlap))
    unique, place = np.unique(lams, return_inverse=True)
    branch = follow_branch(unique, alpha_D, activation, overlap)
    rising = [point.capacity(branch.signal) for point in branch.points]
    end = [branch.saturation.capacity(branch.signal)] if branch.saturation else []
    return np.array(rising + end * (unique.size - len(rising)))[place]


def _check(patterns: str, alpha_D: Real | None, activation: str | None, overlap: float) -> None:
    if patterns not in PATTERNS:
        raise ValueError(f"patterns={patterns!r} is not one of {', '.join(PATTERNS)}.")
    if not 0 < overlap <= 1:
        raise ValueError(f"overlap={overlap} must lie in (0, 1].")
    if patterns == "manifold":
        if alpha_D is None or not (np.asarray(alpha_D, dtype=float) > 0).all():
            raise ValueError(f"alpha_D={alpha_D} must be positive (or inf) for manifold patterns.")
        get_activation(activation or "linear")
    elif alpha_D is not None or activation is not None:
        raise ValueError(
            f"alpha_D={alpha_D}, activation={activation!r} describe manifold patterns, not "
            f"{patterns} ones: leave them out."
        )
