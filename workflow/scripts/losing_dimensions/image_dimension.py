"""Spectra and estimated dimension of networks trained on ever more images."""

import numpy as np
import pandas as pd
import torch
from safetensors.torch import load_file
from tqdm import tqdm

from memgen.data.image_sets import load_image_set
from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.job import job
from memgen.measures.geometry.dimension import detect_dimension
from memgen.networks.unet import UNet
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.read import read_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SOURCE, TABLE = "losing_dimensions", "images"

with job(snakemake) as this:
    s, t = this.settings, this.settings["times"][0]
    torch.set_num_threads(snakemake.threads)
    images = load_image_set(s["image_set"], s["directory"], s["size"], s["grey"])
    rng = generator(s["seed"], SOURCE, TABLE, {"images": s["image_set"]}, 0)
    order = rng.permutation(len(images.cloud.points))
    schedule, N = VarianceExploding(*s["sigma_range"]), images.cloud.points.shape[1]
    rows = []
    for size, path in zip(s["sizes"], snakemake.input.networks, strict=True):
        network = UNet(images.shape, s["width"], tuple(s["multipliers"]))
        network.load_state_dict(load_file(path))
        score = NetworkScore(network.eval().double(), schedule)
        # a network has seen the first `size` images alone
        parts = {"trained": order[: min(size, s["probes"])], "fresh": order[-s["probes"] :]}
        for probed, chosen in parts.items():
            noise = generator(s["seed"], SOURCE, f"{TABLE}_noise", {"probed": probed}, 0)
            clean = images.cloud.points[chosen]
            x = torch.as_tensor(clean + np.sqrt(t) * noise.standard_normal(clean.shape))
            values = np.concatenate(
                [
                    singular_values(t * network_jacobian(score, x[k : k + 1], t).detach().numpy())
                    for k in tqdm(range(len(x)), disable=None, desc=f"{size}, {probed}")
                ]
            )
            at = {"images": s["image_set"], "trained_on": size, "probed": probed, "t": t, "N": N}
            rows += [mean_row("singular_value", values[:, k], **at, rank=k) for k in range(N)]
            spread = values.std(axis=0, ddof=1)
            count = len(values)
            rows += [
                # the standard error of a standard deviation
                row("spread", "simulation", v, v / np.sqrt(2 * count - 2), count, **at, rank=k)
                for k, v in enumerate(spread)
            ]
            second = np.abs(np.diff(values / values[:, :1], 2, axis=1))
            rows += [
                mean_row("second_difference", second[:, k], **at, rank=k + 1) for k in range(N - 2)
            ]
            tangent = (values < 0.5 * values[:, :1]).sum(axis=1).astype(float)
            rows.append(mean_row("tangent_dimension", tangent, **at))
            seen = [
                detect_dimension(one, spike=s["spike"], height=0.05).dimension for one in values
            ]
            rows.append(mean_row("detected_dimension", np.array(seen, dtype=float), **at))
    losses = [read_table(path) for path in snakemake.input.losses]
    table = pd.concat([tidy(rows), *losses], ignore_index=True)
    write_table(table, snakemake.output[0], this.provenance(snakemake.input.losses))
