"""Errors of message passing at finite N beside state evolution, for one activation."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.message_passing import (
    posterior,
    state_evolution,
    state_evolution_path,
    undamped_steps,
)

SOURCE, TABLE = "memorization_as_generalization", "message_passing_errors"
QUANTITIES = ("mmse_visible", "mmse_latent", "fisher")


def theory_rows(times, alpha_D, activation):
    """State evolution at each t."""
    found = [state_evolution(t, alpha_D, activation) for t in times]
    return [
        row(name, "theory", getattr(point, name), activation=activation, alpha_D=alpha_D, t=t)
        for t, point in zip(times, found, strict=True)
        for name in QUANTITIES
    ]


def observe(rng, N, alpha_D, activation, times):
    """One draw of F, and at each t a draw of z and of the noise."""
    D = round(alpha_D * N)
    F = draw_matrix(N, D, rng)
    z = rng.standard_normal((len(times), D))
    xi = HiddenManifold(F, activation).embed(z)
    return F, z, xi, xi + np.sqrt(times)[:, None] * rng.standard_normal(xi.shape)


def simulated_rows(s, alpha_D, activation):
    """Message passing's own variances, its squared errors, and the variances over theory."""
    times = np.array(s["times"])
    found = {name: [] for name in ("visible", "latent", "error", "latent_error", "fisher")}
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"alpha_D = {alpha_D:g}"):
        point = {"activation": activation, "alpha_D": alpha_D}
        rng = generator(s["seed"], SOURCE, TABLE, point, draw)
        F, z, xi, x = observe(rng, s["N"], alpha_D, activation, times)
        p = posterior(F, x, times, activation, tolerance=1e-7)
        found["visible"].append(p.visible_variance.mean(axis=1))
        found["latent"].append(p.latent_variance.mean(axis=1))
        found["error"].append(((p.denoised - xi) ** 2).mean(axis=1))
        found["latent_error"].append(((p.latent_mean - z) ** 2).mean(axis=1))
        found["fisher"].append((p.score**2).mean(axis=1))
    draws = {name: np.array(values) for name, values in found.items()}
    at = {"activation": activation, "alpha_D": alpha_D, "N": s["N"]}
    rows = []
    for name, quantity in (
        ("visible", "posterior_variance"),
        ("latent", "latent_variance"),
        ("error", "squared_error"),
        ("latent_error", "latent_squared_error"),
        ("fisher", "squared_score"),
    ):
        rows += [mean_row(quantity, draws[name][:, k], **at, t=t) for k, t in enumerate(times)]
    theory = [state_evolution(t, alpha_D, activation) for t in times]
    visible, latent = (np.array([getattr(p, name) for p in theory]) for name in QUANTITIES[:2])
    # one number a draw: the times of a draw share F
    rows.append(mean_row("visible_ratio", draws["visible"].sum(axis=1) / visible.sum(), **at))
    rows.append(mean_row("latent_ratio", (draws["latent"] / latent).mean(axis=1), **at))
    rows.append(mean_row("error_ratio", draws["error"].sum(axis=1) / visible.sum(), **at))
    return rows


def step_rows(s, activation):
    """Squared error of the latents and of the denoiser after each undamped step."""
    alpha_D, t, steps = s["step_alpha_D"], s["step_t"], s["steps"]
    path = state_evolution_path(t, alpha_D, steps, activation)
    latent, visible = [], []
    for draw in range(s["draws"]):
        point = {"activation": activation, "alpha_D": alpha_D, "t": t}
        rng = generator(s["seed"], SOURCE, f"{TABLE}_steps", point, draw)
        F, z, xi, x = observe(rng, s["N"], alpha_D, activation, np.array([t]))
        states = undamped_steps(F, x, t, steps, activation)
        latent.append([((state.mean - z) ** 2).mean() for state in states])
        visible.append([((state.denoised - xi) ** 2).mean() for state in states])
    at = {"activation": activation, "alpha_D": alpha_D, "t": t}
    rows = []
    for quantity, theory, draws in (
        ("step_latent_error", path.latent[1:], np.array(latent)),
        ("step_error", path.visible, np.array(visible)),
    ):
        for k in range(steps):
            rows.append(row(quantity, "theory", theory[k], **at, step=k + 1))
            rows.append(mean_row(quantity, draws[:, k], **at, N=s["N"], step=k + 1))
    return rows


with job(snakemake) as this:
    s, activation = this.settings, snakemake.wildcards.activation
    curve = np.geomspace(*s["t_range"], s["curve_points"])
    rows = []
    for alpha_D in s["alpha_Ds"]:
        rows += theory_rows(np.union1d(curve, s["times"]), alpha_D, activation)
        rows += simulated_rows(s, alpha_D, activation)
    rows += step_rows(s, activation)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
