"""Claims of fig1_hidden_manifold: the hidden manifold and its three times."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

TIMES = ("onset_time", "collapse_time", "generalization_time")


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) at the default point."""
    default = select(tables["times"], along="default", activation="linear")
    t_o, t_c, t_g = (value_of(default, name) for name in TIMES)
    return Measurement(float(min(np.log(t_o / t_c), np.log(t_c / t_g))))
