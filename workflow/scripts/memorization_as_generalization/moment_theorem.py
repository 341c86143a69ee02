"""How often matched moments at t = 0 mean that the minima are the data, by enumeration."""

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.job import job
from memgen.recurrent.exact import second_moments
from memgen.recurrent.moment_theorem import (
    counterexample,
    match_minima,
    same_states,
    states_in_span,
)
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy

SOURCE, TABLE = "memorization_as_generalization", "moment_theorem"

with job(snakemake) as this:
    s = this.settings
    rows = []
    for N in s["N"]:
        sizes = sorted({max(2, round(f * N)) for f in s["fractions"]} - {N})
        for P in tqdm(sizes, disable=None, desc=f"N = {N}"):
            at = {"N": N, "P": P}
            alone, matched, agree = [], [], []
            for draw in range(s["draws"]):
                rng = generator(s["seed"], SOURCE, TABLE, at, draw)
                xi = draw_patterns("binary", P, N, rng)
                alone.append(same_states(states_in_span(xi), xi))
                found = match_minima(xi, steps=s["steps"])
                matched.append(found.matched)
                if found.matched:
                    agree.append(found.minima_are_data)
            rows.append(mean_row("span_is_data", np.array(alone), **at))
            rows.append(mean_row("matched", np.array(matched), **at))
            if agree:
                rows.append(mean_row("minima_are_data", np.array(agree), **at))
    case = counterexample()
    data, minima = second_moments(case.data), second_moments(case.minima)
    rows += [
        row("moment", "theory", found[i, j], N=8, i=i, j=j, over=over)
        for over, found in (("data", data), ("minima", minima))
        for i, j in zip(*np.triu_indices(8, 1), strict=True)
    ]
    rows += [
        row("moment_difference", "theory", float(np.abs(data - minima).max()), N=8),
        row("minima", "theory", len(case.minima), N=8),
        row("minima_not_data", "theory", len(case.minima) - len(case.data), N=8),
    ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
