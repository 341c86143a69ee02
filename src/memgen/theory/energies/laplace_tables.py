"""Laplace transforms of one random factor z = exp(-eps), tabulated by one Fourier transform.

With K(lambda) = log E z^lambda known in the complex plane,

    E[1 - exp(-s z)]       = -1/(2 pi i) int dlambda Gamma(-lambda) s^lambda exp(K)
    E[(s z)^2 exp(-s z)]   =  1/(2 pi i) int dlambda Gamma(2 - lambda) s^lambda exp(K)

along Re lambda = c: on an even grid of log s each is one inverse Fourier transform. Terms of P such
factors at s ~ 1 / (P E z) need c near the tilt of the level that counts there; where c lies past
the pole at lambda = 1 (2 for the second), the residue E s z (E (s z)^2) is added in closed form.
memgen's derivation; `finite_rem` sums the same integrals point by point.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import loggamma

from memgen.numerics.doors import checked

Kernel = Callable[[np.ndarray], np.ndarray]

DIGITS = 25.0  # terms below exp(-25) are neglected
SMOOTH = 8  # directions that make the law of eps smooth
STEP = 0.05  # of log s, where nothing is condensed


@dataclass(frozen=True)
class FactorLaw:
    """The law of z.

    Attributes
    ----------
    cumulant : callable
        K at complex lambda, Re lambda > 0, elementwise.
    derivatives : callable
        K, K' and K'' at a real lambda > 0.
    directions : int
        Number of coordinates that eps is a sum over.
    """

    cumulant: Kernel
    derivatives: Callable[[float], tuple[float, float, float]]
    directions: int


@dataclass(frozen=True)
class Saddle:
    """Where P factors condense.

    Attributes
    ----------
    tilt : float
        lambda_*, where log P + K - lambda K' = 0: below 1 the sum is condensed.
    log_sum : float
        log of the typical sum of P factors.
    """

    tilt: float
    log_sum: float


@checked
def saddle(law: FactorLaw, log_P: float) -> Saddle:
    """Return the condensation of P factors."""

    def entropy(log_tilt: float) -> float:
        value, slope, _ = law.derivatives(float(np.exp(log_tilt)))
        return log_P + value - np.exp(log_tilt) * slope

    coldest = 10.0  # of log lambda: what condenses beyond has next to no fluctuations
    if entropy(coldest) > 0:
        return Saddle(np.inf, log_P + law.derivatives(1.0)[0])
    tilt = float(np.exp(brentq(entropy, -60.0, coldest, xtol=1e-12)))
    if tilt < 1:
        return Saddle(tilt, law.derivatives(tilt)[1])
    return Saddle(tilt, log_P + law.derivatives(1.0)[0])


@dataclass(frozen=True)
class LaplaceTables:
    """Splines in log s of P E[1 - exp(-s z)] and, for each weight, P E[weight (s z)^2 e^{-s z}]."""

    counts: CubicSpline
    squares: list[CubicSpline]


@checked
def laplace_tables(
    law: FactorLaw,
    log_P: float,
    tilt: float,
    log_s: tuple[float, float],
    weights: list[Kernel],
) -> LaplaceTables:
    """Return the tables between two log s.

    Parameters
    ----------
    law : FactorLaw
        Of z.
    log_P : float
        Logarithm of the number of factors.
    tilt : float
        lambda_* of the saddle at which the sums are asked.
    log_s : (low, high)
        The interval of log s.
    weights : list of callable
        v(lambda) = E[v z^lambda] / E z^lambda of whatever is averaged with the square of z.
    """
    curvature = max(law.derivatives(min(tilt, 2.0))[2], 1e-12)
    gap = float(np.clip(2 / np.sqrt(curvature), 0.02, 0.3))
    least = min(tilt, 0.7)
    nearest = min(least, gap, 0.5)
    period = (log_s[1] - log_s[0]) + (log_P + DIGITS) / least + DIGITS / nearest
    # deep in the condensed phase the transforms of a smooth law vary over 1 / lambda_*
    step = max(STEP, (0.01 if law.directions >= SMOOTH else 0.0015) / least)
    size = 2 ** int(np.ceil(np.log2(period / step)))
    z = log_s[0] - 1.0 + period / size * np.arange(size)
    z = z[z < log_s[1] + 1.0]

    def table(pole: int, log_kernel: Kernel, log_residue: float) -> CubicSpline:
        """Of all contours the one with the least rounding at each log s."""
        contours = {least, *_contours(tilt, pole, gap)}
        values, errors = [], []
        for c in sorted(contours):
            values.append(_inverse(c, log_kernel, z, period, size))
            errors.append(float(np.real(log_kernel(np.array([c + 0j]))[0])) + c * z)
            if c > pole:
                residue = log_residue + pole * z
                values[-1] += np.exp(np.minimum(residue, 80.0))
                errors[-1] = np.maximum(errors[-1], residue)
        best = np.argmin(errors, axis=0)
        return CubicSpline(z, np.maximum(np.choose(best, values), 0.0))

    def log_first(lam: np.ndarray) -> np.ndarray:
        # -Gamma(-lambda)
        gamma = loggamma(2 - lam) - np.log(lam * (1 - lam))
        return log_P + law.cumulant(lam) + gamma

    counts = table(1, log_first, log_P + law.derivatives(1.0)[0])
    squares = []
    for weight in weights:

        def log_second(lam: np.ndarray, weight: Kernel = weight) -> np.ndarray:
            return log_P + law.cumulant(lam) + loggamma(2 - lam) + np.log(weight(lam))

        at_pole = np.log(weight(np.array([2.0]))[0])
        squares.append(table(2, log_second, log_P + law.derivatives(2.0)[0] + float(at_pole)))
    return LaplaceTables(counts, squares)


def _inverse(
    c: float,
    log_kernel: Kernel,
    z: Float[np.ndarray, " places"],
    period: float,
    size: int,
) -> Float[np.ndarray, " places"]:
    """Return 1 / (2 pi) int domega exp(log_kernel + lambda z), lambda = c + i omega."""
    omega = 2 * np.pi / period * np.arange(size // 2 + 1)
    # Gamma(2 - lambda) falls as |lambda|^{3/2 - c} exp(-pi |lambda| / 2)
    lam = c + 1j * omega[omega < 2 / np.pi * DIGITS + 8]
    log_values = log_kernel(lam) + lam * z[0]
    level = float(np.real(log_values[0]))
    kernel = np.zeros(size // 2 + 1, dtype=complex)
    kernel[: lam.size] = np.exp(log_values - level)
    values = np.fft.irfft(kernel, size)[: z.size] * size / period
    return values * np.exp(np.clip(level + c * (z - z[0]), -700, 700))


def _contours(tilt: float, pole: int, gap: float) -> list[float]:
    """Return Re lambda near the tilt and off the pole, on either side of it if it lies beyond."""
    below = [min(tilt, pole - gap)]
    return [*below, (pole + min(tilt, pole + 1.0)) / 2] if tilt > pole + gap else below


@checked
def survival(counts: np.ndarray, log_P: float) -> np.ndarray:
    """Return (1 - q)^{P - 1} from P q."""
    if log_P > 30:
        return np.exp(-counts)
    P = np.exp(log_P)
    return np.exp((P - 1) * np.log1p(-np.clip(counts / P, 0.0, 1 - 1e-16)))
