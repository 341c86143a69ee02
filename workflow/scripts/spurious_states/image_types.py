"""Types of the generated samples: thresholds, fractions, baselines, histograms."""

import numpy as np
from tqdm import tqdm

from memgen.data.network_pools import network_pools
from memgen.job import job
from memgen.measures.memorization import memorised_fraction
from memgen.measures.samples.distances import nearest_distance, real_distances, sample_distances
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.thresholds import place_threshold
from memgen.measures.samples.types import TYPES, classify_distances, type_fractions
from memgen.seeds import generator
from memgen.statistics.crossing import count_crossings, crossing
from memgen.tables.files import write_arrays, write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import mean_row, row, tidy

SOURCE = "spurious_states"
BINS = 60
SCALES = (0.8, 1.0, 1.25)  # of both thresholds: how much depends on where they lie


def threshold_rows(found, sizes, at):
    """Where a threshold lies, and why; contrast and valley at the K that has the clearest one."""
    at = at | {"K": sizes[found.at]}
    parts = {"threshold": found.delta, "real_limit": found.limit, "contrast": found.valley.contrast}
    if found.valley.found:
        parts["valley"] = found.valley.place
    return [row(what, "simulation", value, None, 1, **at) for what, value in parts.items()]


def fraction_rows(own, delta_m, delta_s, rng, at):
    """Fractions of the types with their errors, and the memorised fraction by d1 / d2 < 1/3."""
    rows = []
    for scale in SCALES:
        deltas = (scale * delta_m, scale * delta_s)
        found = type_fractions(classify_distances(own.to_training, own.to_synthetic, *deltas), rng)
        for kind, value, stderr in zip(TYPES, found.value, found.stderr, strict=True):
            here = at | {"type": kind, "scale": scale}
            rows.append(row("fraction", "simulation", value, stderr, found.networks, **here))
    ratio = memorised_fraction(own.ratios, rng)
    stderr = max(ratio.stderr, 1 / (own.ratios.size + 2))
    return [*rows, row("ratio_memorised", "simulation", ratio.value, stderr, ratio.n, **at)]


def floored(entry, count):
    """A mean of fractions of `count` images: where none is found, its error is the resolution."""
    return entry | {"stderr": max(entry["stderr"], 1 / (count * entry["n"] + 2))}


def baseline_rows(real, delta_m, delta_s, at):
    """How many fresh real images would pass for memorised, or for repetitions of each other."""
    count = len(real.features[0])
    rows = []
    for what, delta, parts in (
        ("false_memorised", delta_m, real.to_training),
        ("false_spurious", delta_s, real.to_real),
    ):
        draws = np.array([(part <= delta).mean() for part in parts])
        rows.append(floored(mean_row(what, draws, **at, fresh=count), count))
    return rows


def size_rows(own, real, delta_m, delta_s, sizes, distance, at):
    """Spurious fraction against |S'|, of samples and of as many fresh real images."""
    rows = []
    for of, clouds, to_training in (
        ("samples", own.features, own.to_training),
        ("real", real.features, real.to_training),
    ):
        for size in (size for size in sizes if size <= len(clouds[0])):
            found = []
            for cloud, apart in zip(clouds, to_training, strict=True):
                near = nearest_distance(cloud[:size], cloud[:size], distance, exclude_self=True)
                types = classify_distances(apart[:size], near, delta_m, delta_s)
                found.append((types == "spurious").mean())
            here = at | {"of": of, "synthetic": size}
            rows.append(floored(mean_row("spurious_by_size", np.array(found), **here), size))
    return rows


def histogram_rows(own, real, edges, at):
    """Shares of both distances in bins, of samples and of real images."""
    rows = []
    for which, of, parts in (
        ("S", "samples", own.to_training),
        ("S'", "samples", own.to_synthetic),
        ("S", "real", real.to_training),
        ("S'", "real", real.to_real),
    ):
        values = np.concatenate(list(parts))
        share = np.histogram(values, edges)[0] / len(values)
        error = np.sqrt(np.maximum(share * (1 - share), 1 / len(values)) / len(values))
        for k, (value, stderr) in enumerate(zip(share, error, strict=True)):
            here = at | {"which": which, "of": of, "low": edges[k], "high": edges[k + 1]}
            rows.append(row("share", "simulation", value, stderr, len(parts), **here))
    return rows


def onset_rows(sizes, types, at):
    """K at which half of the samples are no longer memorised, and at which half are generalised.

    None where the ladder of K does not cross it, or does so twice.
    """
    rows = []
    for what, kind in (("memorisation_limit", "memorised"), ("onset", "generalised")):
        curves = np.stack([(found == kind).mean(axis=1) for found in types], axis=1)
        if count_crossings(curves.mean(axis=0), 0.5) != 1:
            continue
        half = crossing(np.array(sizes, dtype=float), curves, 0.5, resolution="log")
        rows.append(row(what, "simulation", half.place, half.stderr, half.n, **at))
    return rows


def one_set(name, drawn, s):
    """Rows of the table and of the histograms, and the type of every sample by stack."""
    pools = network_pools(s["seed"], SOURCE, name, s["networks"], s)
    distance = image_distance(s["distance"], pools[0].images, s["backbone"], s["heads"])
    own, real = {}, {}
    for width, K, count in tqdm(s["stacks"], disable=None, desc=name):
        samples = drawn[f"width{width}-K{K}"].astype(float)
        own[width, K] = sample_distances(samples, pools[:count], K, distance)
        if width == s["width"]:
            real[K] = real_distances(pools[:count], K, samples.shape[1], distance)
    base = {K: own[s["width"], K] for K in real}
    rule = (s["false_rate"], s["least_contrast"])
    thresholds = {
        "delta_m": place_threshold(
            [found.to_training.ravel() for found in base.values()],
            [np.concatenate(found.to_training) for found in real.values()],
            *rule,
        ),
        "delta_s": place_threshold(
            [found.to_synthetic.ravel() for found in base.values()],
            [np.concatenate(found.to_real) for found in real.values()],
            *rule,
        ),
    }
    deltas = [found.delta for found in thresholds.values()]
    rows, histograms = [], []
    for which, found in thresholds.items():
        rows += threshold_rows(found, list(base), {"images": name, "which": which})
    types = {
        key: classify_distances(found.to_training, found.to_synthetic, *deltas)
        for key, found in own.items()
    }
    for (width, K), found in own.items():
        at = {"images": name, "width": width, "K": K}
        rng = generator(s["seed"], SOURCE, "bootstrap", at, 0)
        rows += fraction_rows(found, *deltas, rng, at)
    for width in dict.fromkeys(width for width, _ in own):
        sizes = [K for other, K in own if other == width]
        here = {"images": name, "width": width}
        rows += onset_rows(sizes, [types[width, K] for K in sizes], here)
    all_distances = [d for found in base.values() for d in (found.to_training, found.to_synthetic)]
    low, high = np.quantile(np.concatenate(all_distances), [0.0005, 1.0])
    edges = np.geomspace(0.98 * low, 1.02 * high, BINS + 1)
    for K, found in base.items():
        at = {"images": name, "width": s["width"], "K": K}
        rows += baseline_rows(real[K], *deltas, at)
        rows += size_rows(found, real[K], *deltas, s["synthetic_sizes"], distance, at)
        histograms += histogram_rows(found, real[K], edges, at)
    numbers = {
        f"{name}-width{width}-K{K}": (found[..., None] == np.array(TYPES)).argmax(axis=-1)
        for (width, K), found in types.items()
    }
    return rows, histograms, {key: found.astype(np.int8) for key, found in numbers.items()}


with job(snakemake) as this:
    s = this.settings
    rows, histograms, kinds = [], [], {}
    for name, path in zip(s["sets"], snakemake.input.samples, strict=True):
        found = one_set(name, read_arrays(path), s)
        rows, histograms, kinds = rows + found[0], histograms + found[1], kinds | found[2]
    write_table(tidy(rows), snakemake.output[0], this.provenance(snakemake.input.samples))
    write_table(tidy(histograms), snakemake.output[2], this.provenance(snakemake.input.samples))
    write_arrays(snakemake.output[4], this.provenance(snakemake.input.samples), **kinds)
