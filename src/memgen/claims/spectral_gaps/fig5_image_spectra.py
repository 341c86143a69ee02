"""Claims of fig5_image_spectra: the spectrum of a network trained on images."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def linear_at_large_noise(tables: Tables) -> Measurement:
    """Resolved share of the network over the linear control's, largest t."""
    return quotient(*_both(tables, "resolved", 1e9))


def local_dimension_below_linear(tables: Tables) -> Measurement:
    """Values below half the largest, of the network over the linear control, smallest t."""
    return quotient(*_both(tables, "dimension", 1e-9))


def images_are_resolved_better(tables: Tables) -> Measurement:
    """Resolved share of the network over the linear control's, t nearest .1."""
    return quotient(*_both(tables, "resolved", 0.1))


def dimension_still_grows(tables: Tables) -> Measurement:
    """Values below half the largest, smallest t over ten times it."""
    rows = _of(tables, "tangent_dimension")
    smallest = float(rows["t"].min())
    return quotient(_at(rows, smallest), _at(rows, 10 * smallest))


def _both(tables: Tables, quantity: str, t: float) -> tuple[Measurement, Measurement]:
    """Network and linear control at the t nearest to one given."""
    name = "tangent_dimension" if quantity == "dimension" else quantity
    return _at(_of(tables, name), t), _at(_of(tables, f"linear_{quantity}"), t)


def _of(tables: Tables, quantity: str) -> pd.DataFrame:
    return select(tables["image_spectra"], quantity=quantity).sort_values("t")


def _at(rows: pd.DataFrame, t: float) -> Measurement:
    """The row whose t is nearest on a logarithmic scale."""
    return of_row(rows.iloc[int(np.abs(np.log(rows["t"].to_numpy(float) / t)).argmin())])
