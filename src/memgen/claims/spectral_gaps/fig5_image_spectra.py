"""Claims of fig5_image_spectra: the spectrum of a network trained on images."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def trivial_phase(tables: Tables) -> Measurement:
    """Number of singular values below half the largest at the largest t."""
    return of_row(_dimensions(tables).iloc[-1])


def coverage_phase(tables: Tables) -> Measurement:
    """Number of singular values below half the largest, t nearest .3 over smallest t."""
    rows = _dimensions(tables)
    return quotient(_at(rows, 0.3), of_row(rows.iloc[0]))


def consolidation_phase(tables: Tables) -> Measurement:
    """Number of singular values below half the largest, smallest t over ten times it."""
    rows = _dimensions(tables)
    return quotient(of_row(rows.iloc[0]), _at(rows, 10 * float(rows["t"].min())))


def _dimensions(tables: Tables) -> pd.DataFrame:
    """Numbers of singular values below half the largest, as t grows."""
    return select(tables["image_spectra"], quantity="tangent_dimension").sort_values("t")


def _at(rows: pd.DataFrame, t: float) -> Measurement:
    """The row whose t is nearest on a logarithmic scale."""
    return of_row(rows.iloc[int(np.abs(np.log(rows["t"].to_numpy(float) / t)).argmin())])
