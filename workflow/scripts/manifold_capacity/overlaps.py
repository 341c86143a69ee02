"""Retrieval of spherical patterns from corrupted ones: the load it bears, against the overlap."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.job import job
from memgen.measures.memories.dense_retrieval import success
from memgen.recurrent.dense import DenseMemory
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.capacity import retrieval_capacity, saturation
from memgen.theory.capacity.finite import half_load, spherical_own_weight
from memgen.theory.capacity.retrieval_map import spherical_retrieval

SOURCE, TABLE = "manifold_capacity", "overlaps"


def expected_load(lam, N, overlap):
    """Load at which half should come back, at finite N.

    Where many patterns share the noise, at lambda < lambda_s(c), the map of the weights' mean says
    it. Where the noise is condensed the own weight is near 0 or 1, and half are lost in the first
    step where its mean is 1/2.
    """
    if lam < saturation("spherical", overlap=overlap).lam:
        return half_load(spherical_retrieval(lam, N, overlap), N)
    return half_load(spherical_own_weight(lam, N, overlap), N)


with job(snakemake) as this:
    s = this.settings
    lam, rows, index = s["lam"], [], np.arange(s["probes"])
    for overlap in s["overlaps"]:
        at = {"patterns": "spherical", "lam": lam, "overlap": overlap}
        limit = retrieval_capacity(lam, "spherical", overlap=overlap)
        rows.append(row("overlap_capacity", "theory", limit, **at))
        for P in s["P"]:
            N = max(8, round(np.log(P) / limit))
            predicted = expected_load(lam, N, overlap)
            rows.append(row("half_load", "theory", predicted, **at, N=N, P=P))
            # dense where the fall should be, wide enough for where it is
            offsets = np.concatenate(
                [np.linspace(-2.5, 2.5, s["loads"]), np.linspace(-0.5, 0.5, 6)]
            )
            alphas = np.clip(predicted + offsets / N, np.log(s["probes"]) / N, None)
            sizes = np.unique(np.round(np.exp(alphas * N)).astype(int))
            curves = []
            for draw in tqdm(range(s["draws"]), disable=None, desc=f"overlap {overlap}, N = {N}"):
                rng = generator(s["seed"], SOURCE, TABLE, at | {"N": N}, draw)
                patterns = draw_patterns("spherical", int(sizes[-1]), N, rng)
                start = corrupt(patterns[index], overlap, "spherical", rng)
                back = success(start, index, DenseMemory(patterns), lam, sizes, s["steps"])
                curves.append(back.mean(axis=1))
            curves = np.array(curves)
            loads = np.log(sizes) / N
            rows += [
                mean_row("success", curves[:, k], **at, N=N, P=P, alpha=load)
                for k, load in enumerate(loads)
            ]
            half = crossing(loads, curves, 0.5, resolution=True, of=f"overlap {overlap}, N = {N}")
            rows.append(
                row("half_load", "simulation", half.place, half.stderr, half.n, **at, N=N, P=P)
            )
    write_table(tidy(rows), snakemake.output[0], this.provenance())
