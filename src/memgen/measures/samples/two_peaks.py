"""How far samples of a two-Gaussian mixture are apart along the direction of its means."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.stats import norm

BINS = np.arange(-3.125, 3.2, 0.25)  # in standard deviations; one is centred on 0
SMOOTHED = 3  # bins


@dataclass(frozen=True)
class TwoPeaks:
    """Moments along and across the means, and how deep the valley between the peaks is.

    Attributes
    ----------
    variance_along, variance_across : float
        Along the means' direction, and the mean over the others.
    kurtosis : float
        E[(x - E x)^4] / var^2 along: 3 for one Gaussian, 1 for two points.
    central_density : float
        Density at 0 over the largest one, along, in a window of 3/4 of a standard deviation.
    peak_width : float
        Standard deviation of |x| along: that of either peak where they are apart.
    """

    variance_along: float
    kurtosis: float
    central_density: float
    variance_across: float
    peak_width: float


def observed_peaks(samples: Float[np.ndarray, "batch d"]) -> TwoPeaks:
    """Return these of samples whose means lie on the first axis."""
    along = samples[:, 0]
    counts, edges = np.histogram(along / along.std(), BINS)
    smooth = np.convolve(counts, np.ones(SMOOTHED) / SMOOTHED, mode="same")
    middle = smooth[np.searchsorted(edges, 0) - 1]
    return TwoPeaks(
        variance_along=along.var(),
        kurtosis=((along - along.mean()) ** 4).mean() / along.var() ** 2,
        central_density=middle / smooth.max(),
        variance_across=samples[:, 1:].var(),
        peak_width=np.abs(along).std(),
    )


def expected_peaks(signal: float, t: float) -> TwoPeaks:
    """Return these of the mixture itself, +-m + N(0, 1), at the Ornstein-Uhlenbeck time t.

    Parameters
    ----------
    signal : float
        |m|^2.
    t : float
        The means are then +-e^{-t} m, the variance about them stays 1.
    """
    pull2 = np.exp(-2 * t) * signal
    variance = pull2 + 1.0
    x = np.linspace(-3, 3, 601) * np.sqrt(variance)
    window = SMOOTHED * (BINS[1] - BINS[0]) * np.sqrt(variance)
    below, above = (
        norm.cdf(x + side * window / 2 - np.sqrt(pull2))
        + norm.cdf(x + side * window / 2 + np.sqrt(pull2))
        for side in (-1, 1)
    )
    mass = above - below
    pull = np.sqrt(pull2)
    folded = 2 * norm.pdf(pull) + pull * (1 - 2 * norm.cdf(-pull))  # E|x|
    return TwoPeaks(
        variance_along=variance,
        kurtosis=3 - 2 * (pull2 / variance) ** 2,
        central_density=mass[x.size // 2] / mass.max(),
        variance_across=1.0,
        peak_width=float(np.sqrt(variance - folded**2)),
    )
