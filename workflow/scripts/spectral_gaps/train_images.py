"""Train a network on an image set."""

import torch

from memgen.data.image_sets import load_image_set
from memgen.job import job
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import tidy
from memgen.training.recipe import loss_rows, train_to_file
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
    job_of = (snakemake.output[0], snakemake.rule, snakemake.params.code)
    trained = train_to_file(
        lambda: UNet(images.shape, s["width"], tuple(s["multipliers"])),
        points,
        VarianceExploding(*s["sigma_range"]),
        s,
        rng,
        *job_of,
    )
    rows = loss_rows(trained, images=s["image_set"])
    write_table(tidy(rows), snakemake.output[1], this.provenance())
