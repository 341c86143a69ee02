"""Train a network on an image set."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from memgen.data.image_sets import load_image_set
from memgen.job import job
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.tables import atomic, row, tidy, write_table
from memgen.training.engine import TrainingSettings, train
from memgen.training.partial import partial_path
from memgen.training.schedules import VarianceExploding

SOURCE, TABLE = "spectral_gaps", "train_images"

with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    rng = generator(s["seed"], SOURCE, TABLE, {"images": s["image_set"]}, 0)
    images = load_image_set(s["image_set"], s["directory"], s["size"], s["grey"])
    order = rng.permutation(len(images.cloud.points))
    # what is not trained on is probed
    points = images.cloud.points[order[: -s["probes"]]]
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
    network = UNet(images.shape, s["width"], tuple(s["multipliers"]))
    told = (snakemake.output[0], snakemake.rule, s, snakemake.params.code)
    schedule = VarianceExploding(*s["sigma_range"])
    trained = train(network, points, schedule, settings, seed, partial_path(*told))
    rows = [
        row("loss", "simulation", loss, None, 1, images=s["image_set"], step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
    write_table(tidy(rows), snakemake.output[1], this.provenance())
    with atomic(Path(snakemake.output[0])) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
