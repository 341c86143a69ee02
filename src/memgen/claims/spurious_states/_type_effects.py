"""Types of sample compared at the crossover, in standard deviations of the samples."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

UNKNOWN = Measurement(float("nan"), float("inf"))


def effect(
    rows: pd.DataFrame, quantity: str, upper: str, lower: str, selection: str = "typical"
) -> Measurement:
    """Upper minus lower type at the crossover's K of each set, least of the sets and widths.

    `upper` and `lower` may be in either order. The error is widened for having chosen the least.
    """
    found = []
    at = ["images", "width", "K"]
    places = select(rows, quantity="crossover")[at]
    of_effect = _compared(rows, f"{quantity}_effect", selection).merge(places, on=at)
    for first, last, sign in ((upper, lower, 1.0), (lower, upper, -1.0)):
        own = of_effect[(of_effect["upper"] == first) & (of_effect["lower"] == last)]
        found += [of_row(row, sign) for _, row in own.iterrows()]
    return least([Measurement(each.value, abs(each.stderr), each.n) for each in found])


def effect_over_networks(
    rows: pd.DataFrame, quantity: str, upper: str, lower: str, selection: str = "typical"
) -> Measurement:
    """Mean effect over all networks, of every K and set, that make enough samples of both types.

    The error is that of the scatter between networks, which were trained on sets of their own and
    numbers of their own.
    """
    of_networks = _compared(rows, f"{quantity}_effect_of_network", selection)
    values = []
    for first, last, sign in ((upper, lower, 1.0), (lower, upper, -1.0)):
        own = of_networks[(of_networks["upper"] == first) & (of_networks["lower"] == last)]
        values += [sign * float(value) for value in own["value"]]
    count = len(values)
    if count < 2:
        return UNKNOWN
    error = float(np.std(values, ddof=1) / np.sqrt(count))
    return Measurement(float(np.mean(values)), error, count)


def least(measurements: list[Measurement]) -> Measurement:
    """The smallest measurement, its error widened for having been chosen."""
    if not measurements:
        return UNKNOWN
    return worst_of(measurements, max(each.value for each in measurements))


def _compared(rows: pd.DataFrame, quantity: str, selection: str) -> pd.DataFrame:
    """Rows that compare two types: none where no two types have samples enough."""
    found = rows[(rows["quantity"] == quantity) & (rows["selection"] == selection)]
    return found.reindex(columns=list(dict.fromkeys([*rows.columns, "upper", "lower"])))
