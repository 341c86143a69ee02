"""Claims of app_b2_width: where the transition lies for networks of several widths."""

import numpy as np
import pandas as pd

from memgen.claims.rows import log, of_row
from memgen.claims.spurious_states._networks import sets_of
from memgen.claims.spurious_states._sample_types import UNKNOWN, worst
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def _growth(rows: pd.DataFrame, quantity: str) -> Measurement:
    """D log K / d log width of a place along K, between the smallest and the largest width."""
    places = rows[rows["quantity"] == quantity].sort_values("width")
    if len(places) < 2:
        return UNKNOWN
    low, high = places.iloc[0], places.iloc[-1]
    span = float(np.log(high["width"] / low["width"]))
    small, large = log(of_row(low)), log(of_row(high))
    error = float(np.hypot(small.stderr, large.stderr)) / span
    return Measurement((large.value - small.value) / span, error, None)


def memorisation_limit_grows_with_width(tables: Tables) -> Measurement:
    """Exponent of the K at which half are memorised against the width."""
    return worst(_growth(rows, "memorisation_limit") for rows in sets_of(tables))
