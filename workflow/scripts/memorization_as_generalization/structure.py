"""Retrieval of patterns with a hidden manifold, xi = sign(F c), against alpha_D."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.measures.memories.binary_retrieval import final_overlap
from memgen.recurrent.couplings import fixed_points, hebb, pseudo_inverse, stabilities
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.recurrent.unlearning import unlearning_path
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, tidy
from memgen.theory.couplings.perceptron import largest_stability

SOURCE, TABLE = "memorization_as_generalization", "structure"
AMOUNTS = np.linspace(0, 0.6, 61)
INDEPENDENT = 0.0  # stands for patterns without a manifold


def patterns_of(alpha_D, P, N, rng):
    """Linearly independent patterns; alpha_D = 0 stands for independent ones."""
    for _ in range(100):
        if alpha_D == INDEPENDENT:
            xi = draw_patterns("binary", P, N, rng)
        else:
            xi = draw_patterns("manifold", P, N, rng, round(alpha_D * N), "sign")
        if np.linalg.matrix_rank(xi) == P:
            return xi
    raise ValueError(f"alpha_D={alpha_D}: {P} patterns of {N} spins are always dependent.")


def couplings_of(xi, s, rng):
    """The couplings of every rule."""
    path = list(unlearning_path(hebb(xi), AMOUNTS, rng))
    best = int(np.argmax([stabilities(J, xi).min() for J in path]))
    trained = symmetric_perceptron(
        xi, s["margin"] * largest_stability(s["load"]), iterations=s["iterations"]
    )
    return {
        "hebb": hebb(xi),
        "unlearning": path[best],
        "perceptron": trained.J,
        "pseudo_inverse": pseudo_inverse(xi),
        "daydreaming": daydream(xi, s["epochs"], rng),
    }, trained.unstable


with job(snakemake) as this:
    s = this.settings
    N, P = s["N"], round(s["load"] * s["N"])
    found, rows = {}, []
    cases = [*s["alpha_D"], INDEPENDENT]
    for alpha_D in cases:
        for draw in tqdm(range(s["draws"]), disable=None, desc=f"alpha_D {alpha_D}"):
            rng = generator(s["seed"], SOURCE, TABLE, {"N": N, "alpha_D": alpha_D}, draw)
            xi = patterns_of(alpha_D, P, N, rng)
            rules, unstable = couplings_of(xi, s, rng)
            for name, J in rules.items():
                m = final_overlap(J, xi, s["overlap"], rng)
                at = found.setdefault((alpha_D, name), {"m": [], "all": [], "stable": []})
                at["m"].append(m.mean())
                at["all"].append((m > 0.975).mean())
                at["stable"].append(fixed_points(J, xi).mean())
            found.setdefault((alpha_D, "perceptron_unstable"), []).append(unstable)
            other = np.abs(xi @ xi.T / N)[np.triu_indices(P, 1)]
            found.setdefault((alpha_D, "pattern_overlap"), []).append(other.mean())
    for (alpha_D, name), draws in found.items():
        at = {"N": N, "load": s["load"], "alpha_D": alpha_D}
        if isinstance(draws, list):
            rows.append(mean_row(name, np.array(draws), **at))
            continue
        rows.append(mean_row("final_overlap", np.array(draws["m"]), **at, rule=name))
        rows.append(mean_row("retrieved", np.array(draws["all"]), **at, rule=name))
        rows.append(mean_row("fixed_points", np.array(draws["stable"]), **at, rule=name))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
