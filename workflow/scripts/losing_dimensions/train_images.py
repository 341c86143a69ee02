"""Train a network on some of the images of a set."""

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

SOURCE, TABLE = "losing_dimensions", "images"

with job(snakemake) as this:
    s, size = this.settings, int(snakemake.wildcards.size)
    torch.set_num_threads(snakemake.threads)
    images = load_image_set(s["image_set"], s["directory"], s["size"], s["grey"])
    # the images that are never trained on come last in one order for all sizes
    rng = generator(s["seed"], SOURCE, TABLE, {"images": s["image_set"]}, 0)
    order = rng.permutation(len(images.cloud.points))
    if size + s["probes"] > order.size:
        raise ValueError(
            f"sizes has {size}, and {s['image_set']} holds {order.size} images of which "
            f"{s['probes']} are probed: take sizes up to {order.size - s['probes']}."
        )
    settings = TrainingSettings(
        steps=s["steps"],
        batch=s["batch"],
        learning_rate=s["learning_rate"],
        warmup=min(200, s["steps"] // 10),
        every=max(1, s["steps"] // 60),
        device=s["device"],
        mixed_precision=s["mixed_precision"],
    )
    rng = generator(s["seed"], SOURCE, TABLE, {"size": size}, 0)
    seed = int(rng.integers(2**31))
    torch.manual_seed(seed)
    network = UNet(images.shape, s["width"], tuple(s["multipliers"]))
    told = (snakemake.output[0], snakemake.rule, s, snakemake.params.code)
    points, schedule = images.cloud.points[order[:size]], VarianceExploding(*s["sigma_range"])
    trained = train(network, points, schedule, settings, seed, partial_path(*told))
    rows = [
        row("loss", "simulation", loss, None, 1, trained_on=size, step=int(step))
        for step, loss in zip(trained.steps, trained.losses, strict=True)
    ]
    write_table(tidy(rows), snakemake.output[1], this.provenance())
    with atomic(Path(snakemake.output[0])) as temporary:
        save_file(trained.network.state_dict(), str(temporary))
