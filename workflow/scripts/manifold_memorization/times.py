"""Theory of t_c, t_o, t_cond0 and t_g: curves against alpha_D and against alpha."""

import numpy as np

from memgen.activations import get_activation
from memgen.job import job
from memgen.tables import row, tidy, write_table
from memgen.theory.manifold import collapse_time, times
from memgen.theory.manifold.linear import collapse_time_small_alpha_D

QUANTITIES = {
    "collapse_time": "collapse",
    "onset_time": "onset",
    "condensation_time": "condensation",
    "generalization_time": "generalization",
}


def curve(activation, along, alphas, alpha_Ds):
    """Rows of all times at the given points of one curve."""
    slope = get_activation(activation).mean_squared_slope()
    for alpha, alpha_D in zip(alphas, alpha_Ds, strict=True):
        point = {"activation": activation, "along": along, "alpha": alpha, "alpha_D": alpha_D}
        found = times(alpha, alpha_D, activation)
        for quantity, field in QUANTITIES.items():
            yield row(quantity, "theory", getattr(found, field), **point)
        small = slope * collapse_time_small_alpha_D(alpha, alpha_D)
        yield row("collapse_time_small_alpha_D", "theory", small, **point)
        rescaled = slope * collapse_time(alpha, alpha_D)
        yield row("collapse_time_rescaled", "theory", rescaled, **point)


with job(snakemake) as this:
    s = this.settings
    activation = snakemake.wildcards.activation
    linear = activation == "linear"
    count = s["linear_points"] if linear else s["nonlinear_points"]
    alpha_Ds = np.geomspace(*s["alpha_D_range"], count)
    alphas = np.geomspace(*s["alpha_range"], count)
    rows = list(curve(activation, "alpha", alphas, np.full(count, s["alpha_D"])))
    for alpha in sorted({s["alpha"], *(s["alphas"] if linear else [])}):
        rows += curve(activation, "alpha_D", np.full(count, alpha), alpha_Ds)
    rows += curve(activation, "default", [s["alpha"]], [s["alpha_D"]])
    write_table(tidy(rows), snakemake.output[0], this.provenance())
