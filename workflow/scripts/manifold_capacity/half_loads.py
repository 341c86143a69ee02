"""The load at which the own weight at a pattern crosses 1/2, against lambda, for one ensemble."""

import numpy as np
from tqdm import tqdm

from memgen.activations import ACTIVATION_NAMES
from memgen.job import job
from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.statistics.extrapolation import extrapolate
from memgen.tables.files import write_table
from memgen.tables.rows import row, tidy
from memgen.theory.capacity.finite import half_load as finite_half_load

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
    what = f"own weight of {ensemble.name}, lambda = {lam:.3g}, N = {N}"
    return crossing(np.log(sizes) / N, np.array(curves), 0.5, resolution=True, of=what)


def limit_of(ensemble, lam, ladder, found, s):
    """The half load for 1/N to 0, with what the extrapolation itself may miss in its error.

    Where theory knows the half load at each N, the ratio to it is extrapolated, which is flat. Else
    the difference that leaving out the smallest size makes is part of the error.
    """
    x = 1 / np.array(ladder, dtype=float)
    loads = np.array([half.place for half in found])
    errors = np.maximum([half.stderr for half in found], 1e-5)
    exact = []
    for N in ladder:
        rng = generator(s["seed"], SOURCE, f"{TABLE}_theory", ensemble.coordinates() | {"N": N}, 0)
        weight = ensemble.own_weight(lam, N, s["finite_size_draws"], rng)
        if weight is not None:
            exact.append(finite_half_load(lambda log_P, w=weight: float(w(log_P).mean()), N))
    if exact:
        ratio = extrapolate(x, loads / np.array(exact), errors / np.array(exact))
        alpha_1 = ensemble.capacity(lam)
        return alpha_1 * ratio.value, alpha_1 * ratio.stderr
    whole = extrapolate(x, loads, errors)
    without = extrapolate(x[1:], loads[1:], errors[1:])
    return whole.value, float(np.hypot(whole.stderr, whole.value - without.value))


with job(snakemake) as this:
    s = this.settings
    name = snakemake.wildcards.ensemble
    rows = []
    for alpha_D in s["alpha_Ds"] if name in ACTIVATION_NAMES else [None]:
        ensemble = Ensemble(name, alpha_D)
        lams = s["lams"]
        if alpha_D is not None:
            lams = [fraction * ensemble.saturation().lam for fraction in s["lam_fractions"]]
        for lam in lams:
            at = ensemble.coordinates() | {"lam": lam}
            rows.append(row("retrieval_capacity", "theory", ensemble.capacity(lam), **at))
            ladder = sorted({ensemble.size(P, lam) for P in s["P"]})
            if len(ladder) < 3:
                raise ValueError(
                    f"{SOURCE}.half_loads.P = {s['P']} gives the sizes N = {ladder} for {name} "
                    f"patterns at lambda = {lam:.3g}: an extrapolation needs three, spread it."
                )
            found = [half_load(ensemble, lam, N, s) for N in ladder]
            rows += [
                row("half_load", "simulation", half.place, half.stderr, half.n, **at, N=N)
                for N, half in zip(ladder, found, strict=True)
            ]
            value, stderr = limit_of(ensemble, lam, ladder, found, s)
            n = min(half.n for half in found)
            rows.append(row("half_load_limit", "simulation", value, stderr, n, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
