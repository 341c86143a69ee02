"""Success of iterated retrieval against alpha at fixed lambda, one ensemble, a ladder of N."""

import numpy as np
from tqdm import tqdm

from memgen.job import job
from memgen.measures.crossing import crossing_with_error
from memgen.measures.extrapolation import extrapolate
from memgen.measures.retrieval import own_weights, success
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.ensembles import Ensemble
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.finite_capacity import half_load
from memgen.theory.retrieval_map import binary_retrieval, spherical_retrieval

SOURCE, TABLE = "manifold_capacity", "retrieval"
ITERATED = {"spherical": spherical_retrieval, "binary": binary_retrieval}


def sizes_of(alpha_1, N, probes, loads, expected):
    """Numbers of patterns for success, even in alpha up to alpha_1, and the further ones for W.

    Denser where success should fall; the own weight W crosses 1/2 about alpha_1, not before.
    """
    alphas = np.linspace(np.log(probes) / N, alpha_1, loads)
    if expected is not None:
        alphas = np.append(alphas, expected + np.linspace(-0.06, 0.06, 7) * alpha_1)
        alphas = np.clip(alphas, np.log(probes) / N, alpha_1)
    beyond = alpha_1 + np.array([0.5, 1.0, 1.5]) / N
    return tuple(np.unique(np.round(np.exp(a * N)).astype(int)) for a in (alphas, beyond))


def simulate(ensemble, lam, N, sizes, beyond, s):
    """Success at `sizes`, and own weight at them and `beyond`, for each draw."""
    point = ensemble.coordinates() | {"lam": lam, "N": N}
    index = np.arange(s["probes"])
    succeeded, weights = [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"{ensemble.name}, N = {N}"):
        rng = generator(s["seed"], SOURCE, TABLE, point, draw)
        patterns = ensemble.draw(int(beyond[-1]), N, rng)
        start = patterns[index]
        both = np.append(sizes, beyond)
        weights.append(own_weights(start, index, patterns, np.array([lam]), both)[0].mean(axis=1))
        back = success(start, index, DenseMemory(patterns), lam, sizes, s["steps"])
        succeeded.append(back.mean(axis=1))
    return {"success": np.array(succeeded), "own_weight": np.array(weights)}


def theory_rows(ensemble, lam, N, alphas, s, at):
    """Own weight (exact) and success (as a map) at this N, against alpha and where they are 1/2."""
    rng = generator(s["seed"], SOURCE, f"{TABLE}_theory", at | {"N": N}, 0)
    weight = ensemble.own_weight(lam, N, s["finite_size_draws"], rng)
    curves = {} if weight is None else {"own_weight": weight}
    if ensemble.name in ITERATED:
        curves["success"] = ITERATED[ensemble.name](lam, N)
    rows = []
    for quantity, curve in curves.items():
        rows.append(row(f"half_load_{quantity}", "theory", half_load(curve, N), **at, N=N))
        rows += [
            row(quantity, "theory", curve(alpha * N), **at, N=N, alpha=alpha) for alpha in alphas
        ]
    return rows


with job(snakemake) as this:
    s = this.settings
    name = snakemake.wildcards.ensemble
    ensemble = Ensemble(name, s["alpha_D"] if name in s["activations"] else None)
    lam = s["lam"] if ensemble.alpha_D is None else s["lam_fraction"] * ensemble.saturation().lam
    at = ensemble.coordinates() | {"lam": lam}
    alpha_1 = ensemble.capacity(lam)
    rows = [row("retrieval_capacity", "theory", alpha_1, **at)]
    ladder = sorted({ensemble.size(P, lam) for P in s["P"]})
    halves = {"success": [], "own_weight": []}
    for N in ladder:
        expected = half_load(ITERATED[name](lam, N), N) if name in ITERATED else None
        sizes, beyond = sizes_of(alpha_1, N, s["probes"], s["loads"], expected)
        alphas = np.log(np.append(sizes, beyond)) / N
        for quantity, draws in simulate(ensemble, lam, N, sizes, beyond, s).items():
            loads = alphas[: draws.shape[1]]
            rows += [
                mean_row(quantity, draws[:, k], **at, N=N, alpha=alpha)
                for k, alpha in enumerate(loads)
            ]
            half = crossing_with_error(loads, draws, 0.5)
            halves[quantity].append(half)
            rows.append(
                row(
                    f"half_load_{quantity}",
                    "simulation",
                    half.time,
                    half.stderr,
                    half.n,
                    **at,
                    N=N,
                )
            )
        fine = np.linspace(alphas[0], alphas[-1], 60)
        rows += theory_rows(ensemble, lam, N, fine, s, at)
    # The own weight's shift is of order 1/N, that of iterated retrieval of order log N / N.
    sizes = np.array(ladder, dtype=float)
    for quantity, x in (("success", np.log(sizes) / sizes), ("own_weight", 1 / sizes)):
        found = halves[quantity]
        loads = np.array([half.time for half in found])
        # A fall within one step of the loads has no scatter, but is not known exactly.
        errors = np.maximum([half.stderr for half in found], 1e-3 * loads)
        limit, n = extrapolate(x, loads, errors), min(half.n for half in found)
        quantity_limit = f"half_load_{quantity}_limit"
        rows.append(row(quantity_limit, "simulation", limit.value, limit.stderr, n, **at))
    for N in s["finite_size_N"]:
        if N not in ladder and ensemble.whole(N):
            rows += theory_rows(ensemble, lam, N, [], s, at)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
