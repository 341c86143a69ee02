"""The phase diagram of the linear manifold: its times, and the basins of attraction."""

import numpy as np

from memgen.job import job
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import row, tidy
from memgen.theory.manifold import basin_radius, times

TIMES = ("onset", "collapse", "condensation", "generalization")


def boundary_rows(along, alphas, alpha_Ds):
    """The four times along one axis of the diagram."""
    found = times(alphas, alpha_Ds)
    points = np.broadcast_arrays(alphas, alpha_Ds)
    return [
        row(f"{name}_time", "theory", t, along=along, alpha=alpha, alpha_D=alpha_D)
        for name in TIMES
        for alpha, alpha_D, t in zip(*points, getattr(found, name), strict=True)
    ]


def basins(alphas, alpha_Ds, cells):
    """R(t) / t on a grid of t, which spans the times of all columns."""
    found = times(alphas, alpha_Ds)
    t = np.geomspace(found.generalization.min() / 3, 3 * found.onset.max(), cells)
    return t, basin_radius(t[:, None], alphas, alpha_Ds) / t[:, None]


with job(snakemake) as this:
    s = this.settings
    alpha_Ds = np.geomspace(*s["alpha_D_range"], s["points"])
    alphas = np.geomspace(*s["alpha_range"], s["points"])
    rows = boundary_rows("alpha_D", s["alpha"], alpha_Ds) + boundary_rows(
        "alpha", alphas, s["alpha_D"]
    )
    t_of_aspect, by_aspect = basins(s["alpha"], alpha_Ds, s["cells"])
    t_of_load, by_load = basins(alphas, s["alpha_D"], s["cells"])
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        alpha_D=alpha_Ds,
        t_of_alpha_D=t_of_aspect,
        basins_of_alpha_D=by_aspect,
        alpha=alphas,
        t_of_alpha=t_of_load,
        basins_of_alpha=by_load,
    )
