"""Claims of app_b2_width: fractions for networks of several widths."""

import numpy as np
import pandas as pd

from memgen.claims.spurious_states._sample_types import type_fractions, worst_set
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def small_networks_generalise_sooner(tables: Tables) -> Measurement:
    """Generalised fraction, mean over the common K: smallest width minus largest."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        generalised = rows[rows["type"] == "generalised"]
        small, large = generalised["width"].min(), generalised["width"].max()
        both = generalised[generalised["width"] == small].merge(
            generalised[generalised["width"] == large], on="K", suffixes=("", "_large")
        )
        gap = float((both["value"] - both["value_large"]).mean())
        squares = (both["stderr"] ** 2 + both["stderr_large"] ** 2).sum()
        return Measurement(gap, float(np.sqrt(squares) / len(both)), int(both["n"].sum()))

    return worst_set(type_fractions(tables), of_a_set)
