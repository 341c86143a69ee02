"""One row of a table as a measurement, and two of them compared."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def of_row(row: pd.Series, scale: float = 1.0) -> Measurement:
    """Value of a row over `scale`, with its error and number of draws.

    A theory row without draws is exact.
    """
    if row["kind"] == "theory" and pd.isna(row["n"]):
        return Measurement(float(row["value"] / scale))
    return Measurement(float(row["value"] / scale), float(row["stderr"] / scale), int(row["n"]))


def only_row(rows: pd.DataFrame) -> Measurement:
    """Value of the only row of a selection.

    Raises
    ------
    ValueError
        If the selection has no row or several; the message shows the first two.

    """
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows were selected, not one: {rows.head(2).to_dict()}")
    return of_row(rows.iloc[0])


def largest_row(rows: pd.DataFrame) -> Measurement:
    """Value of the row whose value is largest."""
    return of_row(rows.iloc[int(rows["value"].argmax())])


def furthest_row(rows: pd.DataFrame, target: float = 1.0) -> Measurement:
    """Value of the row that is furthest from `target`."""
    return of_row(rows.iloc[int((rows["value"] - target).abs().argmax())])


def furthest(measurements: Iterable[Measurement], target: float = 1.0) -> Measurement:
    """The measurement whose value is furthest from `target`."""
    return max(measurements, key=lambda measurement: abs(measurement.value - target))


def difference(upper: Measurement, lower: Measurement) -> Measurement:
    """Upper minus lower, of independent draws."""
    error = float(np.hypot(upper.stderr, lower.stderr))
    return Measurement(upper.value - lower.value, error, _fewest(upper, lower))


def quotient(numerator: Measurement, denominator: Measurement) -> Measurement:
    """Numerator over denominator, of independent draws; not measured where the latter is 0."""
    n = _fewest(numerator, denominator)
    if denominator.value == 0:
        return Measurement(float("nan"), float("inf"), n)
    ratio = numerator.value / denominator.value
    error = np.hypot(numerator.stderr, ratio * denominator.stderr) / abs(denominator.value)
    return Measurement(ratio, float(error), n)


def theory_value(rows: pd.DataFrame, quantity: str, **at: Any) -> float:
    """Value of the only theory row of a quantity, at the given coordinates."""
    return value_of(rows, quantity, kind="theory", **at)


def log(measurement: Measurement) -> Measurement:
    """Logarithm of a positive measurement, with its relative error."""
    relative = measurement.stderr / measurement.value
    return Measurement(float(np.log(measurement.value)), relative, measurement.n)


def _fewest(*measurements: Measurement) -> int | None:
    counts = [measurement.n for measurement in measurements if measurement.n is not None]
    return min(counts, default=None)
