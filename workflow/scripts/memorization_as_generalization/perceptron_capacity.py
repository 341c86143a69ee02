"""Largest stabilities of random patterns, measured and by Gardner's formulas."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.errors import ConvergenceError
from memgen.job import job
from memgen.recurrent.couplings import pseudo_inverse, stabilities
from memgen.recurrent.max_margin import max_margin
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.couplings.perceptron import largest_stability, storage_load
from memgen.theory.couplings.symmetric_capacity import largest_symmetric_stability

SOURCE, TABLE = "memorization_as_generalization", "perceptron_capacity"


def reached(xi, bound, iterations):
    """The largest margin, to 1 % of `bound`, at which the symmetric perceptron converges."""
    low, high = 0.0, 1.3 * bound
    while high - low > 0.01 * bound:
        middle = (low + high) / 2
        if symmetric_perceptron(xi, middle, iterations=iterations).converged:
            low = middle
        else:
            high = middle
    return low


def fit(xi):
    """Whether symmetric couplings with positive stabilities were found; a miss proves nothing."""
    try:
        return bool((stabilities(max_margin(xi, True, tolerance=1.0).J, xi) > 0).all())
    except ConvergenceError:
        return False


def measure(at, N, load, s, symmetric):
    """Largest stability of each draw, and the smallest stability of its couplings' rows."""
    best, worst = [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"N = {N}, load {load}"):
        rng = generator(s["seed"], SOURCE, TABLE, at, draw)
        xi = draw_patterns("binary", round(load * N), N, rng)
        found = max_margin(xi, symmetric, s["tolerance"])
        best.append(found.stability.mean())
        worst.append(stabilities(found.J, xi).min() if symmetric else found.stability.min())
    return [
        mean_row("largest_stability", np.array(best), **at),
        mean_row("smallest_row", np.array(worst), **at),
    ]


with job(snakemake) as this:
    s = this.settings
    rows = []
    for couplings in ("symmetric", "plain"):
        symmetric = couplings == "symmetric"
        kappa = np.linspace(0, 3.2, 129)
        rows += [
            row("storage_load", "theory", value, couplings=couplings, kappa=k)
            for k, value in zip(kappa, storage_load(kappa, symmetric), strict=True)
        ]
        loads = s["symmetric_loads"] if symmetric else s["plain_loads"]
        for load in loads:
            bound = largest_stability(load, symmetric)
            rows.append(row("gardner_stability", "theory", bound, couplings=couplings, load=load))
            for N in s["N"]:
                at = {"couplings": couplings, "load": load, "N": N}
                rows += measure(at, N, load, s, symmetric)
    loads = sorted({*np.linspace(0.1, 1.6, 31).round(3).tolist(), *s["symmetric_loads"]})
    rows += [
        row("spectral_stability", "theory", kappa, couplings="symmetric", load=load)
        for load, kappa in zip(loads, largest_symmetric_stability(np.array(loads)), strict=True)
    ]
    for N in s["N"]:
        at = {"couplings": "symmetric", "load": s["above"], "N": N}
        fits = []
        for draw in range(s["draws"]):
            rng = generator(s["seed"], SOURCE, TABLE, at, draw)
            fits.append(fit(draw_patterns("binary", round(s["above"] * N), N, rng)))
        rows.append(mean_row("fits", np.array(fits), **at))
    for load in s["perceptron_loads"]:
        bound, N, best = largest_stability(load), s["N"][1], []
        for draw in range(s["draws"]):
            at = {"load": load, "N": N}
            rng = generator(s["seed"], SOURCE, f"{TABLE}_perceptron", at, draw)
            best.append(
                reached(draw_patterns("binary", round(load * N), N, rng), bound, s["iterations"])
            )
        rows.append(mean_row("perceptron_margin", np.array(best), **at, couplings="symmetric"))
    # the projector's stabilities: symmetric couplings that theory knows in full
    for load in [load for load in s["symmetric_loads"] if load < 0.7]:
        limit = np.sqrt(1 / load - 1)
        rows.append(row("pseudo_inverse", "theory", limit, couplings="symmetric", load=load))
        for N in s["N"]:
            mean = []
            for draw in range(s["draws"]):
                at = {"load": load, "N": N}
                rng = generator(s["seed"], SOURCE, f"{TABLE}_projector", at, draw)
                xi = draw_patterns("binary", round(load * N), N, rng)
                mean.append(stabilities(pseudo_inverse(xi), xi).mean())
            rows.append(mean_row("pseudo_inverse", np.array(mean), **at, couplings="symmetric"))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
