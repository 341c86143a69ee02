"""Success of iterated retrieval against alpha at fixed lambda, one ensemble, a ladder of N."""

import numpy as np
from tqdm import tqdm

from memgen.activations import ACTIVATION_NAMES
from memgen.job import job
from memgen.measures.memories.dense_retrieval import own_weights, success
from memgen.measures.memories.ensembles import Ensemble
from memgen.recurrent.dense import DenseMemory
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.statistics.extrapolation import extrapolate
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.capacity.finite import half_load
from memgen.theory.capacity.retrieval_map import binary_retrieval, spherical_retrieval

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


def weight_rows(ensemble, lam, N, alphas, s, at):
    """Own weight at this N: exact, or averaged over draws of F and a pattern with its error."""
    rng = generator(s["seed"], SOURCE, f"{TABLE}_theory", at | {"N": N}, 0)
    weight = ensemble.own_weight(lam, N, s["finite_size_draws"], rng)
    if weight is None:
        return []
    half = half_load(lambda log_P: float(weight(log_P).mean()), N)

    def theory_row(quantity, draws, value, slope=1.0, **more):
        n = draws.size
        stderr = float(draws.std(ddof=1) / np.sqrt(n) / slope) if n > 1 else None
        return row(quantity, "theory", value, stderr, n if n > 1 else None, **at, N=N, **more)

    here = weight(half * N)
    slope = abs(weight((half + 0.1 / N) * N).mean() - weight((half - 0.1 / N) * N).mean()) / 0.2 * N
    rows = [theory_row("half_load_own_weight", here, half, slope)]
    for alpha in alphas:
        draws = weight(alpha * N)
        rows.append(theory_row("own_weight", draws, float(draws.mean()), alpha=alpha))
    return rows


def success_rows(name, lam, N, alphas, at):
    """Success of the finite-size map at this N."""
    if name not in ITERATED:
        return []
    curve = ITERATED[name](lam, N)
    rows = [row("half_load_success", "theory", half_load(curve, N), **at, N=N)]
    return rows + [
        row("success", "theory", curve(alpha * N), **at, N=N, alpha=alpha) for alpha in alphas
    ]


def ladder_of(ensemble, lam, asked):
    """Sizes N, at least two of them."""
    ladder = sorted({ensemble.size(P, lam) for P in asked})
    if len(ladder) < 2:
        raise ValueError(
            f"{SOURCE}.retrieval.P = {asked} gives the single size N = {ladder[0]} for "
            f"{ensemble.name} patterns: spread it, an extrapolation needs two."
        )
    return ladder


with job(snakemake) as this:
    s = this.settings
    name = snakemake.wildcards.ensemble
    ensemble = Ensemble(name, s["alpha_D"] if name in ACTIVATION_NAMES else None)
    lam = s["lam"] if ensemble.alpha_D is None else s["lam_fraction"] * ensemble.saturation().lam
    at = ensemble.coordinates() | {"lam": lam}
    alpha_1 = ensemble.capacity(lam)
    rows = [row("retrieval_capacity", "theory", alpha_1, **at)]
    ladder = ladder_of(ensemble, lam, s["P"])
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
            half = crossing(loads, draws, 0.5, resolution=True, of=f"{quantity} of {name}, N = {N}")
            halves[quantity].append(half)
            rows.append(
                row(
                    f"half_load_{quantity}",
                    "simulation",
                    half.place,
                    half.stderr,
                    half.n,
                    **at,
                    N=N,
                )
            )
        fine = np.linspace(alphas[0], alphas[-1], 60)
        rows += weight_rows(ensemble, lam, N, fine, s, at)
        rows += success_rows(name, lam, N, fine, at)
    # Success falls where N f = log N + O(1): alpha_1 is the limit of alpha + log N / N in 1/N.
    sizes = np.array(ladder, dtype=float)
    for quantity, shift in (("success", np.log(sizes) / sizes), ("own_weight", 0 * sizes)):
        found = halves[quantity]
        limit = extrapolate(
            1 / sizes,
            np.array([half.place for half in found]) + shift,
            np.maximum([half.stderr for half in found], 1e-5),
        )
        n = min(half.n for half in found)
        quantity_limit = f"half_load_{quantity}_limit"
        rows.append(row(quantity_limit, "simulation", limit.value, limit.stderr, n, **at))
    for N in s["finite_size_N"]:
        if N not in ladder and ensemble.whole(N):
            rows += weight_rows(ensemble, lam, N, [], s, at)
            rows += success_rows(name, lam, N, [], at)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
