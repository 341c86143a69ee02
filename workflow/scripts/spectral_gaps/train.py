"""Train a network on a linear manifold whose columns follow one law of variances."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables import atomic, row, tidy, write_arrays, write_table
from memgen.training.engine import TrainingSettings, train
from memgen.training.partial import partial_path
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
    settings = TrainingSettings(
        steps=s["steps"],
        batch=s["batch"],
        learning_rate=s["learning_rate"],
        warmup=min(200, s["steps"] // 10),
        every=max(1, s["steps"] // 60),
        device=s["device"],
        mixed_precision=s["mixed_precision"],
    )
    seed = int(rng.integers(2**31))
    torch.manual_seed(seed)
    network = ResidualMLP(s["N"], s["width"], s["blocks"], 2 * s["width"])
    told = (snakemake.output[0], snakemake.rule, s, snakemake.params.code)
    checkpoint = partial_path(*told)
    trained = train(network, points, schedule, settings, seed, checkpoint)
    level = np.zeros(s["N"])
    level[: F.shape[1]] = np.linalg.eigvalsh(F.T @ F) / scale**2
    optimum = gaussian_optimum(level, schedule)
    rows = [row("optimum", "theory", optimum, law=law)]
    rows += [
        row("loss", "simulation", loss, None, 1, law=law, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
    write_table(tidy(rows), snakemake.output[1], this.provenance())
    write_arrays(snakemake.output[3], this.provenance(), F=F, scale=np.array(scale))
    with atomic(Path(snakemake.output[0])) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
