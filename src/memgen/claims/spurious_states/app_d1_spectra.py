"""Claims of app_d1_spectra: curvature spectra for every K."""

import numpy as np
import pandas as pd

from memgen.claims.spurious_states._sample_types import worst_set
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def training_points_flatten(tables: Tables) -> Measurement:
    """Singular values below 1/2 at training points, largest K minus smallest; worst set."""
    rows = select(tables["image_curvature"], quantity="near_zero", score="network", type="training")

    def of_a_set(of_set: pd.DataFrame) -> Measurement:
        ends = of_set.sort_values("K").iloc[[0, -1]]
        error = float(np.hypot(*ends["stderr"]))
        gap = float(ends["value"].iloc[1] - ends["value"].iloc[0])
        return Measurement(gap, error, int(ends["n"].sum()))

    return worst_set(rows, of_a_set)
