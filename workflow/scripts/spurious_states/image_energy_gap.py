"""Relative energy of samples of each type along the path to fresh reference images."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.network_pools import network_pools
from memgen.job import job
from memgen.measures.chosen_samples import choose_by_type
from memgen.measures.clustered import clustered_mean
from memgen.measures.relative_energy import relative_energy
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.seeds import generator
from memgen.tables import read_arrays, row, tidy, write_table
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, step_variances

SOURCE, TABLE = "spurious_states", "image_energy_gap"
SCHEDULE = VariancePreserving()
BETAS = np.linspace(1e-4, 2e-2, STEPS)


def preserving_score(network, t, factor=1.0):
    """The variance-preserving score at the level of t, times a factor, of arrays."""
    score, scale = NetworkScore(network, SCHEDULE), np.sqrt(1 + t)

    def at(x):
        with torch.no_grad():
            return factor * scale * score(torch.as_tensor(scale * x), t).numpy()

    return at


def one_set(name, drawn, kinds, paths, s):
    """The rows of an image set."""
    step = s["gap_step"]
    t = float(step_variances(SCHEDULE, np.array([float(step)]))[0])
    beta = float(BETAS[step - 1])
    # the released code: sqrt(1 - prod beta) in the place of sqrt(1 - prod (1 - beta))
    slip = float(np.sqrt(t / (1 + t)) / np.sqrt(1 - np.prod(BETAS[:step])))
    pools = network_pools(s["seed"], SOURCE, name, s["networks"], s)
    rows = []
    for (width, K, count), path in zip(
        tqdm(s["stacks"], disable=None, desc=name), paths, strict=True
    ):
        at = {"images": name, "width": width, "K": K}
        rng = generator(s["seed"], SOURCE, TABLE, {"images": name, "K": K}, 0)
        one = (s["network"], pools[0].images.shape, width, s["blocks"], s["multipliers"])
        members = load_members(path, lambda one=one: build_network(*one), count)
        label, sets = f"width{width}-K{K}", [pool.training(K) for pool in pools[:count]]
        samples = drawn[label].astype(float)
        chosen = choose_by_type(samples, kinds[f"{name}-{label}"], sets, s["gap_samples"], rng)
        references = [pool.fresh(K, s["references"]) / np.sqrt(1 + t) for pool in pools[:count]]
        for kind, points in chosen.items():
            if not any(len(x) for x in points):
                continue
            for of, factor, count_points in (
                ("corrected", 1.0, s["path_points"]),
                ("released", slip, s["path_points"]),
                ("four times the points", 1.0, 4 * s["path_points"]),
            ):
                gaps = []
                for network, x, ends in zip(members, points, references, strict=True):
                    score = preserving_score(network.double(), t, factor)
                    each = [
                        relative_energy(score, x / np.sqrt(1 + t), end, beta, count_points)
                        for end in ends
                    ]
                    gaps.append(np.mean(each, axis=0))
                found = clustered_mean(gaps)
                here = at | {"type": kind, "of": of, "samples": found.samples, "t": t}
                rows.append(
                    row("gap", "simulation", found.value, found.stderr, found.clusters, **here)
                )
    return rows


with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    kinds, rows = read_arrays(snakemake.input.kinds), []
    per_set = len(s["stacks"])
    for number, (name, path) in enumerate(zip(s["sets"], snakemake.input.samples, strict=True)):
        paths = snakemake.input.networks[number * per_set : (number + 1) * per_set]
        rows += one_set(name, read_arrays(path), kinds, paths, s)
    made_from = [*snakemake.input.samples, snakemake.input.kinds]
    write_table(tidy(rows), snakemake.output[0], this.provenance(made_from))
