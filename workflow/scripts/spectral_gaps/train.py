"""Train a network on a linear manifold whose columns follow one law of variances."""

import numpy as np
import torch

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import row, tidy
from memgen.training.recipe import loss_rows, train_to_file
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import gaussian_optimum

SOURCE, TABLE = "spectral_gaps", "train"


def columns(law, s, rng):
    """F for a law: "descending" and "swapped" of two variances, "continuous"."""
    first, second = s["counts"]
    large, small = s["variances"]
    if law == "continuous":
        s2 = np.geomspace(*s["law_range"], first + second)
        return draw_columns(s["N"], [1] * s2.size, s2, rng, s["normalization"])
    pair = (large, small) if law == "descending" else (small, large)
    return draw_columns(s["N"], (first, second), pair, rng, s["normalization"])


with job(snakemake) as this:
    s, law = this.settings, snakemake.wildcards.law
    torch.set_num_threads(snakemake.threads)
    rng = generator(s["seed"], SOURCE, TABLE, {"law": law}, 0)
    F = columns(law, s, rng)
    # one scale for all data, so that a coordinate has variance 1 on average
    scale = float(np.sqrt(np.mean(np.sum(F**2, axis=1))))
    points = rng.standard_normal((s["P"], F.shape[1])) @ F.T / scale
    schedule = VarianceExploding(*(sigma / scale for sigma in s["sigma_range"]))
    job_of = (snakemake.output[0], snakemake.rule, snakemake.params.code)
    trained = train_to_file(
        lambda: ResidualMLP(s["N"], s["width"], s["blocks"], 2 * s["width"]),
        points,
        schedule,
        s,
        rng,
        *job_of,
    )
    level = np.zeros(s["N"])
    level[: F.shape[1]] = np.linalg.eigvalsh(F.T @ F) / scale**2
    optimum = gaussian_optimum(level, schedule)
    rows = [row("optimum", "theory", optimum, law=law)]
    rows += loss_rows(trained, law=law)
    write_table(tidy(rows), snakemake.output[1], this.provenance())
    write_arrays(snakemake.output[3], this.provenance(), F=F, scale=np.array(scale))
