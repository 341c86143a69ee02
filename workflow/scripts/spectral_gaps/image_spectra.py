"""Ordered singular values of a trained network's Jacobian, mean over images, at several t."""

import numpy as np
import pandas as pd
import torch
from safetensors.torch import load_file
from tqdm import tqdm

from memgen.data.image_sets import load_image_set
from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.job import job
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.read import read_table
from memgen.tables.rows import mean_row, tidy
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SOURCE, TABLE = "spectral_gaps", "train_images"

with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    rng = generator(s["seed"], SOURCE, TABLE, {"images": s["image_set"]}, 0)
    images = load_image_set(s["image_set"], s["directory"], s["size"], s["grey"])
    order = rng.permutation(len(images.cloud.points))
    probes = images.cloud.points[order[-s["probes"] :]]
    network = UNet(images.shape, s["width"], tuple(s["multipliers"]))
    network.load_state_dict(load_file(snakemake.input.network))
    score = NetworkScore(network.eval().double(), VarianceExploding(*s["sigma_range"]))
    noise = generator(s["seed"], SOURCE, "image_noise", {"images": s["image_set"]}, 0)
    rows = []
    for t in tqdm(s["times"], disable=None, desc="t"):
        x = torch.as_tensor(probes + np.sqrt(t) * noise.standard_normal(probes.shape))
        values = np.concatenate(
            [
                singular_values(t * network_jacobian(score, x[k : k + 1], t).detach().numpy())
                for k in range(len(x))
            ]
        )
        at = {"images": s["image_set"], "t": t, "N": probes.shape[1]}
        rows += [
            mean_row("singular_value", values[:, k], **at, rank=k) for k in range(values.shape[1])
        ]
        tangent = (values < 0.5 * values[:, :1]).sum(axis=1).astype(float)
        rows.append(mean_row("tangent_dimension", tangent, **at))
    losses = read_table(snakemake.input.losses)
    table = pd.concat([tidy(rows), losses], ignore_index=True)
    write_table(table, snakemake.output[0], this.provenance([snakemake.input.losses]))
