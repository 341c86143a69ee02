"""Claims of app_b2_width: where the transition lies for networks of several widths."""

import numpy as np
import pandas as pd

from memgen.claims.rows import log, of_row
from memgen.claims.spurious_states._networks import rows_of, sets_of
from memgen.claims.spurious_states._sample_types import UNKNOWN, worst
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def _growth(rows: pd.DataFrame, quantity: str) -> Measurement:
    """D log K / d log width of a place along K, between the smallest and the largest width."""
    places = rows[rows["quantity"] == quantity].sort_values("width")
    if len(places) < 2:
        return UNKNOWN
    low, high = places.iloc[0], places.iloc[-1]
    span = float(np.log(high["width"] / low["width"]))
    small, large = log(of_row(low)), log(of_row(high))
    alone = [_scatter(rows, int(place["width"])) for place in (low, high)]
    error = float(np.linalg.norm([small.stderr, large.stderr, *alone])) / span
    return Measurement((large.value - small.value) / span, error, None)


def _scatter(rows: pd.DataFrame, width: int) -> float:
    """How far one network leaves open log K of half memorised.

    The standard deviation of the memorised fraction between the networks at the boundary, over the
    slope of the fraction against log K where it crosses one half.
    """
    boundary = rows_of(rows, quantity="network_fraction", type="memorised")
    single = boundary[boundary["K"] == value_of(rows, "boundary")]["value"].to_numpy(float)
    own = rows[(rows["quantity"] == "fraction") & (rows["type"] == "memorised")]
    own = own[(own["scale"] == 1.0) & (own["width"] == width)].sort_values("K")
    logs, values = np.log(own["K"].to_numpy(float)), own["value"].to_numpy(float)
    down = np.flatnonzero((values[:-1] > 0.5) & (values[1:] <= 0.5))
    if len(single) < 2 or not len(down):
        return float("inf")
    k = int(down[0])
    slope = (values[k + 1] - values[k]) / (logs[k + 1] - logs[k])
    return float(single.std(ddof=1) / abs(slope))


def memorisation_limit_grows_with_width(tables: Tables) -> Measurement:
    """Exponent of the K at which half are memorised against the width."""
    return worst(_growth(rows, "memorisation_limit") for rows in sets_of(tables))
