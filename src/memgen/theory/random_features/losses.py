"""The training loss along gradient flow, in closed form.

With A = 0 at the start, the flow dA/dtau = -2 Delta (d/p) A U - (2 d sqrt(Delta) / sqrt p) V^T has
the loss

    L(tau) = 1 - b^2 int dnu(l) (1 - exp(-4 Delta l tau / psi_p)) / l,    nu = (psi_p / pi) Im s,

nu the spectrum of U seen from W, of total mass psi_p: each eigenvalue is learned at its time
psi_p / (4 Delta l). tau = k eta / d^2 for k steps of size eta. (arXiv:2505.17638, section 3; the
integral is memgen's derivation from its appendix C.)
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.numerics.domain import plain
from memgen.numerics.doors import checked
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Quadrature, find_feature_edges, quadrature

Times = float | Float[np.ndarray, "*times"]


@dataclass(frozen=True)
class TrainingLoss:
    """The loss against tau, and what each bulk contributes in the end.

    Attributes
    ----------
    value : (times,) or float
        L_train(tau); 1 at tau = 0.
    final : float
        L_train for tau to infinity.
    shares : (bulks,)
        Fall of the loss that each bulk brings, the smallest eigenvalues first.
    """

    value: Any
    final: float
    shares: Float[np.ndarray, " bulks"]


def loss_curve(tau: Times, model: FeatureModel) -> TrainingLoss:
    """Return L_train(tau), its limit and the bulks' shares.

    Parameters
    ----------
    tau : (times,) or float
        Training times, >= 0; inf is allowed.
    model : FeatureModel
        The model.

    Raises
    ------
    ValueError
        If a time is negative.
    ConvergenceError
        If the spectrum is not found.
    """
    tau = np.asarray(tau, dtype=float)
    if not (tau >= 0).all():
        raise ValueError(f"tau={tau} must not be negative.")
    edges = find_feature_edges(model)
    nodes = quadrature(model, edges)
    shares = fall(nodes, np.inf, model).reshape(len(edges), -1).sum(axis=1)
    value = np.array([1 - fall(nodes, float(at), model).sum() for at in tau.ravel()])
    return TrainingLoss(plain(value.reshape(tau.shape)), float(1 - shares.sum()), shares)


@checked
def fall(nodes: Quadrature, tau: float, model: FeatureModel) -> Float[np.ndarray, " nodes"]:
    """Return b^2 (1 - exp(-4 Delta l tau / psi_p)) / l dnu at every node, for one tau."""
    c = model.coefficients
    learned = -np.expm1(-4 * c.delta * nodes.x * tau / model.psi_p)
    return c.b**2 * nodes.projected * learned / nodes.x


def half_fall_time(model: FeatureModel) -> float:
    """Return the tau at which half of the late fall of the training loss is done.

    The late fall, memorization, is what all bulks but the largest one bring.

    Raises
    ------
    ValueError
        If the spectrum is a single bulk.
    """
    edges = find_feature_edges(model)
    if len(edges) < 2:
        raise ValueError(f"{model}: one bulk, its early and late falls are not apart.")
    nodes = quadrature(model, edges)
    late = len(nodes.x) // len(edges) * (len(edges) - 1)
    final = fall(nodes, np.inf, model)[:late].sum()

    def missing(log_tau: float) -> float:
        return float(fall(nodes, float(np.exp(log_tau)), model)[:late].sum() - final / 2)

    return float(np.exp(brentq(missing, -30.0, 60.0, xtol=1e-10)))
