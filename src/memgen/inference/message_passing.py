"""The posterior of the hidden manifold at one noisy point, and with it the score, by messages.

    score = grad log p_t(x) = (E[sigma(F z) | x] - x) / t

The iteration of `memgen.inference.message_iteration` is run to its fixed point. Every
observation of a batch is damped as much as it needs: it starts undamped, and if its residual stops
falling it starts anew with more.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName, get_activation
from memgen.diffusion.arrays import Time, check_points, check_samples, check_time
from memgen.errors import ConvergenceError
from memgen.inference.message_iteration import Manifold, Messages, start, step

DAMPINGS = (0.0, 0.3, 0.6, 0.85, 0.95)
_PATIENCE = 30
_PROGRESS = 0.9


@dataclass(frozen=True)
class Posterior:
    """The posterior at x, for each observation of the batch.

    Attributes
    ----------
    latent_mean, latent_variance : (batch, D)
        Mean and variance of z given x.
    denoised : (batch, N)
        E[sigma(F z) | x], the mean over the fields' posterior (not sigma of the mean).
    visible_variance : (batch, N)
        Var[sigma(h_i) | x].
    score : (batch, N)
        grad log p_t(x) = (denoised - x) / t.
    log_density : (batch,)
        log p_t(x) in nats, the Bethe free entropy of the messages.
    iterations : (batch,)
        Steps, those of abandoned dampings included.
    damping : (batch,)
        Damping with which the messages converged.
    residual : (batch,)
        Change of the latents' messages in the last step.
    """

    latent_mean: Float[np.ndarray, "batch D"]
    latent_variance: Float[np.ndarray, "batch D"]
    denoised: Float[np.ndarray, "batch N"]
    visible_variance: Float[np.ndarray, "batch N"]
    score: Float[np.ndarray, "batch N"]
    log_density: Float[np.ndarray, " batch"]
    iterations: np.ndarray
    damping: Float[np.ndarray, " batch"]
    residual: Float[np.ndarray, " batch"]


def posterior(
    F: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, "batch N"],
    t: Time,
    activation: ActivationName = "linear",
    column_variances: Float[np.ndarray, " D"] | None = None,
    tolerance: float | None = None,
    most: int = 5000,
) -> Posterior:
    """Return the posterior of the hidden manifold at noisy points, by message passing.

    Parameters
    ----------
    F : (N, D)
        Effective matrix of independent entries of variance 1/D: for other ensembles (correlated
        entries, a common mean) the result is biased, or the messages do not converge.
    x : (batch, N)
        Observations sigma(F z) + sqrt(t) n.
    t : float or (batch,)
        Noise variance, positive.
    activation : str
        "linear", "tanh", "relu" or "sign".
    column_variances : (D,), optional
        Prior variances tau of the latents; 1 each by default.
    tolerance : float, optional
        Largest residual: relative change of the latents' means and variances in a step. By default
        1e-13 for the linear channel, whose score is then exact to 1e-9 or better, and 1e-10 for
        the others, whose quadrature or cancellations end there.
    most : int
        Largest number of undamped steps; with damping d it is most / (1 - d).

    Returns
    -------
    Posterior

    Raises
    ------
    ValueError
        If the arrays do not fit or are not finite, t is not positive, or no variance is.
    ConvergenceError
        If the messages of an observation do not converge with any damping.

    Notes
    -----
    Rangan, arXiv:1010.5141, with a variance of its own for every coordinate. For the linear channel
    means and score are exact at any size; for the others, and for the variances, to O(D^-1/2).
    """
    manifold = _manifold(F, activation, column_variances)
    if tolerance is None:
        tolerance = 1e-13 if activation == "linear" else 1e-10
    x = check_samples(np.asarray(x, dtype=float), len(F))
    times = check_time(t, x)
    shape, latent = x.shape, (len(x), F.shape[1])
    found = {
        name: np.empty(size)
        for name, size in (
            ("latent_mean", latent),
            ("latent_variance", latent),
            ("denoised", shape),
            ("visible_variance", shape),
            ("log_density", len(x)),
            ("damping", len(x)),
            ("residual", len(x)),
        )
    }
    iterations = np.zeros(len(x), dtype=int)
    left, reached = np.arange(len(x)), np.full(len(x), np.inf)
    for damping in DAMPINGS:
        if left.size == 0:
            break
        run = _converge(manifold, x[left], times[left], damping, tolerance, most)
        iterations[left] += run.iterations
        reached[left] = np.minimum(reached[left], run.residual)
        for rows, state, residual in run.finished:
            at = left[rows]
            found["latent_mean"][at], found["latent_variance"][at] = state.mean, state.variance
            found["denoised"][at] = state.denoised
            found["visible_variance"][at] = state.field.output_variance
            found["log_density"][at] = _log_density(manifold, state)
            found["damping"][at], found["residual"][at] = damping, residual
        left = left[run.abandoned]
    if left.size:
        raise ConvergenceError(
            f"message passing ({activation}, N={len(F)}, D={F.shape[1]}, t={times[left[0]]:g}) at "
            f"{left.size} of {len(x)} observations, first {left[0]},",
            float(reached[left].max()),
            tolerance,
        )
    score = (found["denoised"] - x) / times[:, None]
    return Posterior(**found, score=score, iterations=iterations)


def _manifold(F, activation: str, column_variances) -> Manifold:
    sigma = get_activation(activation)
    F = check_points(F, "F")
    tau = np.ones(F.shape[1]) if column_variances is None else np.asarray(column_variances, float)
    if tau.shape != F.shape[1:] or not ((tau >= 0).all() and np.isfinite(tau).all() and tau.any()):
        raise ValueError(
            f"column_variances={column_variances} must hold one variance, 0 or larger and not all "
            f"0, for each of the {F.shape[1]} columns of F."
        )
    return Manifold(F, F**2, sigma, tau)


@dataclass(frozen=True)
class _Run:
    """What became of a batch with one damping."""

    finished: list[tuple[np.ndarray, Messages, np.ndarray]]
    abandoned: np.ndarray
    iterations: np.ndarray
    residual: np.ndarray


def _converge(manifold, x, t, damping: float, tolerance: float, most: int) -> _Run:
    """Iterate until every observation has converged or has stopped getting closer."""
    state, rows = start(manifold, x, t), np.arange(len(x))
    best, since = np.full(len(x), np.inf), np.zeros(len(x), dtype=int)
    iterations, finished, abandoned = np.zeros(len(x), dtype=int), [], []
    for _ in range(int(most / (1 - damping))):
        # what diverges is given up, not warned of
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            state, residual = step(manifold, state, damping)
        iterations[rows] += 1
        done = residual <= tolerance
        better = residual < _PROGRESS * best[rows]
        since[rows] = np.where(better, 0, since[rows] + 1)
        best[rows] = np.where(better, residual, best[rows])
        lost = ~done & (~np.isfinite(residual) | (since[rows] * (1 - damping) > _PATIENCE))
        if done.any():
            finished.append((rows[done], state.rows(done), residual[done]))
        if lost.any():
            abandoned.append(rows[lost])
        if (done | lost).any():
            keep = ~(done | lost)
            rows, state = rows[keep], state.rows(keep)
        if rows.size == 0:
            break
    return _Run(finished, np.sort(np.concatenate([rows, *abandoned])), iterations, best)


def _log_density(manifold: Manifold, state: Messages) -> np.ndarray:
    """The Bethe free entropy at a fixed point: stationary in w, V, m and v (arXiv:1402.1384)."""
    tau = manifold.variances
    held = tau > 0  # a latent without variance is not inferred
    mean, variance, prior = state.mean[:, held], state.variance[:, held], tau[held]
    divergence = 0.5 * ((variance + mean**2) / prior - 1 - np.log(variance / prior))
    fields = state.field.log_z + 0.5 * state.field_variance * state.slope**2
    return fields.sum(axis=1) - divergence.sum(axis=1)


def undamped_steps(
    F: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, "batch N"],
    t: Time,
    steps: int,
    activation: ActivationName = "linear",
    column_variances: Float[np.ndarray, " D"] | None = None,
) -> list[Messages]:
    """Return the messages after each of the first steps from the prior.

    They are what `memgen.theory.message_passing.state_evolution_path` follows. Parameters and
    errors are those of `posterior`, but nothing need converge.
    """
    manifold = _manifold(F, activation, column_variances)
    x = check_samples(np.asarray(x, dtype=float), len(F))
    state, found = start(manifold, x, check_time(t, x)), []
    for _ in range(steps):
        state, _ = step(manifold, state)
        found.append(state)
    return found
