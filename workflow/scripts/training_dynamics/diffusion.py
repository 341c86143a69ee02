"""Forward and backward trajectories of a mixture, by the exact and by the empirical score."""

from itertools import pairwise

import numpy as np

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.job import job
from memgen.measures.memorization import THRESHOLD, nearest_ratio
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "training_dynamics", "diffusion"
SHOWN = 40


def forward(x, times, rng):
    """Noise x along the rising variances `times`: x_t at each of them."""
    path = [add_noise(x, float(times[0]), rng)]
    for t, after in pairwise(times):
        path.append(add_noise(path[-1], float(after - t), rng))
    return np.array(path)


def backward(score, x, times, rng):
    """Run the reverse process from times[0]; x_t at each of the falling variances."""
    path = [x]
    for step in pairwise(times):
        path.append(reverse_diffusion(score, path[-1], np.array(step), rng))
    return np.array(path)


with job(snakemake) as this:
    s = this.settings
    d, count = s["d"], s["trajectories"]
    rng = generator(s["seed"], SOURCE, TABLE, {"d": d, "P": s["P"]}, 0)
    mean = np.full(d, s["separation"])
    data = TwoGaussians(mean)
    training = data.sample(s["P"], rng)
    first, last = (float(variance_exploding_time(t)) for t in reversed(s["t_range"]))
    times = log_times(first, last, s["steps"])

    start = add_noise(data.sample(count, rng), first, rng)
    paths = {
        "forward": forward(training[rng.integers(s["P"], size=SHOWN)], times[::-1], rng)[::-1],
        "exact": backward(data.exploding_score, start, times, rng),
        "empirical": backward(EmpiricalScore(training).score, start, times, rng),
    }
    rows, at = [], {"d": d, "P": s["P"], "t": s["t_range"][0]}
    for score in ("exact", "empirical"):
        ratio = nearest_ratio(paths[score][-1], training)
        rows += [
            row(
                "nearest_ratio",
                "simulation",
                float(value),
                None,
                1,
                score=score,
                trajectory=k,
                **at,
            )
            for k, value in enumerate(ratio)
        ]
        memorised = (ratio < THRESHOLD).astype(float)
        rows.append(mean_row("memorised_fraction", memorised, score=score, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())

    direction = mean / np.linalg.norm(mean)
    scale = np.sqrt(1 + times)[:, None]
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        t=ornstein_uhlenbeck_time(times),
        training=training @ direction,
        **{name: (path @ direction / scale)[:, :SHOWN] for name, path in paths.items()},
    )
