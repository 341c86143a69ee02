"""Claims of fig3_active_samples: active samples on a slice."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def contour_follows_the_onset(tables: Tables) -> Measurement:
    """Fraction of the slice on which theory and drawn points agree whether Y2 is above 1/2."""
    rows = select(tables["active_samples"], quantity="participation")
    both = select(rows, kind="simulation").merge(
        select(rows, kind="theory"), on=["t", "x1", "x2"], suffixes=("", "_theory")
    )
    above = both["value"] > 0.5
    # where the whole slice is on one side there is no contour to follow
    mixed = above.groupby(both["t"]).transform("nunique") > 1
    if not mixed.any():
        return Measurement(float("nan"), float("inf"))
    same = (above == (both["value_theory"] > 0.5))[mixed]
    # cells share their draws: an error as if only the draws were independent
    share, n = float(same.mean()), int(both["n"].min())
    return Measurement(share, float(np.sqrt(share * (1 - share) / n)), n)
