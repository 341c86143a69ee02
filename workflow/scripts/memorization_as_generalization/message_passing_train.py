"""Train a perceptron on P points of the tanh manifold."""

import numpy as np
import torch

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
from memgen.training.schedules import VarianceExploding

SOURCE = "memorization_as_generalization"
# the manifold's and the points' places among the seeds, as in message_passing_networks.py
MANIFOLD, POINTS = "message_passing_manifold", "message_passing_points"

with job(snakemake) as this:
    s = this.settings
    P, width = int(snakemake.wildcards.P), int(snakemake.wildcards.width)
    torch.set_num_threads(snakemake.threads)
    F = draw_matrix(s["N"], s["D"], generator(s["seed"], SOURCE, MANIFOLD, {}, 0))
    # the first P points of one stream: a larger set holds the smaller ones
    points = HiddenManifold(F, "tanh").sample(P, generator(s["seed"], SOURCE, POINTS, {}, 0))
    low, high = s["t_range"]
    rng = generator(s["seed"], SOURCE, "message_passing_train", {"P": P, "width": width}, 0)
    trained = train_to_file(
        lambda: ResidualMLP(s["N"], width, s["blocks"], s["time_width"]),
        points,
        VarianceExploding(float(np.sqrt(low)), float(np.sqrt(high))),
        s,
        rng,
        snakemake.output[0],
        snakemake.rule,
        snakemake.params.code,
    )
    rows = loss_rows(trained, P=P, width=width)
    write_table(tidy(rows), snakemake.output[1], this.provenance())
