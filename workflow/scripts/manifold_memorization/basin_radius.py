"""Theory of the basins: R(t) with t_c and t_o for several alpha_D, and the onset at finite N."""

import numpy as np
from scipy.optimize import brentq

from memgen.job import job
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.energies import rem
from memgen.theory.manifold import basin_radius, collapse_time, onset_time
from memgen.theory.manifold.finite_size import pattern_weight
from memgen.theory.manifold.linear import linear_cumulant

ONSET_TIMES = 25
CONDENSED_TIMES = np.array([0.05, 0.3, 0.9])


def condensed_radius(t, alpha, alpha_D):
    """R(t) below t_c from the random energy model: own energy -R / 2t at the edge of the levels."""

    def excess(R):
        return rem.level_edge(linear_cumulant(t, R, alpha_D), alpha) + R / (2 * t)

    t_c = collapse_time(alpha, alpha_D)
    return brentq(excess, t_c / 20, 20 * t_c, xtol=1e-12)


with job(snakemake) as this:
    s = this.settings
    alpha = s["alpha"]
    rows = []
    for alpha_D in sorted({s["alpha_D"], *s["alpha_Ds"]}):
        point = {"alpha": alpha, "alpha_D": alpha_D}
        t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
        below = np.linspace(t_c / 20, t_c, s["curve_points"] // 4)
        above = np.linspace(t_c, t_o, s["curve_points"] - below.size)
        t = np.append(below, above[1:])
        rows += [
            row("basin_radius", "theory", radius, **point, t=time)
            for time, radius in zip(t, basin_radius(t, alpha, alpha_D), strict=True)
        ]
        rows += [
            row(
                "basin_radius_condensed",
                "theory",
                condensed_radius(time, alpha, alpha_D),
                **point,
                t=time,
            )
            for time in t_c * CONDENSED_TIMES
        ]
        rows.append(row("collapse_time", "theory", t_c, **point))
        rows.append(row("onset_time", "theory", t_o, **point))
    t = np.geomspace(
        collapse_time(alpha, s["alpha_D"]) / 3, 2 * onset_time(alpha, s["alpha_D"]), ONSET_TIMES
    )
    for N in s["finite_size_N"]:
        size = {"N": N, "D": max(1, round(s["alpha_D"] * N))}
        rng = generator(s["seed"], "manifold_memorization", "basin_radius", size, 0)
        weight = pattern_weight(t, N, size["D"], alpha * N, s["finite_size_draws"], rng)
        point = {"alpha": alpha, "alpha_D": s["alpha_D"], **size}
        # Theory, though averaged over draws of F and xi: its points never existed.
        rows += [
            mean_row("pattern_weight", weight[:, k], **point, t=t[k]) | {"kind": "theory"}
            for k in range(t.size)
        ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
