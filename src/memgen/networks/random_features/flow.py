"""Gradient flow of a random-feature score model, in closed form.

In tau = k eta / d^2 (k steps of size eta) the flow from A = 0 is, for B = A / sqrt p,

    B(tau) = -(1 / sqrt(Delta)) V^T f_tau(U),   f_tau(l) = (1 - exp(-2 Delta l tau / psi_p)) / l,

one eigendecomposition for all tau. Source: arXiv:2505.17638, section 3 (its equations 206 and 207
write /d in the exponent where /psi_p belongs).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.moments import Moments


@dataclass(frozen=True)
class GradientFlow:
    """The flow in the eigenbasis of U.

    Attributes
    ----------
    values : (modes,)
        Eigenvalues of U in whose span V lies, ascending.
    vectors : (p, modes)
        Their eigenvectors.
    projections : (modes, d)
        vectors^T V.
    delta, psi_p : float
        Delta_t and p / d.
    constant : float
        L(0).
    """

    values: Float[np.ndarray, " modes"]
    vectors: Float[np.ndarray, "p modes"]
    projections: Float[np.ndarray, "modes d"]
    delta: float
    psi_p: float
    constant: float = 1.0

    def learned(self, tau: float) -> Float[np.ndarray, " modes"]:
        """Return f_tau of each eigenvalue; tau may be inf."""
        if not tau >= 0:
            raise ValueError(f"tau={tau} must not be negative.")
        return -np.expm1(-2 * self.delta * self.values * tau / self.psi_p) / self.values

    def weights(self, tau: float) -> Float[np.ndarray, "d p"]:
        """Return B(tau) = A / sqrt p."""
        scaled = self.learned(tau)[:, None] * self.projections
        return -(self.vectors @ scaled).T / np.sqrt(self.delta)

    def training_loss(self, tau: float) -> float:
        """Return L_train(tau) = L(0) - (1/d) sum_k |V_k|^2 (2 f - l f^2)."""
        f = self.learned(tau)
        square = (self.projections**2).sum(axis=1) / self.projections.shape[1]
        return float(self.constant - square @ (2 * f - self.values * f**2))


def gradient_flow(moments: Moments) -> GradientFlow:
    """Return the flow on a training loss, by the eigendecomposition of U."""
    values, vectors = np.linalg.eigh(moments.U)
    # U is positive: what lies below round-off would only be divided by.
    values = np.maximum(values, values[-1] * 1e-15)
    p, d = moments.V.shape
    return GradientFlow(
        values, vectors, vectors.T @ moments.V, moments.delta, p / d, moments.constant
    )


def losses_along(
    flow: GradientFlow, moments: Moments, taus: Float[np.ndarray, " times"]
) -> Float[np.ndarray, " times"]:
    """Return the loss of other moments, those of fresh data, along the flow.

    L(tau) = L(0) - (2/d) sum_k h_k f_k + (1/d) sum_kl f_k H_kl f_l, with h_k = P_k.(Q^T V)_k and
    H_kl = P_k.P_l (Q^T U Q)_kl in the eigenbasis Q of the flow, P its projections: one change of
    basis for all tau.
    """
    P, d = flow.projections, flow.projections.shape[1]
    H = (P @ P.T) * (flow.vectors.T @ moments.U @ flow.vectors)
    h = np.einsum("kd,kd->k", P, flow.vectors.T @ moments.V)
    f = np.stack([flow.learned(tau) for tau in taus])
    return moments.constant - 2 / d * f @ h + np.einsum("tk,tk->t", f @ H, f) / d


def score_error(test_loss: float, t: float, variance: float = 1.0) -> float:
    """Return (1/d) E|s_B - grad log p_t|^2 from the test loss, for data N(0, variance).

    L_test = 1 - Delta / Gamma^2 + Delta E_score, Gamma^2 = e^{-2t} variance + Delta.
    """
    delta = -np.expm1(-2 * t)
    gamma2 = np.exp(-2 * t) * variance + delta
    return float((test_loss - 1 + delta / gamma2) / delta)
