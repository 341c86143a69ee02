"""The denoisers that know two moments of the data, and at most a function of each coordinate.

The affine denoiser is the posterior mean of Gaussian data of mean m and covariance C,

    D(x) = m + C (C + t)^-1 (x - m),        risk(t) = Tr[ C t (C + t)^-1 ] / N,

and of any data the best affine one (Wiener). The bent denoiser is the best function of each
coordinate of D, E[xi_i | D_i(x)]: it knows which values a coordinate takes and how likely, but of
how the coordinates hang together no more than C.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import check_points, check_samples, check_time

KNOTS = 12
"""Of the function of each coordinate, a straight line between two of them."""
MOST_POINTS = 10_000
"""That a bent denoiser is fitted to."""


@dataclass(frozen=True)
class AffineDenoiser:
    """The best affine denoiser of data with two given moments.

    Attributes
    ----------
    mean : (N,)
        m.
    variances, axes : (N,), (N, N)
        Eigenvalues of C and its eigenvectors, as columns.
    """

    mean: Float[np.ndarray, " N"]
    variances: Float[np.ndarray, " N"]
    axes: Float[np.ndarray, "N N"]

    @classmethod
    def of_moments(
        cls, mean: Float[np.ndarray, " N"], covariance: Float[np.ndarray, "N N"]
    ) -> "AffineDenoiser":
        """Return the denoiser of data of this mean and covariance."""
        variances, axes = np.linalg.eigh(covariance)
        return cls(mean, np.maximum(variances, 0), axes)

    @classmethod
    def fitted(cls, points: Float[np.ndarray, "P N"]) -> "AffineDenoiser":
        """Return the one that is best on noisy copies of the points: ridge regression."""
        points = check_points(points)
        mean = points.mean(axis=0)
        return cls.of_moments(mean, points.T @ points / len(points) - np.outer(mean, mean))

    def denoise(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return m + C (C + t)^-1 (x - m)."""
        x = check_samples(x, len(self.mean))
        kept = self.variances / (self.variances + check_time(t, x)[:, None])
        return self.mean + (((x - self.mean) @ self.axes) * kept) @ self.axes.T

    def risk(self, t: float) -> float:
        """Return E |D(x) - xi|^2 / N on data of these moments."""
        return float((self.variances * t / (self.variances + t)).mean())


@dataclass(frozen=True)
class BentDenoiser:
    """The best function of each coordinate of an affine denoiser, fitted at some noise variances.

    Attributes
    ----------
    affine : AffineDenoiser
        D.
    knots, values : mapping of t to (KNOTS, N)
        Where the functions bend, and their values there.
    """

    affine: AffineDenoiser
    knots: dict[float, Float[np.ndarray, "knots N"]]
    values: dict[float, Float[np.ndarray, "knots N"]]

    @classmethod
    def fitted(
        cls, points: Float[np.ndarray, "P N"], times: Sequence[float], rng: np.random.Generator
    ) -> "BentDenoiser":
        """Return the one that is best on a noisy copy of each point, by least squares.

        Parameters
        ----------
        points : (P, N)
            The data; of more than 10,000 the first ones tell the functions.
        times : sequence of float
            Noise variances that it will be asked at.
        rng : numpy.random.Generator
            Of the noise.
        """
        affine = AffineDenoiser.fitted(points)
        some = points[:MOST_POINTS]
        knots, values = {}, {}
        for t in times:
            told = affine.denoise(some + np.sqrt(t) * rng.standard_normal(some.shape), t)
            knots[t] = np.quantile(told, np.linspace(0, 1, KNOTS), axis=0)
            columns = zip(knots[t].T, told.T, some.T, strict=True)
            values[t] = np.stack([_fit(*column) for column in columns], axis=1)
        return cls(affine, knots, values)

    def denoise(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return the function of each coordinate of D(x), constant beyond the outer knots.

        Raises
        ------
        KeyError
            If it was not fitted at t.
        """
        columns = zip(self.affine.denoise(x, t).T, self.knots[t].T, self.values[t].T, strict=True)
        return np.stack([np.interp(*column) for column in columns], axis=1)


def _fit(
    knots: Float[np.ndarray, " knots"],
    told: Float[np.ndarray, " P"],
    clean: Float[np.ndarray, " P"],
) -> Float[np.ndarray, " knots"]:
    """Return the values at the knots of the polygon that is nearest to the clean coordinate."""
    cell = np.clip(np.searchsorted(knots, told) - 1, 0, len(knots) - 2)
    right = (told - knots[cell]) / (knots[cell + 1] - knots[cell])
    hats = np.zeros((len(told), len(knots)))
    rows = np.arange(len(told))
    hats[rows, cell], hats[rows, cell + 1] = 1 - right, right
    return np.linalg.lstsq(hats.T @ hats, hats.T @ clean, rcond=None)[0]
