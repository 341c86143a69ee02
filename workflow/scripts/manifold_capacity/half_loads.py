"""The load at which the own weight at a pattern crosses 1/2, against lambda, for one ensemble."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.measures.crossing import crossing_with_error
from memgen.measures.extrapolation import extrapolate
from memgen.measures.retrieval import own_weights
from memgen.recurrent.ensembles import Ensemble
from memgen.seeds import generator
from memgen.tables import row, tidy, write_table

SOURCE, TABLE = "manifold_capacity", "half_loads"


def half_load(ensemble, lam, N, s):
    """Where the mean own weight is 1/2 among exp(alpha N) patterns of N coordinates."""
    alpha_1 = ensemble.capacity(lam)
    # The window about alpha_1 is of order 1/N wide: a factor of order 1 in P.
    alphas = np.linspace(0.6 * alpha_1, alpha_1 + 2.0 / N, s["loads"])
    sizes = np.unique(np.maximum(np.round(np.exp(alphas * N)), s["probes"]).astype(int))
    index, curves = np.arange(s["probes"]), []
    point = ensemble.coordinates() | {"lam": lam, "N": N}
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"{ensemble.name}, N = {N}"):
        rng = generator(s["seed"], SOURCE, TABLE, point, draw)
        patterns = ensemble.draw(int(sizes[-1]), N, rng)
        seen = own_weights(patterns[index], index, patterns, np.array([lam]), sizes)
        curves.append(seen[0].mean(axis=1))
    return crossing_with_error(np.log(sizes) / N, np.array(curves), 0.5)


with job(snakemake) as this:
    s = this.settings
    name = snakemake.wildcards.ensemble
    rows = []
    for alpha_D in s["alpha_Ds"] if name in s["activations"] else [None]:
        ensemble = Ensemble(name, alpha_D)
        lams = s["lams"]
        if alpha_D is not None:
            lams = [fraction * ensemble.saturation().lam for fraction in s["lam_fractions"]]
        for lam in lams:
            at = ensemble.coordinates() | {"lam": lam}
            rows.append(row("retrieval_capacity", "theory", ensemble.capacity(lam), **at))
            ladder = sorted({ensemble.size(P, lam) for P in s["P"]})
            found = [half_load(ensemble, lam, N, s) for N in ladder]
            rows += [
                row("half_load", "simulation", half.time, half.stderr, half.n, **at, N=N)
                for N, half in zip(ladder, found, strict=True)
            ]
            limit = extrapolate(
                1 / np.array(ladder, dtype=float),
                np.array([half.time for half in found]),
                np.array([half.stderr for half in found]),
            )
            n = min(half.n for half in found)
            rows.append(row("half_load_limit", "simulation", limit.value, limit.stderr, n, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
