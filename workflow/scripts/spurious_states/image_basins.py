"""Critical recovery steps and basin volumes of samples of each type and of training points."""

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.network_pools import network_pools
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.measures.collapse.back_by_ddim import back_by_ddim
from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius
from memgen.measures.collapse.recovery import (
    critical_recovery,
    critical_time,
    mean_recovery,
    within_radius,
)
from memgen.measures.samples.chosen import TRAINING, choose_by_type
from memgen.measures.samples.image_distance import image_distance
from memgen.networks.by_name import build_network
from memgen.networks.members import load_members
from memgen.seeds import generator
from memgen.statistics.clustered import clustered_mean
from memgen.tables.files import write_table
from memgen.tables.read import read_arrays, read_table, select
from memgen.tables.rows import row, tidy
from memgen.training.engine import choose_device
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, step_variances

SOURCE, TABLE = "spurious_states", "image_basins"
SCHEDULE = VariancePreserving()
FINE = 26  # up to here steps are finer than published


def ladder(s):
    """The steps at which recovery is tried, and their variances."""
    fine = np.arange(1, FINE, s["fine"])
    steps = np.concatenate((fine, np.arange(FINE, STEPS + 1, s["stride"])))
    return steps, step_variances(SCHEDULE, steps.astype(float))


def basin_rows(critical, points, steps, variances, kind, **at):
    """Mean critical step, mean log-volume and its spread, over networks and samples.

    A sample that does not survive the first step has no volume: such ones are counted.
    """
    by_step = dict(zip(steps.tolist(), variances, strict=True))
    volumes = []
    for own, x in zip(critical, points, strict=True):
        survived = own > 0
        t = np.array([by_step[int(step)] for step in own[survived]])
        volumes.append(log_volume(squared_noise_radius(x[survived], t), x.shape[1]))
    found = clustered_mean(critical)
    error = {"stderr": found.stderr, "n": found.clusters}
    here = at | {"samples": found.samples}
    lost = 1 - sum(len(v) for v in volumes) / found.samples
    rows = [
        row("critical_step", kind, found.value, **error, **here),
        row("no_basin", kind, lost, 1 / (found.samples + 2), found.clusters, **here),
    ]
    if any(len(v) for v in volumes):
        volume = clustered_mean(volumes)
        error = {"stderr": volume.stderr, "n": volume.clusters}
        rows.append(row("log_volume", kind, volume.value, **error, **here))
        rows.append(row("log_volume_spread", kind, volume.spread, **error, **here))
    return rows


def of_a_stack(members, pools, chosen, K, delta, distance, device, s, rng, at):
    """All rows of a stack; predictions and the exact score at the base width alone."""
    steps, variances = ladder(s)
    rows = []
    rules = {"delta": delta, "rng": rng, "trials": s["trials"], "p": s["p"]}
    for kind, points in chosen.items():
        if not any(len(x) for x in points):
            continue
        here, trained, exact, predicted = at | {"type": kind}, [], [], []
        for network, pool, x in zip(members, pools, points, strict=True):
            score = NetworkScore(network, SCHEDULE)
            back = back_by_ddim(score, SCHEDULE, s["back_steps"], device)
            trained.append(
                critical_recovery(x, steps, variances, back, distance.between, **rules).step
            )
            if at["width"] != s["width"]:
                continue
            training = pool.training(K)
            within = within_radius(
                distance.features(x), distance.features(training), delta ** (1 / distance.power)
            )
            rate = mean_recovery(x, training, within, variances, rng, s["prediction_draws"])
            # the same protocol: the step is that of a few trials, not of the rate itself
            tried = rng.binomial(s["trials"], np.clip(rate, 0, 1)) / s["trials"]
            predicted.append(critical_time(steps, tried, s["p"]))
            if kind == TRAINING:
                back = back_by_ddim(EmpiricalScore(training).score, SCHEDULE, s["back_steps"])
                exact.append(
                    critical_recovery(x, steps, variances, back, distance.between, **rules).step
                )
        place = (points, steps, variances)
        rows += basin_rows(trained, *place, "simulation", **here, score="network")
        if predicted:
            rows += basin_rows(predicted, *place, "theory", **here, score="posterior")
        if exact:
            rows += basin_rows(exact, *place, "theory", **here, score="exact")
    return rows


with job(snakemake) as this:
    s, name = this.settings, snakemake.wildcards.images
    torch.set_num_threads(snakemake.threads)
    device = choose_device(s["device"])
    pools = network_pools(s["seed"], SOURCE, name, s["networks"], s)
    images = pools[0].images
    distance = image_distance(s["distance"], images, s["backbone"], s["heads"])
    types = read_table(snakemake.input.types)
    found = select(types, images=name, quantity="threshold", which="delta_m")
    delta = float(found["value"].iloc[0])
    samples = snakemake.input.samples[0]
    drawn, kinds = read_arrays(samples), read_arrays(snakemake.input.kinds)
    rows = []
    for (width, K, count), path in zip(
        tqdm(s["stacks"], disable=None, desc=name), snakemake.input.networks, strict=True
    ):
        at = {"images": name, "width": width, "K": K}
        rng = generator(s["seed"], SOURCE, TABLE, at, 0)
        one = (s["network"], images.shape, width, s["blocks"], s["multipliers"])
        members = load_members(path, lambda one=one: build_network(*one), count)
        members = [network.to(device) for network in members]
        label = f"width{width}-K{K}"
        chosen = choose_by_type(
            drawn[label].astype(float),
            kinds[f"{name}-{label}"],
            [pool.training(K) for pool in pools[:count]],
            s["probes"],
            rng,
        )
        rows += of_a_stack(members, pools[:count], chosen, K, delta, distance, device, s, rng, at)
    made_from = [snakemake.input.types, samples, snakemake.input.kinds]
    write_table(tidy(rows), snakemake.output[0], this.provenance(made_from))
