"""One step of generalised approximate message passing on the hidden manifold.

The posterior of the latents z given x = sigma(F z) + sqrt(t) n, z_j ~ N(0, tau_j), as Gaussian
messages (Rangan, arXiv:1010.5141, algorithm 1; Krzakala et al., arXiv:1206.3953):

    V_i = sum_j F_ij^2 v_j,     w_i = sum_j F_ij m_j - V_i g_i
    g_i, g'_i = first and second derivative of log Z(w_i, V_i) in w_i      (see `channel`)
    A_j = -sum_i F_ij^2 g'_i,   v_j = tau_j / (1 + tau_j A_j)
    m_j = v_j (A_j m_j + sum_i F_ij g_i)

It is exact for N, D to infinity and F of independent entries; the means are exact for the linear
channel at any size, since there its fixed point solves the normal equations.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.activations import Activation
from memgen.theory.field.moments import FieldMoments
from memgen.theory.field.posterior import field_posterior

_LEAST_VARIANCE = 1e-13
"""Of a field: where F_i = 0 nothing is told of it, and its posterior multiplies nothing."""
_LEAST_PRECISION = 0.5
"""Of a latent, over the prior's: a bimodal field can ask for less on the way."""


@dataclass(frozen=True)
class Manifold:
    """What is held fixed: the manifold and its squared entries.

    Attributes
    ----------
    F : (N, D)
        Effective matrix.
    square : (N, D)
        Its entries squared.
    activation : Activation
        sigma.
    variances : (D,)
        tau, prior variances of the latents.
    """

    F: Float[np.ndarray, "N D"]
    square: Float[np.ndarray, "N D"]
    activation: Activation
    variances: Float[np.ndarray, " D"]


@dataclass(frozen=True)
class Messages:
    """The state of the iteration for a batch of observations.

    Attributes
    ----------
    x, t : (batch, N), (batch, 1)
        Observations and their noise variances.
    mean, variance : (batch, D)
        m and v of the latents.
    slope, curvature : (batch, N)
        g and g' of the fields.
    field : FieldMoments
        The fields' posterior at the step's w and V; of no meaning before the first step.
    field_variance : (batch, N)
        V.
    """

    x: Float[np.ndarray, "batch N"]
    t: Float[np.ndarray, "batch 1"]
    mean: Float[np.ndarray, "batch D"]
    variance: Float[np.ndarray, "batch D"]
    slope: Float[np.ndarray, "batch N"]
    curvature: Float[np.ndarray, "batch N"]
    field: FieldMoments
    field_variance: Float[np.ndarray, "batch N"]

    @property
    def denoised(self) -> Float[np.ndarray, "batch N"]:
        """E[xi | x] of the fields' posterior."""
        return self.x + self.field.gap

    def rows(self, chosen: Any) -> "Messages":
        """Return the state of some of the observations."""
        field = FieldMoments(
            **{f.name: getattr(self.field, f.name)[chosen] for f in fields(FieldMoments)}
        )
        names = [f.name for f in fields(self) if f.name != "field"]
        return Messages(**{name: getattr(self, name)[chosen] for name in names}, field=field)


def start(
    manifold: Manifold, x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"]
) -> Messages:
    """Return the state before the first step: the prior, m = 0, v = tau, g = 0."""
    nothing = np.zeros(x.shape)
    latent = (len(x), len(manifold.variances))
    return Messages(
        x,
        t[:, None],
        np.zeros(latent),
        np.broadcast_to(manifold.variances, latent),
        nothing,
        nothing,
        FieldMoments(nothing, nothing, nothing, nothing, nothing),
        nothing,
    )


def step(manifold: Manifold, old: Messages, damping: float = 0.0) -> tuple[Messages, np.ndarray]:
    """Do one step of all observations.

    Parameters
    ----------
    manifold : Manifold
        What is held fixed.
    old : Messages
        The state before.
    damping : float
        Share of the old messages that is kept, in [0, 1). It moves no fixed point.

    Returns
    -------
    new : Messages
    residual : (batch,)
        Largest of the rms change of m over the prior's rms and of the mean change of v over its
        mean, had there been no damping.
    """
    keep = damping if old.slope.any() else 0.0  # before the first step there is no g to keep
    field_variance = np.maximum(old.variance @ manifold.square.T, _LEAST_VARIANCE)
    w = old.mean @ manifold.F.T - field_variance * old.slope
    t = np.broadcast_to(old.t, w.shape)
    field = field_posterior(manifold.activation, w, field_variance, old.x, t)
    slope = (1 - keep) * field.slope + keep * old.slope
    curvature = (1 - keep) * field.curvature + keep * old.curvature
    precision = -curvature @ manifold.square
    tau = manifold.variances
    variance = tau / np.maximum(1 + tau * precision, _LEAST_PRECISION)
    mean = variance * (precision * old.mean + slope @ manifold.F)
    moved = np.sqrt(((mean - old.mean) ** 2).mean(axis=1) / tau.mean())
    narrowed = np.abs(variance - old.variance).mean(axis=1) / old.variance.mean(axis=1)
    new = replace(
        old,
        mean=(1 - keep) * mean + keep * old.mean,
        variance=(1 - keep) * variance + keep * old.variance,
        slope=slope,
        curvature=curvature,
        field=field,
        field_variance=field_variance,
    )
    return new, np.maximum(moved, narrowed)
