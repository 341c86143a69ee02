"""Unlearning at one N: stabilities against dreams, the three points, and their retrieval maps."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.measures.memories.binary_retrieval import basin_midpoint, retrieval_map
from memgen.measures.memories.dream_points import dream_points
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.published_dream_points import NAMES, PUBLISHED
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.recurrent.unlearning import unlearning_path
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.couplings.perceptron import largest_stability

SOURCE, TABLE = "memorization_as_generalization", "dreams"
EDGES = (-3.0, 5.0)


def own_points(path, least):
    """Couplings where the smallest stability is first and last positive, and largest."""
    best = int(np.argmax(least))
    (above,) = np.nonzero(least > 0)
    first, last = (int(above[0]), int(above[-1])) if above.size else (best, best)
    return {"D_in": path[first], "D_opt": path[best], "D_fin": path[last]}


class Kept(dict):
    """The couplings that may turn out to be one of the three points: the others are dropped."""

    def note(self, k, J, least):
        """Keep J of step k where it is the first or last above 0, or the best so far."""
        best = int(np.argmax(least))
        (above,) = np.nonzero(np.array(least) > 0)
        wanted = {best, *((int(above[0]), int(above[-1])) if above.size else ())}
        if k in wanted:
            self[k] = J
        for gone in set(self) - wanted:
            del self[gone]


with job(snakemake) as this:
    s = this.settings
    N = int(snakemake.wildcards.N)
    smallest = min(s["N"]) == N
    amounts = np.linspace(0, s["most"], s["amounts"])
    m0 = np.linspace(0, 1, s["starts"])
    bins = np.linspace(*EDGES, s["bins"] + 1)
    # a dream costs N^2, and the points' scatter falls with N
    networks = max(s["least_networks"], round(s["networks"] * (min(s["N"]) / N) ** 2))
    rows = []
    for load in [*s["loads"], *(s["more_loads"] if smallest else [])]:
        at = {"N": N, "load": load}
        P = round(load * N)
        curves, histograms, retrieved, middles = [], {}, {}, []
        for draw in tqdm(range(networks), disable=None, desc=f"N = {N}, load {load}"):
            rng = generator(s["seed"], SOURCE, TABLE, at, draw)
            xi = draw_patterns("binary", P, N, rng)
            start, kept, curve = hebb(xi), Kept(), []
            for k, J in enumerate(unlearning_path(start, amounts, rng, s["rate"])):
                Delta = stabilities(J, xi)
                curve.append([Delta.min(), Delta.mean(), Delta.max(), (Delta > 0).mean()])
                kept.note(k, J, [c[0] for c in curve])
            curve = np.array(curve).T
            curves.append(curve)
            points = own_points(kept, curve[0])
            if smallest and load in s["loads"]:
                margin = s["margin"] * largest_stability(load)
                trained = symmetric_perceptron(xi, margin, iterations=s["iterations"]).J
                for name, J in {"hebb": start, **points, "perceptron": trained}.items():
                    count = np.histogram(stabilities(J, xi), bins)[0]
                    histograms.setdefault(name, []).append(count / xi.size / np.diff(bins))
            if load == s["loads"][0]:
                for name, J in points.items():
                    retrieved.setdefault(name, []).append(retrieval_map(J, xi, m0, rng))
            middles.append(
                basin_midpoint(m0, retrieved["D_opt"][-1])
                if load == s["loads"][0]
                else basin_midpoint(m0, retrieval_map(points["D_opt"], xi, m0, rng))
            )
        curves = np.array(curves)
        names = ("smallest_stability", "mean_stability", "largest_stability", "saturated")
        rows += [
            mean_row(name, curves[:, q, k], **at, amount=amount)
            for q, name in enumerate(names)
            for k, amount in enumerate(amounts)
        ]
        rows.append(mean_row("basin_midpoint", np.array(middles), **at, rule="D_opt"))
        rows += [
            mean_row("density", np.array(draws)[:, k], **at, rule=name, stability=centre)
            for name, draws in histograms.items()
            for k, centre in enumerate((bins[1:] + bins[:-1]) / 2)
        ]
        rows += [
            mean_row("final_overlap", np.array(draws)[:, k], **at, rule=name, m0=m)
            for name, draws in retrieved.items()
            for k, m in enumerate(m0)
        ]
        if load in s["loads"]:
            rng = generator(s["seed"], SOURCE, f"{TABLE}_bootstrap", at, 0)
            found = dream_points(amounts, curves[:, 0], rng)
            rows += [
                row("dream_point", "simulation", value, error, found.n, **at, rule=name)
                for name, value, error in zip(NAMES, found.value, found.stderr, strict=True)
            ]
        for name, value in zip(NAMES, PUBLISHED.get((N, load), ()), strict=False):
            rows.append(row("dream_point", "published", value, **at, rule=name))
        bound = largest_stability(load)
        rows.append(row("gardner_stability", "theory", bound, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
