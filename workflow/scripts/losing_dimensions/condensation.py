"""Where the weights condense along each direction: drawn points and three theories."""

import numpy as np
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.seeds import generator
from memgen.statistics.crossing import crossing, crossing_place
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import local_condensation_time, local_participation

SOURCE, TABLE = "losing_dimensions", "condensation"
LEVEL = 0.5


with job(snakemake) as this:
    s = this.settings
    variances = direction_variances(sum(s["counts"]), s["counts"], s["stds"])
    N, P = variances.size, s["P"]
    t = np.geomspace(*s["t_range"], s["times"])
    fine = np.geomspace(0.3 * t[0], 3 * t[-1], 60)
    directions = {"large": 0, "small": N - 1, "normal": N}
    rows = []
    for name, j in directions.items():
        for radius in tqdm(s["radii"], disable=None, desc=name):
            # one coordinate off the data, of variance 0
            x, spread = radius * np.eye(N + 1)[j], np.append(variances, 0.0)
            at = {"direction": name, "radius": radius, "P": P}
            for model in ("exact", "gaussian"):
                t_c = local_condensation_time(x, spread, P, model)
                rows.append(row("condensation_time", "theory", t_c, **at, model=model))
                curve = np.array([local_participation(v, x, spread, P, model) for v in fine])
                half = crossing_place(fine, curve, LEVEL)
                rows.append(row("half_time", "theory", half, **at, model=model))
            exact = np.array([finite_participation(v, x, spread, P) for v in fine])
            rows.append(
                row("half_time", "theory", crossing_place(fine, exact, LEVEL), **at, model="finite")
            )
            draws = []
            for draw in range(s["draws"]):
                rng = generator(s["seed"], SOURCE, TABLE, at, draw)
                y = np.append(draw_directions(variances, P, rng), np.zeros((P, 1)), axis=1)
                draws.append(EmpiricalScore(y).participation(np.repeat(x[None], t.size, 0), t))
            draws = np.array(draws)
            found = crossing(t, draws, LEVEL)
            rows.append(row("half_time", "simulation", found.place, found.stderr, found.n, **at))
            if radius == s["radii"][len(s["radii"]) // 2]:
                rows += [mean_row("participation", draws[:, k], **at, t=v) for k, v in enumerate(t)]
                rows += [
                    row("participation", "theory", v, **at, t=time, model="finite")
                    for time, v in zip(fine, exact, strict=True)
                ]
                for model in ("exact", "gaussian"):
                    rows += [
                        row(
                            "participation",
                            "theory",
                            local_participation(v, x, spread, P, model),
                            **at,
                            t=v,
                            model=model,
                        )
                        for v in fine
                    ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
