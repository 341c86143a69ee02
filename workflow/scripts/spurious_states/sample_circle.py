"""Samples of a trained network of the circle, on their way and at the end."""

import numpy as np
import torch

from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.samplers import euler_maruyama
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_arrays
from memgen.training.circle_networks import load_circle_score

SOURCE, TABLE = "spurious_states", "sample_circle"

with job(snakemake) as this:
    s, K = this.settings, int(snakemake.wildcards.K)
    torch.set_num_threads(snakemake.threads)
    score = load_circle_score(snakemake.input[0], s["width"], s["frequency"])
    rng = generator(s["seed"], SOURCE, TABLE, {"K": K}, 0)
    times = released_times(1.0, s["t_last"], s["sampler_steps"])
    # the published start, of the noise's variance alone
    x, start, kept = rng.standard_normal((s["samples"], 2)), 0, []
    for t in sorted(s["times"], reverse=True):
        stop = int(np.argmin(np.abs(times - t)))
        x = euler_maruyama(score, x, times[start : stop + 1], rng)
        kept.append(x)
        start = stop
    final = denoised_euler(score, x, times[start:], rng)
    write_arrays(
        snakemake.output[0],
        this.provenance(),
        times=np.array(sorted(s["times"], reverse=True)),
        paths=np.array(kept),
        final=final,
    )
