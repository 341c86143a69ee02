"""Digits destroyed by the forward process and regenerated with their exact empirical score."""

import numpy as np

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.images import load_digits
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times
from memgen.job import job
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.collapse.trajectory import final_weight, follow_back
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "memorization_as_generalization", "forward_backward"
KEPT_EVERY = 5
GRID = 61


def collapse_and_onset(points, t, s):
    """Own weight at x_t and at the digit itself against t, one mean curve per group of probes."""
    at_noise, at_digit = [], []
    order = generator(s["seed"], SOURCE, f"{TABLE}_parts", {}, 0).permutation(len(points))
    for part in range(s["parts"]):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_collapse", {}, part)
        index = order[part * s["probes"] : (part + 1) * s["probes"]]
        probes = Probes(points[index], rng.standard_normal((index.size, points.shape[1])), index)
        at_noise.append(collapse_curves(probes, points, t).own_weight.mean(axis=0))
        still = Probes(probes.own, np.zeros_like(probes.noise), probes.index)
        at_digit.append(collapse_curves(still, points, t).own_weight.mean(axis=0))
    return np.array(at_noise), np.array(at_digit)


def as_image(cloud, x, t):
    """Raw pixels of x_t / sqrt(1 + t), the same grey scale at every t."""
    return cloud.restore(x) / np.sqrt(1 + np.asarray(t))[..., None]


def latent_picture(s):
    """Reverse trajectories of points on a D = 2 manifold, seen in the latent plane."""
    rng = generator(s["seed"], SOURCE, f"{TABLE}_latent", {}, 0)
    F = draw_matrix(s["latent_N"], 2, rng)
    latent = rng.standard_normal((s["latent_P"], 2))
    points = HiddenManifold(F).embed(latent)
    times = log_times(20.0, 1e-3, s["steps"])
    start = np.sqrt(times[0]) * rng.standard_normal((s["latent_trajectories"], s["latent_N"]))
    back = follow_back(EmpiricalScore(points), start, times, 1, rng)
    return latent, back.path @ np.linalg.pinv(F).T, back.times


with job(snakemake) as this:
    s = this.settings
    cloud = load_digits()
    points = cloud.points
    P, N = points.shape
    empirical = EmpiricalScore(points)
    rows = []

    grid = np.geomspace(*s["t_range"], GRID)
    for (quantity, time), draws in zip(
        (("own_weight", "collapse_time"), ("own_weight_at_digit", "onset_time")),
        collapse_and_onset(points, grid, s),
        strict=True,
    ):
        rows += [mean_row(quantity, draws[:, k], P=P, N=N, t=t) for k, t in enumerate(grid)]
        found = crossing(grid, draws, 0.5)
        rows.append(row(time, "simulation", found.place, found.stderr, found.n, P=P, N=N))

    rng = generator(s["seed"], SOURCE, TABLE, {}, 0)
    times = log_times(s["t_range"][1], s["t_range"][0], s["steps"])
    chosen = rng.choice(P, size=s["trajectories"], replace=False)
    start = add_noise(points[chosen], float(times[0]), rng)
    back = follow_back(empirical, start, times, KEPT_EVERY, rng)
    weights = final_weight(back, points)
    for k, t in enumerate(back.times):
        x = back.path[k]
        away = ((x - points[back.final]) ** 2).mean(axis=1)
        nearest = ((x[:, None] - points) ** 2).mean(axis=2).min(axis=1)
        at = {"P": P, "N": N, "t": t}
        rows += [
            mean_row("participation", empirical.participation(x, float(t)), **at),
            mean_row("squared_distance_to_final", away, **at),
            mean_row("squared_distance_to_nearest", nearest, **at),
            mean_row("final_weight", weights[k], **at),
        ]
    ends = (back.nearest_ratio < 1 / 3).astype(float)
    rows.append(mean_row("ends_on_training_digit", ends, P=P, N=N))
    write_table(tidy(rows), snakemake.output[0], this.provenance())

    shown_t = np.geomspace(s["t_range"][1], 1e-2, s["shown"])
    kept = [int(np.argmin(np.abs(np.log(back.times / t)))) for t in shown_t]
    kept_t = back.times[kept]
    forward = points[chosen[0]] + np.sqrt(kept_t)[:, None] * rng.standard_normal(N)
    latent, latent_paths, latent_times = latent_picture(s)
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        shown_t=kept_t,
        forward=as_image(cloud, forward, kept_t),
        original=cloud.restore(points[chosen[0]]),
        backward=as_image(cloud, back.path[kept, 0], kept_t),
        final=cloud.restore(points[back.final[0]]),
        latent_points=latent,
        latent_paths=latent_paths,
        latent_times=latent_times,
    )
