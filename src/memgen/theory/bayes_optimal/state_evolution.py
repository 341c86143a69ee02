"""State evolution of Bayes-optimal inference: the limit N, D to infinity at fixed alpha_D = D / N.

x_t = xi + sqrt(t) w with xi = sigma(F z / sqrt(D)) and z_j ~ N(0, tau_j) is a generalised linear
model. The fields have variance T = mean tau, of which V is left once x is seen. With E[g^2](V) the
Fisher information of the scalar channel and qh its sum over the N / D coordinates,

    qh = E[g^2](V) / alpha_D,      V = mean_j tau_j / (1 + tau_j qh)

(Rangan, arXiv:1010.5141; Barbier et al., arXiv:1708.03395). One step of this map is one step of
message passing; its fixed point gives the errors, the free entropy and the Fisher information of
p_t. The code shares no integral with `memgen.theory.replica.cumulants`, whose Nishimori line
(R = t, lambda = 1) it must reproduce.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.activations import Activation, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.numerics.roots import bracket_rising
from memgen.theory.bayes_optimal._output_channel import OutputChannel, output_channel

_TOLERANCE = 1e-9
_NODES = 12
# V = T leaves no spread of w to integrate over.
_MOST_VARIANCE = 1 - 1e-12
_FIRST_STEP = 0.5
_RANGE = 80.0


@dataclass(frozen=True)
class StateEvolution:
    """The fixed point at one noise level.

    Attributes
    ----------
    mmse_latent : float
        Mean squared error of E[z | x] per latent: V.
    mmse_visible : float
        Mean squared error of E[xi | x] per coordinate.
    mmse_columns : (columns,)
        Mean squared error of the latents of each variance: tau / (1 + tau qh).
    precision : float
        qh, what the observations add to a latent's precision.
    free_entropy : float
        (1/N) E log p_t(x), nats per coordinate; its derivative in t is -fisher / 2 (de Bruijn).
    mutual_information : float
        I(xi; x_t) / N, nats per coordinate; its derivative in t is -mmse_visible / 2t^2.
    fisher : float
        (1/N) E |grad log p_t|^2 = (t - mmse_visible) / t^2.
    residual : float
        Relative mismatch of the fixed point.
    """

    mmse_latent: float
    mmse_visible: float
    mmse_columns: Float[np.ndarray, " columns"]
    precision: float
    free_entropy: float
    mutual_information: float
    fisher: float
    residual: float


@checked
def state_evolution(
    t: float,
    alpha_D: float,
    activation: str = "linear",
    column_variances: Float[np.ndarray, " columns"] | None = None,
) -> StateEvolution:
    """Return the fixed point of state evolution.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    alpha_D : float
        D / N, positive.
    activation : str
        "linear", "tanh", "relu" or "sign".
    column_variances : (columns,), optional
        Prior variances tau of the latents, or of equally many of them each; 1 by default.

    Raises
    ------
    ValueError
        If t, alpha_D or a variance is not positive, or the activation is unknown.
    ConvergenceError
        If the fixed point is not found.

    Notes
    -----
    The mutual information is the potential of Barbier et al. (arXiv:1708.03395, theorem 1) for a
    Gaussian prior at its stationary point. On a grid of alpha_D from .05 to 2 and t from 1e-4 to 2
    each of the four activations has exactly one fixed point: no first-order transition was met.
    """
    scalar = _Scalar.checked(t, alpha_D, activation, column_variances)
    what = f"state evolution ({activation}, t={t:g}, alpha_D={alpha_D:g})"

    def mismatch(log_precision: float) -> float:
        fisher = scalar.channel(scalar.left(float(np.exp(log_precision)))).fisher
        return log_precision - float(np.log(fisher / alpha_D))

    start = scalar.log_precision_bound(alpha_D)
    ends = bracket_rising(mismatch, start, _FIRST_STEP, _RANGE)
    if ends is None:
        raise ConvergenceError(what, abs(mismatch(start)), 0)
    precision = float(np.exp(brentq(mismatch, *ends, xtol=1e-13, rtol=1e-13)))
    v = scalar.left(precision)
    channel = scalar.channel(v)
    residual = abs(channel.fisher / alpha_D / precision - 1)
    if not residual < _TOLERANCE:
        raise ConvergenceError(what, residual, _TOLERANCE)
    tau = scalar.variances
    latents = 0.5 * alpha_D * (v * precision - float(np.log1p(tau * precision).mean()))
    return StateEvolution(
        mmse_latent=v,
        mmse_visible=channel.mmse_visible,
        mmse_columns=tau / (1 + tau * precision),
        precision=precision,
        free_entropy=latents + channel.evidence - 0.5 * float(np.log(2 * np.pi * t)),
        mutual_information=-latents - channel.evidence - 0.5,
        fisher=(t - channel.mmse_visible) / t**2,
        residual=residual,
    )


@dataclass(frozen=True)
class Path:
    """State evolution step by step; entry k is what message passing has after k steps.

    Attributes
    ----------
    latent : (steps + 1,)
        Mean squared error of m, from T before the first step.
    visible : (steps,)
        That of E_q sigma in step k + 1, which the fields told of so far.
    """

    latent: Float[np.ndarray, " latent_steps"]
    visible: Float[np.ndarray, " steps"]


@checked
def state_evolution_path(
    t: float,
    alpha_D: float,
    steps: int,
    activation: str = "linear",
    column_variances: Float[np.ndarray, " columns"] | None = None,
) -> Path:
    """Return the errors of the first steps of undamped message passing from the prior.

    Parameters and errors are those of `state_evolution`; `steps` is 1 or more.
    """
    scalar = _Scalar.checked(t, alpha_D, activation, column_variances)
    if steps < 1:
        raise ValueError(f"steps={steps} must be at least 1.")
    latent, visible = [float(scalar.variances.mean())], []
    for _ in range(steps):
        channel = scalar.channel(latent[-1])
        visible.append(channel.mmse_visible)
        latent.append(scalar.left(channel.fisher / alpha_D))
    return Path(np.array(latent), np.array(visible))


@dataclass(frozen=True)
class _Scalar:
    """The problem after the limit: one channel and the latents' variances."""

    t: float
    activation: Activation
    variances: np.ndarray

    @classmethod
    def checked(cls, t, alpha_D, activation, column_variances) -> "_Scalar":
        sigma = get_activation(activation)
        tau = np.ones(1) if column_variances is None else np.asarray(column_variances, float)
        positive(t=t, alpha_D=alpha_D, column_variances=tau)
        if tau.ndim != 1 or tau.size == 0:
            raise ValueError(f"column_variances={column_variances} must be a list of variances.")
        return cls(float(t), sigma, tau)

    def left(self, precision: float) -> float:
        """V, the latents' mean variance."""
        return float((self.variances / (1 + self.variances * precision)).mean())

    def log_precision_bound(self, alpha_D: float) -> float:
        """Log of a bound on qh, E[g^2] <= E[sigma'^2] / t; for a jump, which has none, a guess."""
        if self.activation.name == "sign":
            return -0.5
        return float(np.log(self.activation.mean_squared_slope() / (alpha_D * self.t)))

    def channel(self, v: float) -> OutputChannel:
        """The channel of a field of variance T: that of sigma(sqrt(T) h) for h of variance 1.

        linear and relu are homogeneous, which moves T into the noise; sign does not feel it.
        """
        T, t, sigma, nodes = float(self.variances.mean()), self.t, self.activation, _NODES
        power = 1.0
        if sigma.name in ("linear", "relu"):
            t, power = t / T, T
        elif sigma.name == "tanh":
            gain = float(np.sqrt(T))
            # steeper by the gain, so finer by the gain
            nodes = int(np.ceil(nodes * max(1.0, gain)))
            sigma = Activation("tanh", lambda h: np.tanh(gain * h), sigma.derivative)
        unit = output_channel(min(v / T, _MOST_VARIANCE), t, sigma, nodes)
        return OutputChannel(unit.evidence, unit.fisher / T, unit.mmse_visible * power)
