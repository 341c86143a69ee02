"""The score of one Gaussian for each class of the data: smooth, with no memory of single points."""

import numpy as np
from jaxtyping import Float, Int
from scipy.special import softmax

from memgen.diffusion.arrays import check_points, check_samples
from memgen.diffusion.exact_scores import LinearManifoldScore, fitted_linear_score


class GaussianClassesScore:
    """Score and denoiser of a mixture of Gaussians, at noise variance t.

    Each class c has the mean m_c, covariance C_c and share of its training points. Diffused to t,

        p_t(x) = sum_c q_c N(x; m_c, C_c + t),
        score = sum_c w_c(x) grad log N(x; m_c, C_c + t),

    w_c the posterior probability of the class.

    Parameters
    ----------
    points : (P, N)
        Training points.
    labels : (P,)
        Their classes, of two points or more each.

    Raises
    ------
    ValueError
        If the points are not finite.
    """

    def __init__(self, points: Float[np.ndarray, "P N"], labels: Int[np.ndarray, " P"]):
        points = check_points(points)
        names, counts = np.unique(labels, return_counts=True)
        self.shares: np.ndarray = counts / len(points)
        self.means: np.ndarray = np.array([points[labels == name].mean(axis=0) for name in names])
        self._classes: list[LinearManifoldScore] = [
            fitted_linear_score(points[labels == name] - mean)
            for name, mean in zip(names, self.means, strict=True)
        ]

    def log_density(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, " batch"]:
        """Return log p_t(x) in nats."""
        return np.logaddexp.reduce(self._log_terms(x, t), axis=0)

    def score(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return grad log p_t(x)."""
        weights = softmax(self._log_terms(x, t), axis=0)
        classes = zip(self._classes, self.means, strict=True)
        scores = np.array([of.score(x - mean, t) for of, mean in classes])
        return np.einsum("cb,cbn->bn", weights, scores)

    def _log_terms(self, x: np.ndarray, t: float) -> Float[np.ndarray, "classes batch"]:
        x = check_samples(x, self.means.shape[1])
        return np.array(
            [
                np.log(share) + of.log_density(x - mean, t)
                for share, of, mean in zip(self.shares, self._classes, self.means, strict=True)
            ]
        )
