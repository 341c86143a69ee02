"""Train a network on the first K published points of the circle."""

import torch

from memgen.data.circle import on_circle, published_angles
from memgen.job import job
from memgen.networks.fourier_mlp import FourierMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
from memgen.training.uniform_variance import UniformVariance

SOURCE, TABLE = "spurious_states", "train_circle"

with job(snakemake) as this:
    s, K = this.settings, int(snakemake.wildcards.K)
    torch.set_num_threads(snakemake.threads)
    trained = train_to_file(
        lambda: FourierMLP(2, s["width"], s["frequency"]),
        on_circle(published_angles(K)),
        UniformVariance(s["t_first"], 1.0),
        s,
        generator(s["seed"], SOURCE, TABLE, {"K": K}, 0),
        snakemake.output[0],
        snakemake.rule,
        snakemake.params.code,
    )
    write_table(tidy(loss_rows(trained, K=K)), snakemake.output[1], this.provenance())
