"""Random-feature score models in the proportional limit p, n, d -> infinity.

psi_p = p/d features and psi_n = n/d data per dimension; t is the Ornstein-Uhlenbeck time. The
functions below take plain numbers; the modules have the equations. Source: arXiv:2505.17638.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import plain
from memgen.numerics.doors import checked
from memgen.theory.random_features._coefficients import Coefficients, coefficients
from memgen.theory.random_features.losses import TrainingLoss, loss_curve
from memgen.theory.random_features.outlier import Outlier, find_outlier, find_threshold
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, atom_mass, feature_density, find_bulks

__all__ = [
    "Bulk",
    "Coefficients",
    "FeatureModel",
    "Outlier",
    "TrainingLoss",
    "atom_mass",
    "bulks",
    "coefficients",
    "outlier",
    "outlier_threshold",
    "spectral_density",
    "training_loss",
]

Atoms = tuple[float, ...]
Points = float | Float[np.ndarray, "*points"]


@checked
def spectral_density(
    x: Points,
    psi_p: float,
    psi_n: float,
    t: float,
    variances: Atoms = (1.0,),
    weights: Atoms = (1.0,),
    activation: str = "tanh",
) -> Points:
    """Return the density of the eigenvalues of U at x > s^2, without the atom at s^2.

    Parameters
    ----------
    x : (points,)
        Eigenvalues.
    psi_p, psi_n, t : float
        p / d, n / d and the time, positive.
    variances, weights : tuple of float
        Atoms of the spectrum of the data covariance.
    activation : str
        "tanh" or "linear".

    Raises
    ------
    ValueError
        Outside this domain.
    ConvergenceError
        If the resolvent is not found.
    """
    model = FeatureModel(psi_p, psi_n, t, variances, weights, activation)
    x = np.asarray(x, dtype=float)
    return plain(feature_density(x.ravel(), model).reshape(x.shape))


@checked
def bulks(
    psi_p: float,
    psi_n: float,
    t: float,
    variances: Atoms = (1.0,),
    weights: Atoms = (1.0,),
    activation: str = "tanh",
) -> list[Bulk]:
    """Return the bulks of U with edges, masses and means; parameters as `spectral_density`."""
    return find_bulks(FeatureModel(psi_p, psi_n, t, variances, weights, activation))


@checked
def training_loss(
    tau: Points,
    psi_p: float,
    psi_n: float,
    t: float,
    variances: Atoms = (1.0,),
    weights: Atoms = (1.0,),
    activation: str = "tanh",
) -> TrainingLoss:
    """Return L_train(tau) along gradient flow from A = 0; parameters as `spectral_density`."""
    return loss_curve(tau, FeatureModel(psi_p, psi_n, t, variances, weights, activation))


@checked
def outlier(
    psi_p: float,
    psi_n: float,
    t: float,
    signal: float,
    variance: float = 1.0,
    activation: str = "tanh",
) -> Outlier:
    """Return the outlier of U for data +-m + N(0, variance), signal = |m|^2 of order 1.

    Raises
    ------
    ValueError
        If the signal is not above `outlier_threshold`, or a parameter is outside its domain.
    """
    model = FeatureModel(psi_p, psi_n, t, (variance,), (1.0,), activation)
    return find_outlier(model, signal)


@checked
def outlier_threshold(
    psi_p: float, psi_n: float, t: float, variance: float = 1.0, activation: str = "tanh"
) -> float:
    """Return the |m|^2 at which the outlier leaves the bulk; errors as in `outlier`."""
    return find_threshold(FeatureModel(psi_p, psi_n, t, (variance,), (1.0,), activation))
