"""The largest stability of full symmetric networks, from the spectrum of the constraints.

Least |J|_F with J = J^T, J_ii = 0 and xi_i h_i >= 1 for all spins of all patterns is, in the dual,

    min_a  1/2 a^T C a - sum a,   a >= 0,      h = C a,     kappa = 1 / sqrt(2 alpha <a>),

with C the Gram matrix of the constraints over N / 2. For Xi of singular values sqrt(N) s_k and P
patterns, s^2 of Marchenko and Pastur's law at ratio alpha = P / N, its eigenvalues are

    s_k^2 + s_l^2  (P^2 / 2 of them, as many are 0),    s_l^2  ((N - P) P)              alpha < 1,

and half the N^2 sums s_k^2 + s_l^2, else 0, above. The zeros are the redundancy of symmetry,
xi^mu.h^nu = xi^nu.h^mu. Seen from the vector of ones, along which a has its mean, the eigenvalues
are 2 s^2 (without J_ii; P of them). Beyond this the eigenvectors are taken as generic, which
closes the cavity equations of a convex problem (expectation propagation, Opper and Winther 2005;
Rangan et al. 2019): with r = m + sqrt(v) z, z ~ N(0, 1),

    a = (r + 1 / gamma)_+,   and (m, v, gamma) back from the linear half (C + gamma')^-1.

Where all constraints are active this is the projector, kappa^2 = 1 / alpha - 1; with the spectrum
of couplings without symmetry it is Gardner's capacity. Ours: it
agrees with drawn networks extrapolated to N = infinity within a per cent at loads up to .9; above,
it is untested. Diluted networks have less: `perceptron.storage_load`.
"""

from dataclasses import dataclass
from typing import overload

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from memgen.errors import ConvergenceError
from memgen.numerics.domain import plain, positive
from memgen.numerics.doors import checked

NODES = 100
LARGEST_LOAD = 1.6
# Below, the projector: it is a lower bound, short of kappa by 5e-5 of it here and by less below.
PROJECTOR_LOAD = 0.3


@dataclass(frozen=True)
class Spectrum:
    """Eigenvalues of the constraints' Gram matrix with their weights, which sum to 1.

    Attributes
    ----------
    values, weights : (levels,)
        Seen from a generic vector.
    mean_values, mean_weights : (levels,)
        Seen from the vector of ones.
    """

    values: Float[np.ndarray, " levels"]
    weights: Float[np.ndarray, " levels"]
    mean_values: Float[np.ndarray, " mean_levels"]
    mean_weights: Float[np.ndarray, " mean_levels"]


def _marchenko_pastur(load: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes s^2 of the non-zero eigenvalues of Xi Xi^T / N (P x P), weights summing to 1."""
    theta = (np.arange(NODES) + 0.5) * np.pi / NODES
    low, high = (1 - np.sqrt(load)) ** 2, (1 + np.sqrt(load)) ** 2
    s = (low + high) / 2 + (high - low) / 2 * np.cos(theta)
    weight = np.sin(theta) ** 2 / s
    return s, weight / weight.sum()


@checked
def symmetric_spectrum(load: float) -> Spectrum:
    """Return the spectrum for symmetric couplings at load = P / N."""
    s, w = _marchenko_pastur(load)
    rank = min(1.0, 1 / load)  # of the patterns, over P
    pairs = min(load, 1.0) ** 2 / (2 * load)
    single = max(1 - load, 0.0)
    values = np.concatenate([(s[:, None] + s).ravel(), s, [0.0]])
    weights = np.concatenate([pairs * np.outer(w, w).ravel(), single * w, [1 - pairs - single]])
    return Spectrum(values, weights, np.append(2 * s, 0.0), np.append(rank * w, max(1 - rank, 0.0)))


@checked
def plain_spectrum(load: float) -> Spectrum:
    """Return the spectrum for couplings without symmetry: every row by itself.

    C is then over N, and kappa = 1 / sqrt(load <a>).
    """
    s, w = _marchenko_pastur(load)
    rank = min(1.0, 1 / load)
    values, weights = np.append(s, 0.0), np.append(rank * w, max(1 - rank, 0.0))
    return Spectrum(values, weights, values, weights)


@checked
def mean_strength(
    spectrum: Spectrum, tolerance: float = 1e-10, steps: int = 40000
) -> tuple[float, float]:
    """Return <a> and the fraction of active constraints, a > 0.

    Raises
    ------
    ConvergenceError
        If the equations do not settle: near the capacity <a> diverges.
    """
    gamma, m, v = 1.0, 0.0, 1.0
    change = np.inf
    for _ in range(steps):
        # where a constraint is not active: b = a - (r + 1 / gamma) > 0
        sd = np.sqrt(v)
        u = (m + 1 / gamma) / sd
        active, idle, density = ndtr(u), ndtr(-u), np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi)
        strength = sd * (u * active + density)
        b = sd * (density - u * idle)
        b_variance = v * ((1 + u * u) * idle - u * density) - b * b
        other = gamma * idle / active
        # what the linear half is told, less what it said itself
        m_other = m + 1 / (gamma * idle) + b / idle
        v_other = max(b_variance / idle**2 - v, 0.0)
        new = 1 / np.sum(spectrum.weights / (spectrum.values + other)) - other
        total = new + other
        along = (total * other / (spectrum.mean_values + other) - other) / new
        across = (total * other / (spectrum.values + other) - other) / new
        mean = float(spectrum.mean_weights @ along)
        m_new = m_other * mean
        v_new = v_other * float(spectrum.weights @ across**2)
        v_new += m_other**2 * float(spectrum.mean_weights @ (along - mean) ** 2)
        change = max(
            abs(np.log(new / gamma)), abs(m_new - m) / np.sqrt(v_new), abs(np.log(v_new / v))
        )
        gamma, v = float(np.sqrt(gamma * new)), float(np.sqrt(v * v_new))
        m = 0.5 * (m + m_new)
        if change < tolerance:
            return float(strength), float(active)
        if not np.isfinite(change):
            break
    raise ConvergenceError("The largest stability's cavity equations", change, tolerance)


def _stability(load: float) -> float:
    if load < PROJECTOR_LOAD:
        return float(np.sqrt(1 / load - 1))
    strength, _ = mean_strength(symmetric_spectrum(load))
    return float(1 / np.sqrt(2 * load * strength))


@overload
def largest_symmetric_stability(load: float) -> float: ...
@overload
def largest_symmetric_stability(load: float | Float[np.ndarray, "*shape"]) -> np.ndarray: ...
@checked
def largest_symmetric_stability(
    load: float | Float[np.ndarray, "*shape"],
) -> float | Float[np.ndarray, "*shape"]:
    """Return kappa, the largest stability of symmetric couplings at load = P / N, N to infinity.

    Parameters
    ----------
    load : float or array
        Positive, at most 1.6; kappa vanishes at about 1.63. Below .3 it is the projector's.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    (values,) = positive(load=load)
    if not (values <= LARGEST_LOAD).all():
        raise ValueError(f"load={load} must be at most {LARGEST_LOAD}.")
    return plain(np.vectorize(_stability, otypes=[float])(values))
