"""Errors of message passing at finite N beside state evolution, for one activation."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.activations import ActivationName
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingErrors
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.message_passing import (
    posterior,
    state_evolution,
    state_evolution_path,
    undamped_steps,
)

QUANTITIES = ("mmse_visible", "mmse_latent", "fisher")
TOLERANCE = 1e-7

Times = Float[np.ndarray, " times"]


def table(s: MessagePassingErrors, seeds: Seeds, activation: ActivationName) -> Iterator[Row]:
    """Yield the fixed points against t for each alpha_D, and the errors step by step at one t."""
    curve = np.geomspace(*s.t_range, s.curve_points)
    for alpha_D in s.alpha_Ds:
        yield from theory_rows(np.union1d(curve, s.times), alpha_D, activation)
        yield from simulated_rows(s, alpha_D, activation, seeds)
    yield from step_rows(s, activation, seeds)


def theory_rows(times: Times, alpha_D: float, activation: ActivationName) -> Iterator[Row]:
    """Yield state evolution at each t."""
    for t in times:
        evolved = state_evolution(t, alpha_D, activation)
        for name in QUANTITIES:
            point: Point = {"activation": activation, "alpha_D": alpha_D, "t": t}
            yield row(name, "theory", getattr(evolved, name), **point)


def observe(
    rng: np.random.Generator, N: int, alpha_D: float, activation: ActivationName, times: Times
) -> tuple[
    Float[np.ndarray, "N D"],
    Float[np.ndarray, "times D"],
    Float[np.ndarray, "times N"],
    Float[np.ndarray, "times N"],
]:
    """Return one draw of F, and at each t a draw of z, xi = sigma(F z) and x = xi + noise."""
    D = round(alpha_D * N)
    F = draw_matrix(N, D, rng)
    z = rng.standard_normal((len(times), D))
    xi = HiddenManifold(F, activation).embed(z)
    return F, z, xi, xi + np.sqrt(times)[:, None] * rng.standard_normal(xi.shape)


def simulated_rows(
    s: MessagePassingErrors, alpha_D: float, activation: ActivationName, seeds: Seeds
) -> Iterator[Row]:
    """Yield message passing's own variances, its squared errors, and both over theory.

    A ratio is one number a draw, since the times of a draw share F.
    """
    times = np.array(s.times)
    per_draw = []
    for draw in tqdm(range(s.draws), disable=None, desc=f"alpha_D = {alpha_D:g}"):
        rng = seeds.generator({"activation": activation, "alpha_D": alpha_D}, draw)
        F, z, xi, x = observe(rng, s.N, alpha_D, activation, times)
        p = posterior(F, x, times, activation, tolerance=TOLERANCE)
        per_draw.append(
            {
                "posterior_variance": p.visible_variance.mean(axis=1),
                "latent_variance": p.latent_variance.mean(axis=1),
                "squared_error": ((p.denoised - xi) ** 2).mean(axis=1),
                "latent_squared_error": ((p.latent_mean - z) ** 2).mean(axis=1),
                "squared_score": (p.score**2).mean(axis=1),
            }
        )
    draws = {name: np.array([draw[name] for draw in per_draw]) for name in per_draw[0]}
    point: Point = {"activation": activation, "alpha_D": alpha_D, "N": s.N}
    for quantity, values in draws.items():
        yield from curve_rows(quantity, values, {"t": times}, **point)
    evolved = [state_evolution(t, alpha_D, activation) for t in times]
    visible = np.array([state.mmse_visible for state in evolved]).sum()
    latent = np.array([state.mmse_latent for state in evolved])
    of_visible = draws["posterior_variance"].sum(axis=1) / visible
    yield mean_row("visible_ratio", of_visible, **point)
    of_latent = (draws["latent_variance"] / latent).mean(axis=1)
    yield mean_row("latent_ratio", of_latent, **point)
    of_error = draws["squared_error"].sum(axis=1) / visible
    yield mean_row("error_ratio", of_error, **point)


def step_rows(s: MessagePassingErrors, activation: ActivationName, seeds: Seeds) -> Iterator[Row]:
    """Yield errors of the latents after each undamped step: squared, and as messages report them.

    Each draw of F has several points; their mean is one number, and the steps of a draw share it.
    """
    point: Point = {"activation": activation, "alpha_D": s.step_alpha_D, "t": s.step_t}
    path = state_evolution_path(s.step_t, s.step_alpha_D, s.steps, activation)
    times = np.full(s.step_points, s.step_t)
    squared, reported = [], []
    for draw in range(s.draws):
        rng = seeds.stream("message_passing_errors_steps").generator(point, draw)
        F, z, _, x = observe(rng, s.N, s.step_alpha_D, activation, times)
        states = undamped_steps(F, x, s.step_t, s.steps, activation)
        squared.append([((state.mean - z) ** 2).mean() for state in states])
        reported.append([state.variance.mean() for state in states])
    for k, latent in enumerate(path.latent[1:]):
        yield row("step_latent_error", "theory", latent, **point, step=k + 1)
    for quantity, draws in (
        ("step_latent_error", np.array(squared)),
        ("step_latent_variance", np.array(reported)),
    ):
        for k in range(s.steps):
            yield mean_row(quantity, draws[:, k], **point, N=s.N, step=k + 1)
