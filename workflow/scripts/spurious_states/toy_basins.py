"""Critical recovery times of the circle's points: of networks, and from posterior weights."""

from functools import partial

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.job import job
from memgen.measures.collapse.recovery import (
    critical_time,
    expected_critical_time,
    first_fall,
    recovery_probability,
    regenerate,
    within_radius,
)
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.training.circle_networks import load_circle_score

SOURCE, TABLE = "spurious_states", "toy_basins"
FIRST = 0.01  # of the published grid of times, which ends at 1
WEIGHTS = 10000  # noises, each with both signs, in the exact probability


def run_back(score, t_last, rng, x, t):
    """Run the released sampler from t, in steps as long as the last t: longer ones overshoot."""
    times = released_times(t, t_last, max(round(t / t_last), 2))
    return denoised_euler(score, x, times, rng)


with job(snakemake) as this:
    s, rows = this.settings, []
    torch.set_num_threads(snakemake.threads)
    times = np.linspace(FIRST, 1, s["recovery_times"])
    trials, repeats = s["trials"], s["repetitions"]
    for K, network in zip(s["K"][:-1], snakemake.input.networks[:-1], strict=True):
        points = on_circle(published_angles(K))
        score = load_circle_score(network, s["width"], s["frequency"])
        rng = generator(s["seed"], SOURCE, TABLE, {"K": K}, 0)
        sampler = partial(run_back, score, s["t_last"], rng)
        recovered = np.zeros((len(times), K, repeats, trials), dtype=bool)
        squares = np.zeros((len(times), K, repeats))
        running, seen = np.ones((K, repeats), dtype=bool), 0
        for k, t in enumerate(tqdm(times, disable=None, desc=f"K = {K}")):
            back = regenerate(sampler, points, float(t), repeats * trials, rng)
            near = np.linalg.norm(back - points[:, None], axis=2) <= s["delta"]
            recovered[k] = near.reshape(K, repeats, trials)
            running &= recovered[k].mean(axis=2) >= s["p"] - 1e-9
            # the published radius: one fresh noising at t_c
            squares[k] = (t * rng.standard_normal((K, repeats, 2)) ** 2).sum(axis=2)
            seen = k + 1
            if not running.any():
                break
        noise = rng.standard_normal((WEIGHTS, 2))
        noise = np.concatenate([noise, -noise])
        for point in range(K):
            at = {"K": K, "point": point + 1}
            x, near = points[point], within_radius(points[[point]], points, s["delta"])[0]
            q = recovery_probability(x, points, near, times, noise).mean(axis=1)
            found = critical_time(times, recovered[:, point].mean(axis=2).T, s["p"])
            rows.append(mean_row("critical_time", found, **at))
            index = np.searchsorted(times, found - 1e-9)
            square = np.where(found > 0, squares[index, point, np.arange(repeats)], 0.0)
            rows.append(mean_row("squared_radius", square, **at))
            mean, spread = expected_critical_time(times, q, trials, s["p"])
            rows.append(row("expected_time", "theory", mean, spread / np.sqrt(repeats), **at))
            rows.append(row("crossing_time", "theory", first_fall(times, q, s["p"]), **at))
            rows.append(row("expected_squared_radius", "theory", 2 * mean, **at))
            for k, t in enumerate(times):
                here = at | {"t": float(t)}
                if k < seen:
                    rates = recovered[k, point].mean(axis=1)
                    rows.append(mean_row("recovery", rates, **here))
                rows.append(row("recovery", "theory", float(q[k]), **here))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
