"""The mean participation of P points at any x, exactly, at finite P and without drawing them.

The weights w = exp(-eps), eps = |x - y|^2 / 2t, of P independent points y ~ N(0, diag(s_i^2)) have

    E Y2 = E sum w^2 / (sum w)^2 = P int_0^inf ds s E[w^2 e^{-s w}] (E e^{-s w})^{P-1}.

The law of eps comes from its characteristic function, exp(zeta(-i omega)) with the cumulant of
`local_condensation`, by one fast Fourier transform. memgen's derivation.
"""

import numpy as np
from jaxtyping import Float

from memgen.theory.local_condensation import energy_cumulant

Directions = Float[np.ndarray, " N"]

GRID = 2**15
REACH = 14.0  # standard deviations of eps on either side of its mean
SCALES = 900


def finite_participation(t: float, x: Directions, variances: Directions, P: int) -> float:
    """Return E Y2 at x.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    x, variances : (N,)
        Where, and s_i^2 >= 0. Six positive ones or more: the law of eps has to be smooth.
    P : int
        Number of points, at least 2 and below 1e9, beyond which the tail is below rounding.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    if not t > 0 or not 2 <= P < 1e9 or (variances > 0).sum() < 6 or x.shape != variances.shape:
        raise ValueError(
            f"t={t}, P={P}, {(variances > 0).sum()} positive variances: give t > 0, P from 2 to "
            "1e9, one variance for each coordinate of x, six or more of them positive."
        )
    zeta = energy_cumulant(t, x, variances)
    mean = 0.5 * np.sum((variances + x**2) / t)
    spread = np.sqrt(np.sum(variances**2 / 2 + x**2 * variances)) / t
    # below the coordinates without variance nothing lies
    least = 0.5 * np.sum(x[variances == 0] ** 2) / t
    low, high = max(least, mean - REACH * spread), mean + 3 * REACH * spread
    step = (high - low) / GRID
    omega = 2 * np.pi * np.fft.fftfreq(GRID, step)
    characteristic = np.exp(zeta.value(-1j * omega))
    density = np.fft.fft(characteristic * np.exp(-1j * omega * low)).real / (GRID * step)
    eps = low + step * np.arange(GRID)
    mass = np.maximum(density, 0.0) * step
    mass /= mass.sum()
    # weights relative to the lowest level that exists, about the 1/P quantile
    first = eps[np.searchsorted(np.cumsum(mass), 1e-3 / P)]
    log_w = first - eps
    # E e^{-s w} = 1 - E(1 - e^{-s w}) keeps its digits where s w is small
    log_s = np.linspace(-25.0, float(mean - first) + np.log(P) + 8.0, SCALES)
    total = 0.0
    for at in log_s:
        exponent = np.exp(np.minimum(at + log_w, 300.0))
        missing = mass @ -np.expm1(-exponent)
        if missing >= 1:
            continue
        own = mass @ (exponent**2 * np.exp(-exponent))  # s^2 E[w^2 e^{-s w}]
        total += own * np.exp((P - 1) * np.log1p(-missing))
    # ds s = s^2 d log s
    return float(P * total * (log_s[1] - log_s[0]))
