"""Claims of fig1_hidden_manifold: the hidden manifold and its three times."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement

TIMES = ("onset_time", "collapse_time", "generalization_time")


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) over all curves: alpha, alpha_D, activation."""
    rows = tables["times"]
    point = ["activation", "along", "alpha", "alpha_D"]
    times = rows[rows["quantity"].isin(TIMES)].pivot_table(
        index=point, columns="quantity", values="value"
    )
    t_o, t_c, t_g = (times[name] for name in TIMES)
    return Measurement(float(min(np.log(t_o / t_c).min(), np.log(t_c / t_g).min())))
