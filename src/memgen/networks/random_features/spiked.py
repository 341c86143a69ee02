"""The largest eigenvalue of the equivalent features of a mixture, for many |m|^2 at once.

With signs c_mu and data x_mu = c_mu m + z_mu the Gaussian equivalent of `equivalent` is

    U - s^2 = C + u u^T,   u = e^{-t} a W m / sqrt d + h,

h = G c / n the mean of the signed columns of G without means, C the rest of it, which no m enters.
By the invariance of the normal law c may be taken along the first datum. One eigendecomposition
of C = Q diag(l) Q^T then serves every m along one direction: the largest eigenvalue z + s^2 of U
solves

    sum_i (Q^T u)_i^2 / (z - l_i) = 1,   z > max l,

and its eigenvector is (z - C)^{-1} u. memgen's derivation.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.theory.random_features.resolvent import FeatureModel

BISECTIONS = 60


@dataclass(frozen=True)
class SpikedEquivalent:
    """A draw of the equivalent features of mixtures whose means share a direction.

    Attributes
    ----------
    values : (p,)
        Eigenvalues l of C.
    direction, rest : (p,)
        e^{-t} a W m / (|m| sqrt d) and h in the eigenbasis of C.
    s2 : float
        s^2.
    """

    values: Float[np.ndarray, " p"]
    direction: Float[np.ndarray, " p"]
    rest: Float[np.ndarray, " p"]
    s2: float

    def largest(
        self, signals: Float[np.ndarray, " signals"]
    ) -> tuple[Float[np.ndarray, " signals"], Float[np.ndarray, " signals"]]:
        """Return the largest eigenvalue of U, and its vector's squared cosine with W m.

        Parameters
        ----------
        signals : (signals,)
            |m|^2, not negative.
        """
        u = np.sqrt(np.asarray(signals, dtype=float))[:, None] * self.direction + self.rest
        square, top = u**2, self.values.max()
        low, high = np.zeros(len(u)), square.sum(axis=1)  # of z - top
        for _ in range(BISECTIONS):
            # In the logarithm once both ends are positive: z - top may be small.
            middle = np.where(low > 0, np.sqrt(low * high), high / 16)
            beyond = (square / (top + middle[:, None] - self.values)).sum(axis=1) > 1
            low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
        vector = u / (top + high[:, None] - self.values)
        cosine = vector @ self.direction / np.linalg.norm(vector, axis=1)
        return top + high + self.s2, (cosine / np.linalg.norm(self.direction)) ** 2


def draw_spiked(model: FeatureModel, d: int, rng: np.random.Generator) -> SpikedEquivalent:
    """Return a draw at dimension d, p = psi_p d and n = psi_n d rounded.

    Parameters
    ----------
    model : FeatureModel
        With one atom, the isotropic variance about the means.
    d : int
        Data dimension.
    rng : numpy.random.Generator
        Source of W, the data and Omega.

    Raises
    ------
    ValueError
        If the covariance is not isotropic.
    """
    if len(model.variances) != 1:
        raise ValueError(f"variances={model.variances}: the mixtures have one variance.")
    c = model.coefficients
    p, n = round(model.psi_p * d), round(model.psi_n * d)
    W = rng.standard_normal((p, d))
    X = np.sqrt(model.variances[0]) * rng.standard_normal((d, n))
    G = c.decay * c.a * W @ X / np.sqrt(d) + np.sqrt(c.v2) * rng.standard_normal((p, n))
    others = np.concatenate([G[:, 1:] / np.sqrt(n), c.b * W / np.sqrt(d)], axis=1)
    values, vectors = np.linalg.eigh(others @ others.T)
    direction = c.decay * c.a * W[:, 0] / np.sqrt(d)
    return SpikedEquivalent(
        values, direction @ vectors, G[:, 0] @ vectors / np.sqrt(n), float(c.s2)
    )
