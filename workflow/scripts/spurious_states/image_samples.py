"""Samples of all networks of an image set, by deterministic DDIM from pure noise."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.network_pools import network_pools
from memgen.diffusion.ddim import ddim
from memgen.job import job
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.seeds import generator
from memgen.tables.files import write_arrays
from memgen.training.engine import choose_device
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, falling_variances

SOURCE, TABLE = "spurious_states", "image_samples"
BATCH = 1000

with job(snakemake) as this:
    s, name = this.settings, snakemake.wildcards.images
    torch.set_num_threads(snakemake.threads)
    device = choose_device(s["device"])
    schedule = VariancePreserving()
    images = network_pools(s["seed"], SOURCE, name, 1, s)[0].images
    N = images.cloud.points.shape[1]
    times = falling_variances(schedule, STEPS, s["sample_steps"])
    found = {}
    for (width, K, count), path in zip(
        tqdm(s["stacks"], disable=None, desc=name), snakemake.input.networks, strict=True
    ):
        one = (s["network"], images.shape, width, s["blocks"], s["multipliers"])
        members = load_members(path, lambda one=one: build_network(*one), count)
        samples = np.empty((count, s["samples"], N), dtype=np.float32)
        for number, network in enumerate(members):
            score = NetworkScore(network.to(device), schedule)
            at = {"images": name, "width": width, "K": K}
            rng = generator(s["seed"], SOURCE, TABLE, at, number)
            for start in range(0, s["samples"], BATCH):
                size = min(BATCH, s["samples"] - start)
                noise = rng.standard_normal((size, N)) * np.sqrt(1 + times[0])
                x = torch.as_tensor(noise, dtype=torch.float32, device=device)
                with torch.no_grad():
                    samples[number, start : start + size] = ddim(score, x, times).cpu().numpy()
        found[f"width{width}-K{K}"] = samples
    write_arrays(snakemake.output[0], this.provenance(), **found)
