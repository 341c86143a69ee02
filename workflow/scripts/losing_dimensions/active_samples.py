"""Number of active samples on a slice of x at several t, and the theory's contour."""

import numpy as np
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import local_condensation_time

SOURCE, TABLE = "losing_dimensions", "active_samples"

with job(snakemake) as this:
    s = this.settings
    variances = direction_variances(sum(s["counts"]), s["counts"], s["stds"])
    N, P = variances.size, s["P"]
    axis = np.linspace(-s["reach"], s["reach"], s["grid"])
    first, second = (a.ravel() for a in np.meshgrid(axis, axis))
    # x_1 along a direction of the larger variance, x_2 of the smaller
    x = np.zeros((first.size, N))
    x[:, 0], x[:, -1] = first, second
    rows = []
    for t in s["times"]:
        found = []
        for draw in tqdm(range(s["draws"]), disable=None, desc=f"t = {t}"):
            rng = generator(s["seed"], SOURCE, TABLE, {"t": t, "P": P}, draw)
            found.append(EmpiricalScore(draw_directions(variances, P, rng)).participation(x, t))
        found = np.array(found)
        for k, (a, b) in enumerate(zip(first, second, strict=True)):
            at = {"t": t, "x1": a, "x2": b, "P": P}
            rows.append(mean_row("participation", found[:, k], **at))
            # the four quadrants are the same in theory
            if a >= 0 and b >= 0:
                exact = finite_participation(t, x[k], variances, P)
                rows.append(row("participation", "theory", exact, **at))
        for model in ("exact", "gaussian"):
            rows += [
                row(
                    "condensation_time",
                    "theory",
                    local_condensation_time(x[k], variances, P, model),
                    t=t,
                    x1=a,
                    x2=b,
                    P=P,
                    model=model,
                )
                for k, (a, b) in enumerate(zip(first, second, strict=True))
                if a >= 0 and b >= 0
            ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
