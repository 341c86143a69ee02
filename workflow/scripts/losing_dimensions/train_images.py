"""Train a network on some of the images of a set."""

import torch

from memgen.data.image_sets import load_image_set
from memgen.job import job
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
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
    rng = generator(s["seed"], SOURCE, TABLE, {"size": size}, 0)
    job_of = (snakemake.output[0], snakemake.rule, snakemake.params.code)
    trained = train_to_file(
        lambda: UNet(images.shape, s["width"], tuple(s["multipliers"])),
        images.cloud.points[order[:size]],
        VarianceExploding(*s["sigma_range"]),
        s,
        rng,
        *job_of,
    )
    write_table(tidy(loss_rows(trained, trained_on=size)), snakemake.output[1], this.provenance())
