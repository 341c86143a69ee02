"""The Gaussian equivalent of random features at finite size.

    U ~ G G^T / n + b^2 W W^T / d + s^2,   G = e^{-t} a W X / sqrt d + v Omega,   V ~ b W / sqrt d
    U_test ~ a^2 W Sigma_t W^T / d + s^2 + v^2,   Sigma_t = e^{-2t} Sigma + Delta,   V_test = V

(arXiv:2505.17638, appendix C.) U - s^2 has rank n + d: its eigenvectors come from a Gram matrix of
that size, however many features there are.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.flow import GradientFlow
from memgen.theory.random_features.resolvent import FeatureModel


@dataclass(frozen=True)
class EquivalentFeatures:
    """A draw of the equivalent matrices.

    Attributes
    ----------
    model : FeatureModel
        psi_p, psi_n, t and the data covariance.
    W : (p, d)
        First layer.
    factor : (p, n + d)
        B with U - s^2 = B B^T.
    variances : (d,)
        Variances of the data along each coordinate.
    """

    model: FeatureModel
    W: Float[np.ndarray, "p d"]
    factor: Float[np.ndarray, "p modes"]
    variances: Float[np.ndarray, " d"]

    @property
    def V(self) -> Float[np.ndarray, "p d"]:  # noqa: N802
        """B W / sqrt d."""
        return self.model.coefficients.b * self.W / np.sqrt(self.W.shape[1])

    def eigenvalues(self) -> Float[np.ndarray, " p"]:
        """Return all p eigenvalues of U, ascending."""
        p, modes = self.factor.shape
        gram = self.factor.T @ self.factor if p > modes else self.factor @ self.factor.T
        found = np.maximum(np.linalg.eigvalsh(gram), 0.0)
        return self.model.coefficients.s2 + np.concatenate([np.zeros(p - found.size), found])

    def flow(self) -> GradientFlow:
        """Return gradient flow on the training loss."""
        c = self.model.coefficients
        p, modes = self.factor.shape
        if p > modes:
            values, small = np.linalg.eigh(self.factor.T @ self.factor)
            kept = values > values[-1] * 1e-14
            values = values[kept]
            vectors = self.factor @ small[:, kept] / np.sqrt(values)
        else:
            values, vectors = np.linalg.eigh(self.factor @ self.factor.T)
            values = np.maximum(values, 0.0)
        return GradientFlow(values + c.s2, vectors, vectors.T @ self.V, c.delta, self.model.psi_p)

    def test_losses(
        self, flow: GradientFlow, taus: Float[np.ndarray, " times"]
    ) -> Float[np.ndarray, " times"]:
        """Return the loss on fresh data along the flow.

        With V_test = V = b W / sqrt d all of it lies in the projections P = Q^T V of the flow:

            B W / sqrt d = -P^T f P / (b sqrt(Delta)),   |B|^2 = sum_k f_k^2 |P_k|^2 / Delta.
        """
        c, d, P = self.model.coefficients, self.W.shape[1], flow.projections
        spread = c.decay**2 * self.variances + c.delta
        square = (P**2).sum(axis=1)
        losses = []
        for tau in taus:
            f = flow.learned(tau)
            seen = (P * f[:, None]).T @ P / c.b
            quadratic = c.a**2 * (seen**2).sum(axis=0) @ spread + (c.s2 + c.v2) * (f**2 @ square)
            losses.append(1 + (quadratic - 2 * f @ square) / d)
        return np.array(losses)


def draw_equivalent(
    model: FeatureModel,
    d: int,
    rng: np.random.Generator,
    mean: Float[np.ndarray, " d"] | None = None,
) -> EquivalentFeatures:
    """Return a draw at dimension d, p = psi_p d and n = psi_n d rounded.

    Parameters
    ----------
    model : FeatureModel
        The atoms of its spectrum become blocks of coordinates.
    d : int
        Data dimension.
    rng : numpy.random.Generator
        Source of W, the data and Omega.
    mean : (d,), optional
        m of a mixture +-m + N(0, sigma_x^2), |m|^2 of order 1.
    """
    c = model.coefficients
    p, n = round(model.psi_p * d), round(model.psi_n * d)
    counts = np.round(np.array(model.weights) * d).astype(int)
    counts[-1] = d - counts[:-1].sum()
    variances = np.repeat(model.variances, counts)
    W = rng.standard_normal((p, d))
    X = np.sqrt(variances)[:, None] * rng.standard_normal((d, n))
    if mean is not None:
        X += mean[:, None] * rng.choice([-1.0, 1.0], size=n)
    G = c.decay * c.a * W @ X / np.sqrt(d) + np.sqrt(c.v2) * rng.standard_normal((p, n))
    factor = np.concatenate([G / np.sqrt(n), c.b * W / np.sqrt(d)], axis=1)
    return EquivalentFeatures(model, W, factor, variances)
