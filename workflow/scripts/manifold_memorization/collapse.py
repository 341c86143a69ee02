"""Average the draws of the collapse, read off its crossings, and set the theory beside them."""

from collections import defaultdict

import numpy as np
from scipy.optimize import brentq

from memgen.job import job
from memgen.statistics.crossing import crossing
from memgen.tables import mean_row, read_arrays, row, tidy, write_table
from memgen.theory.energies import rem
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.linear import linear_cumulant
from memgen.theory.manifold.linear_information import linear_mutual_information

CURVES = ("own_weight", "participation", "excess_entropy")
CROSSINGS = {"collapse_time": "own_weight", "participation_time": "participation"}


def limit(alpha, alpha_D, t_c, span):
    """Rows for N to infinity: steps at t_c, and f_t = max(0, alpha - I(t))."""
    for t in np.sort(np.append(t_c * np.exp(np.linspace(-span, span, 200)), t_c * (1 - 1e-9))):
        collapsed = float(t < t_c)
        yield row("own_weight", "theory", collapsed, N=np.inf, t=t)
        yield row("participation", "theory", collapsed, N=np.inf, t=t)
        excess = max(0.0, alpha - linear_mutual_information(t, alpha_D))
        yield row("excess_entropy", "theory", excess, N=np.inf, t=t)
    yield row("collapse_time", "theory", t_c, N=np.inf)
    # The other patterns, seen from x_t (R = t), as a random energy model of their own.
    condensation = brentq(
        lambda t: rem.canonical_entropy(linear_cumulant(t, t, alpha_D), alpha, 1.0),
        t_c / 50,
        50 * t_c,
    )
    yield row("condensation_time_of_others", "theory", condensation, N=np.inf)


with job(snakemake) as this:
    s = this.settings
    chunks = defaultdict(list)
    for path in snakemake.input.draws:
        arrays = read_arrays(path)
        chunks[int(arrays["N"])].append(arrays)
    rows = []
    for N, parts in chunks.items():
        parts.sort(key=lambda part: int(part["first"]))
        t, D, P = parts[0]["t"], int(parts[0]["D"]), int(parts[0]["P"])
        size = {"N": float(N), "D": D, "P": P}
        draws = {name: np.concatenate([part[name] for part in parts]) for name in CURVES}
        for name in CURVES:
            rows += [mean_row(name, draws[name][:, k], **size, t=t[k]) for k in range(t.size)]
        for quantity, name in CROSSINGS.items():
            found = crossing(t, draws[name], 0.5)
            rows.append(row(quantity, "simulation", found.place, found.stderr, found.n, **size))
    t_c = collapse_time(s["alpha"], s["alpha_D"])
    rows += limit(s["alpha"], s["alpha_D"], t_c, s["span"])
    write_table(tidy(rows), snakemake.output[0], this.provenance(snakemake.input.draws))
