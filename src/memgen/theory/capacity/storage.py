"""The load at which the first of all Gaussian patterns is lost, at finite N.

A pattern xi is lost if Z = sum_nu exp(lambda (xi^nu - xi).xi) > 1; at lambda = inf, if another has
the larger overlap with it. The mean number of lost patterns is exact (`expected_losses`). Few of
many are lost, so that exp(-mean) is nearly the probability that none is.

memgen's derivation, for the model of arXiv:2304.14964.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr, logsumexp, ndtr

from memgen.numerics.doors import checked
from memgen.theory.capacity.finite import chi_square_nodes

_CELLS = 512  # of Z in [0, 1]
_DAMPING = 27.0  # exponent by which sums beyond the period of the Fourier transform are damped
_LARGEST = 15.0  # log P, beyond which rounding in the transform's power shows


@checked
def half_storage(N: int, lam: float = np.inf) -> float:
    """Return the load at which the mean number of lost patterns is log 2.

    There half of all draws would lose none, were losses independent.

    Parameters
    ----------
    N : int
        Number of coordinates.
    lam : float
        Inverse temperature, inf for the largest overlap.
    """

    def excess(alpha: float) -> float:
        return np.log1p(expected_losses(alpha * N, N, lam)) - np.log1p(np.log(2))

    return float(
        brentq(excess, 1.2 / N, 1.0 if np.isinf(lam) else min(0.35, _LARGEST / N), xtol=1e-6)
    )


@checked
def expected_losses(log_P: float, N: int, lam: float = np.inf) -> float:
    """Return the mean number of Gaussian patterns that are lost among P.

    At lambda = inf it is P E_r [1 - Phi(r)^{P-1}], r^2 of a chi-square law of N degrees; at finite
    lambda P E_r Prob(Z > 1), the law of Z being that of a sum of P - 1 log-normal terms,
    log-normal in (-lambda r^2, lambda^2 r^2), by a Fourier transform on a lattice to which the
    terms are moved with their means.

    Raises
    ------
    ValueError
        At finite lambda for P above e^15: rounding then shows.
    """
    log_others = log_P + np.log1p(-np.exp(-log_P))
    if np.isinf(lam):
        square, weight = chi_square_nodes(N, nodes=2000, lowest=0.02)
        # log of Phi(r)^{P-1}, from log(1 - Phi(-r)) = -Phi(-r) where that is small
        log_mean = log_ndtr(-np.sqrt(square)) + log_others
        log_lost = np.where(
            log_mean < -30, log_mean, np.log(-np.expm1(-np.exp(np.clip(log_mean, -30.0, 4.0))))
        )
        return float(np.exp(min(log_P + logsumexp(log_lost, b=weight), 700.0)))
    if log_P > _LARGEST:
        raise ValueError(f"log_P={log_P} is above {_LARGEST}, where rounding shows at finite lam.")
    square, weight = chi_square_nodes(N, nodes=160, lowest=0.05)
    lost = np.array([_excess_probability(lam, r2, np.exp(log_others)) for r2 in square])
    return float(np.exp(log_P) * (weight @ lost))


def _excess_probability(lam: float, square: float, M: float) -> float:
    """Return Prob(Z > 1), Z a sum of M terms exp(lambda (e - r^2)), e ~ N(0, r^2)."""
    mean, deviation = -lam * square, lam * np.sqrt(square)
    x = np.arange(1, _CELLS + 2) / _CELLS
    # E (X - x)_+, whose second differences are the lattice's masses with the same mean
    below = (mean - np.log(x)) / deviation
    average = np.exp(mean + deviation**2 / 2)
    beyond = average * ndtr(below + deviation) - x * ndtr(below)
    calls = np.concatenate([[average], beyond])
    mass = np.empty(_CELLS + 1)
    mass[0] = 1 + (calls[1] - calls[0]) * _CELLS
    mass[1:] = (calls[:-2] - 2 * calls[1:-1] + calls[2:]) * _CELLS
    length = 8 * _CELLS
    damping = np.exp(-_DAMPING * np.arange(_CELLS + 1) / length)
    transform = np.fft.rfft(np.maximum(mass, 0.0) * damping, length)
    sums = np.fft.irfft(transform**M, length)[: _CELLS + 1] / damping
    sums[-1] /= 2
    return float(np.clip(1 - sums.sum(), 0.0, 1.0))
