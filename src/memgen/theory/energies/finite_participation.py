"""The mean participation of P points at any x, exactly, at finite P and without drawing them.

The weights w = exp(-eps), eps = |x - y|^2 / 2t, of P independent points y ~ N(0, diag(s_i^2)) have

    E Y2 = E sum w^2 / (sum w)^2 = P int_0^inf ds s E[w^2 e^{-s w}] (E e^{-s w})^{P-1}.

The law of eps comes from its characteristic function, exp(zeta(-i omega)) with the cumulant of
`local_condensation`, by one fast Fourier transform. memgen's derivation.
"""

import numpy as np
from jaxtyping import Float
from scipy.signal import fftconvolve

from memgen.numerics.doors import checked
from memgen.theory.energies.local_condensation import local_energy_cumulant

Directions = Float[np.ndarray, " N"]

LEAST_GRID, LARGEST_GRID = 2**14, 2**23
STEP = 0.4  # largest step of eps
REACH = 14.0  # standard deviations of eps on either side of its mean


@checked
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
    zeta = local_energy_cumulant(t, x, variances)
    mean = 0.5 * np.sum((variances + x**2) / t)
    spread = np.sqrt(np.sum(variances**2 / 2 + x**2 * variances)) / t
    if spread < 0.02:
        # all weights are about the same: E w^2 / (E w)^2 / P, the sum does not fluctuate
        return float(np.exp(zeta.value(2.0) - 2 * zeta.value(1.0)) / P)
    # below the coordinates without variance nothing lies
    least = 0.5 * np.sum(x[variances == 0] ** 2) / t
    low, high = max(least, mean - REACH * spread), mean + 3 * REACH * spread
    # the kernels of the two means vary over 1
    grid = max(LEAST_GRID, 2 ** int(np.ceil(np.log2((high - low) / STEP))))
    if grid > LARGEST_GRID:
        raise ValueError(f"t={t} is so small that eps spreads over {spread:.3g}: Y2 is 1 here.")
    step = (high - low) / grid
    omega = 2 * np.pi * np.fft.fftfreq(grid, step)
    characteristic = np.exp(zeta.value(-1j * omega))
    density = np.fft.fft(characteristic * np.exp(-1j * omega * low)).real / (grid * step)
    eps = low + step * np.arange(grid)
    mass = np.maximum(density, 0.0) * step
    mass /= mass.sum()
    # Both means depend on log s - eps alone: with log s on the grid of eps they are convolutions.
    first = int(np.searchsorted(np.cumsum(mass), 1e-3 / P))
    above = int(np.ceil((mean - eps[first] + np.log(P) + 8.0) / step))
    below = int(np.ceil(25.0 / step))
    offset = np.arange(first - below - grid + 1, first + above + 1) * step
    exponent = np.exp(np.minimum(offset, 300.0))
    missing = fftconvolve(mass, -np.expm1(-exponent), "valid")  # 1 - E e^{-s w}
    own = fftconvolve(mass, exponent**2 * np.exp(-exponent), "valid")  # s^2 E[w^2 e^{-s w}]
    inside = (missing > 0) & (missing < 1 - 1e-12)
    left = np.exp((P - 1) * np.log1p(-missing[inside]))
    # ds s = s^2 d log s
    return float(P * step * np.sum(own[inside] * left))
