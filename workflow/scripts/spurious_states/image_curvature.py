"""Spectra of the score's Jacobian at samples of each type and at training points."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.blobs import LATENT_DIMENSION
from memgen.data.network_pools import network_pools
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.job import job
from memgen.measures.samples.chosen import TRAINING, choose_by_type
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.seeds import generator
from memgen.statistics.clustered import clustered_mean
from memgen.tables.files import write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import row, tidy
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import step_variances

SOURCE, TABLE = "spurious_states", "image_curvature"
SCHEDULE = VariancePreserving()
NEAR_ZERO = 0.5  # of (1 - abar) times a singular value, which is 1 across a manifold
RANKS = 128  # at most, evenly spaced
AT_ONCE = 2**25  # numbers in a block of Jacobians


def spectra(score, x, t):
    """(1 - abar) times the singular values of the VP score, or t times those of the VE one."""
    step = max(1, AT_ONCE // max(1, x.shape[1] ** 2))
    parts = [np.empty((0, x.shape[1]))]
    for start in range(0, len(x), step):
        part = torch.as_tensor(x[start : start + step])
        parts.append(singular_values(t * network_jacobian(score, part, t).detach().numpy()))
    return np.concatenate(parts)


def spectrum_rows(values, kind, at):
    """Mean and spread of each ordered value, and how many are nearly zero."""
    N = values[0].shape[1]
    rows = []
    for rank in np.unique(np.linspace(0, N - 1, min(N, RANKS)).round().astype(int)):
        found = clustered_mean([own[:, rank] for own in values])
        here = at | {"rank": int(rank), "N": N, "samples": found.samples}
        rows.append(row("singular_value", kind, found.value, found.stderr, found.clusters, **here))
        error = found.spread / np.sqrt(max(2 * found.samples - 2, 1))
        rows.append(row("spread", kind, found.spread, error, found.clusters, **here))
    for what, each in (
        ("near_zero", lambda own: (own < NEAR_ZERO).sum(axis=1).astype(float)),
        ("mean_value", lambda own: own.mean(axis=1)),
    ):
        found = clustered_mean([each(own) for own in values])
        here = at | {"N": N, "samples": found.samples}
        rows.append(row(what, kind, found.value, found.stderr, found.clusters, **here))
    return rows


def one_set(name, drawn, kinds, paths, s):
    """The rows of an image set."""
    t = float(step_variances(SCHEDULE, np.array([float(s["at_step"])]))[0])
    pools = network_pools(s["seed"], SOURCE, name, s["networks"], s)
    shape, rows = pools[0].images.shape, []
    for (width, K, count), path in zip(
        tqdm(s["stacks"], disable=None, desc=name), paths, strict=True
    ):
        at = {"images": name, "width": width, "K": K, "t": t}
        rng = generator(s["seed"], SOURCE, TABLE, {"images": name, "K": K}, 0)
        one = (s["network"], shape, width, s["blocks"], s["multipliers"])
        members = load_members(path, lambda one=one: build_network(*one), count)
        scores = [NetworkScore(network.double(), SCHEDULE) for network in members]
        label, sets = f"width{width}-K{K}", [pool.training(K) for pool in pools[:count]]
        samples = drawn[label].astype(float)
        chosen = choose_by_type(samples, kinds[f"{name}-{label}"], sets, s["spectra"], rng)
        for kind, points in chosen.items():
            if not any(len(x) for x in points):
                continue
            values = [spectra(score, x, t) for score, x in zip(scores, points, strict=True)]
            here = at | {"type": kind}
            rows += spectrum_rows(values, "simulation", here | {"score": "network"})
            if kind == TRAINING:
                exact = [
                    singular_values(t * EmpiricalScore(own).jacobian(x, t))
                    for own, x in zip(sets, points, strict=True)
                ]
                rows += spectrum_rows(exact, "theory", here | {"score": "empirical"})
        if name == "blobs":
            # tangents of the manifold of all blobs, at noise far below its curvature
            here = {"images": name, "width": width, "K": K, "score": "manifold"}
            rows.append(row("near_zero", "theory", LATENT_DIMENSION, **here))
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
