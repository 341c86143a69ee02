"""Samples of each type with their nearest neighbours in S and in S', chosen at random."""

import numpy as np

from memgen.data.network_pools import network_pools
from memgen.job import job
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.types import TYPES
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import mean_row, tidy

SOURCE = "spurious_states"


def to_pixels(images):
    """A function from points to images with pixels in [0, 1]."""
    raw = images.cloud.restore(images.cloud.points)
    low, high = float(raw.min()), float(raw.max())
    return lambda points: np.clip((images.as_images(points) - low) / (high - low), 0, 1)


def where_from(kinds, name, s):
    """K, network and candidates of each type: at the K with most of the rarest, if it is there."""
    ladder = {K: kinds[f"{name}-width{s['width']}-K{K}"] for K in s["K"]}
    shares = {K: [(own == k).mean() for k in range(len(TYPES))] for K, own in ladder.items()}
    common = max(shares, key=lambda K: min(shares[K]))
    found = {}
    for number, kind in enumerate(TYPES):
        K = common if shares[common][number] else max(shares, key=lambda K: shares[K][number])
        if shares[K][number]:
            network = int((ladder[K] == number).sum(axis=1).argmax())
            found[kind] = (K, network, np.flatnonzero(ladder[K][network] == number))
    return found


with job(snakemake) as this:
    s = this.settings
    kinds, shown, rows = read_arrays(snakemake.input.kinds), {}, []
    for name, path in zip(s["sets"], snakemake.input.samples, strict=True):
        pools = network_pools(s["seed"], SOURCE, name, s["networks"], s)
        images, drawn = pools[0].images, read_arrays(path)
        distance = image_distance(s["distance"], images, s["backbone"], s["heads"])
        pixels = to_pixels(images)
        for kind, (K, network, candidates) in where_from(kinds, name, s).items():
            points = drawn[f"width{s['width']}-K{K}"][network].astype(float)
            rng = generator(s["seed"], SOURCE, "examples", {"images": name, "type": kind}, 0)
            chosen = rng.permutation(candidates)[: s["shown"]]
            features, label = distance.features(points), f"{name}-{kind}"
            shown[f"{label}-sample"] = pixels(points[chosen])
            at = {"images": name, "type": kind, "width": s["width"], "K": K}
            rows.append(mean_row("count", np.array([float(candidates.size)]), **at))
            for which, of, held in (
                ("S", pools[network].training(K), distance.features(pools[network].training(K))),
                ("S2", points, features),
            ):
                near = nearest(features[chosen], held, s["neighbours"], which == "S2")
                count = min(s["neighbours"], int((near.index[0] >= 0).sum()))
                index = near.index[:, :count]
                picture = pixels(of[index.ravel()])
                shown[f"{label}-{which}"] = picture.reshape(*index.shape, *picture.shape[1:])
                apart = near.distance[:, :count] ** distance.power
                shown[f"{label}-{which}-distance"] = apart
                rows += [
                    mean_row("distance", apart[:, k], **at, which=which, neighbour=k + 1)
                    for k in range(count)
                ]
    made_from = [*snakemake.input.samples, snakemake.input.kinds]
    write_table(tidy(rows), snakemake.output[0], this.provenance(made_from))
    write_arrays(snakemake.output[2], this.provenance(made_from), **shown)
