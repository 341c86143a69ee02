"""Finite-size theory of the collapse at one N: no points are drawn, so N may be large."""

import numpy as np

from memgen.job import job
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import own_pattern

SOURCE, TABLE = "manifold_memorization", "finite_size"
CROSSINGS = {"collapse_time": "own_weight", "participation_time": "participation"}

with job(snakemake) as this:
    s = this.settings
    N = int(snakemake.wildcards.N)
    t = collapse_time(s["alpha"], s["alpha_D"]) * np.exp(
        np.linspace(-s["span"], s["span"], s["times"])
    )
    size = {"N": N, "D": max(1, round(s["alpha_D"] * N))}
    rng = generator(s["seed"], SOURCE, TABLE, size, 0)
    # As many points as in a simulation: P is a whole number.
    exponent = s["alpha"] * N
    log_P = np.log(round(np.exp(exponent))) if exponent < 30 else exponent
    seen = own_pattern(t, N, size["D"], log_P, s["finite_size_draws"], rng)
    draws = {
        "own_weight": seen.weight,
        "participation": seen.participation,
        "excess_entropy": seen.excess_entropy / N,
    }
    rows = []
    for name, values in draws.items():
        # Theory, though averaged over draws of F and x_t: its points never existed.
        rows += [
            mean_row(name, values[:, k], **size, t=t[k]) | {"kind": "theory"} for k in range(t.size)
        ]
    for quantity, name in CROSSINGS.items():
        found = crossing(t, draws[name], 0.5)
        rows.append(row(quantity, "theory", found.place, found.stderr, found.n, **size))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
