"""Train a network on P points of a few variances and of one norm."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from memgen.data.directions import direction_variances, draw_directions
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables import atomic, row, tidy, write_table
from memgen.training.engine import TrainingSettings, train
from memgen.training.partial import partial_path
from memgen.training.schedules import VarianceExploding

SOURCE, TABLE = "losing_dimensions", "train"
LOWEST, HIGHEST = 0.5, 3.0  # of the spectra's range of sqrt(t)

with job(snakemake) as this:
    s, P = this.settings, int(snakemake.wildcards.P)
    torch.set_num_threads(snakemake.threads)
    rng = generator(s["seed"], SOURCE, TABLE, {"P": P}, 0)
    variances = direction_variances(s["N"], s["counts"], s["stds"], s["floor"])
    points = draw_directions(variances, P, rng, unit_norm=True)
    schedule = VarianceExploding(LOWEST * s["sigma_range"][0], HIGHEST * s["sigma_range"][1])
    settings = TrainingSettings(
        steps=s["steps"],
        batch=s["batch"],
        learning_rate=s["learning_rate"],
        warmup=min(200, s["steps"] // 10),
        every=max(1, s["steps"] // 60),
        device=s["device"],
    )
    seed = int(rng.integers(2**31))
    torch.manual_seed(seed)
    network = ResidualMLP(s["N"], s["width"], s["blocks"], 4 * s["width"])
    told = (snakemake.output[0], snakemake.rule, s, snakemake.params.code)
    trained = train(network, points, schedule, settings, seed, partial_path(*told))
    rows = [
        row("loss", "simulation", loss, None, 1, trained_P=P, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
    write_table(tidy(rows), snakemake.output[1], this.provenance())
    with atomic(Path(snakemake.output[0])) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
