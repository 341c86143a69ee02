"""Theory of the basins: R(t) with t_c and t_o for several alpha_D."""

import numpy as np

from memgen.job import job
from memgen.tables import row, tidy, write_table
from memgen.theory.manifold import basin_radius, collapse_time, onset_time

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
        rows.append(row("collapse_time", "theory", t_c, **point))
        rows.append(row("onset_time", "theory", t_o, **point))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
