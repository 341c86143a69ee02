"""Relative energy of samples of each type along the path to fresh reference images."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.network_pools import network_pools
from memgen.job import job
from memgen.measures.energy.relative import relative_energy
from memgen.measures.samples.chosen import choose_by_type
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.seeds import generator
from memgen.statistics.clustered import clustered_mean
from memgen.tables.files import write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import row, tidy
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, step_variances

SOURCE, TABLE = "spurious_states", "image_energy_gap"
SCHEDULE = VariancePreserving()
BETAS = np.linspace(1e-4, 2e-2, STEPS)


def preserving_score(network, t):
    """The variance-preserving score at the level of t, of arrays."""
    score, scale = NetworkScore(network, SCHEDULE), np.sqrt(1 + t)

    def at(x):
        with torch.no_grad():
            return scale * score(scale * x, t).astype(float)

    return at


def gaps_of(members, points, references, t, beta, count):
    """For each network, the gap of each sample, mean over references; and its part without score.

    The part that the score contributes is proportional to it.
    """
    gaps, bare = [], []
    for network, x, ends in zip(members, points, references, strict=True):
        score, place = preserving_score(network, t), x / np.sqrt(1 + t)
        gaps.append(
            np.mean([relative_energy(score, place, end, beta, count) for end in ends], axis=0)
        )
        nothing = [relative_energy(np.zeros_like, place, end, beta, count) for end in ends]
        bare.append(np.mean(nothing, axis=0))
    return gaps, bare


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
            count = s["path_points"]
            gaps, bare = gaps_of(members, points, references, t, beta, count)
            released = [slip * (g - z) + z for g, z in zip(gaps, bare, strict=True)]
            for of, values in (("corrected", gaps), ("released", released)):
                found = clustered_mean(values)
                here = at | {"type": kind, "of": of, "samples": found.samples, "t": t}
                rows.append(
                    row("gap", "simulation", found.value, found.stderr, found.clusters, **here)
                )
            # how far the rule of the path is from its integral: one network, one reference
            first = next(k for k, x in enumerate(points) if len(x))
            one = ([members[first]], [points[first]], [references[first][:1]], t, beta)
            coarse, fine = (gaps_of(*one, many)[0][0].mean() for many in (count, 4 * count))
            rows.append(row("rule_error", "simulation", coarse - fine, None, 1, **at, type=kind))
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
