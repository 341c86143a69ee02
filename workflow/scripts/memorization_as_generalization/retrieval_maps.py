"""Final against initial overlap at one N, for every rule but unlearning (see dreams.py)."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.measures.memories.binary_retrieval import basin_midpoint, retrieval_map
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.daydreaming import daydream
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, tidy
from memgen.theory.couplings.perceptron import largest_stability

SOURCE, TABLE = "memorization_as_generalization", "retrieval_maps"

with job(snakemake) as this:
    s = this.settings
    N, load = int(snakemake.wildcards.N), s["loads"][0]
    m0 = np.linspace(0, 1, s["starts"])
    margin = s["margin"] * largest_stability(load)
    maps, unstable = {}, []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"N = {N}"):
        rng = generator(s["seed"], SOURCE, TABLE, {"N": N, "load": load}, draw)
        xi = draw_patterns("binary", round(load * N), N, rng)
        trained = symmetric_perceptron(xi, margin, iterations=s["iterations"])
        unstable.append(trained.unstable)
        rules = {
            "hebb": hebb(xi),
            "perceptron": trained.J,
            "pseudo_inverse": pseudo_inverse(xi),
            "daydreaming": daydream(xi, s["epochs"], rng),
        }
        for name, J in rules.items():
            maps.setdefault(name, []).append(retrieval_map(J, xi, m0, rng))
    at = {"N": N, "load": load}
    rows = [mean_row("unstable", np.array(unstable), **at, rule="perceptron")]
    for name, draws in maps.items():
        draws = np.array(draws)
        rows += [
            mean_row("final_overlap", draws[:, k], **at, rule=name, m0=m) for k, m in enumerate(m0)
        ]
        # Hebb's couplings do not hold patterns at this load: there is no basin to measure
        if name != "hebb":
            middle = np.array([basin_midpoint(m0, one) for one in draws])
            rows.append(mean_row("basin_midpoint", middle, **at, rule=name))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
