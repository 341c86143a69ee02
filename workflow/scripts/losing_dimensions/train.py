"""Train a network on P points of a few variances and of one norm."""

import torch

from memgen.data.directions import direction_variances, draw_directions
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
from memgen.training.schedules import VarianceExploding

SOURCE, TABLE = "losing_dimensions", "train"

with job(snakemake) as this:
    s, P = this.settings, int(snakemake.wildcards.P)
    torch.set_num_threads(snakemake.threads)
    rng = generator(s["seed"], SOURCE, TABLE, {"P": P}, 0)
    variances = direction_variances(s["N"], s["counts"], s["stds"], s["floor"])
    points = draw_directions(variances, P, rng, unit_norm=True)
    schedule = VarianceExploding(*s["training_range"])
    job_of = (snakemake.output[0], snakemake.rule, snakemake.params.code)
    trained = train_to_file(
        lambda: ResidualMLP(s["N"], s["width"], s["blocks"], 4 * s["width"]),
        points,
        schedule,
        s,
        rng,
        *job_of,
    )
    write_table(tidy(loss_rows(trained, trained_P=P)), snakemake.output[1], this.provenance())
