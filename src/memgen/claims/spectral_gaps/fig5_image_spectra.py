"""Claims of fig5_image_spectra: spectra of networks trained on images, and of their control."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def control_is_linear(tables: Tables) -> Measurement:
    """Resolved share of the networks of the Gaussian over the linear score's, smallest t."""
    linear = _at(select(tables["image_spectra"], quantity="linear_resolved", data="gaussian"), 0.0)
    return quotient(_networks(tables, "resolved", "gaussian", 0.0), linear)


def local_dimension_below_linear(tables: Tables) -> Measurement:
    """Values below 1/2, networks of images over those of the Gaussian, smallest t."""
    return _images_over_gaussian(tables, "tangent_dimension", 0.0)


def images_are_resolved_better(tables: Tables) -> Measurement:
    """Resolved share of the networks of images over those of the Gaussian, t nearest .1."""
    return _images_over_gaussian(tables, "resolved", 0.1)


def images_are_no_gaussian(tables: Tables) -> Measurement:
    """Loss of the networks on fresh images over the least loss that a linear score can have."""
    rows = select(tables["image_spectra"], data="images")
    return of_row(single(rows, quantity="fresh_loss"), value_of(rows, "linear_optimum"))


def _images_over_gaussian(tables: Tables, quantity: str, t: float) -> Measurement:
    return quotient(
        _networks(tables, quantity, "images", t), _networks(tables, quantity, "gaussian", t)
    )


def _networks(tables: Tables, quantity: str, data: str, t: float) -> Measurement:
    return _at(select(tables["image_spectra"], quantity=quantity, data=data), t)


def _at(rows: pd.DataFrame, t: float) -> Measurement:
    """The row whose t is nearest on a logarithmic scale; the smallest for 0."""
    times = rows["t"].to_numpy(float)
    near = max(t, times.min())
    return of_row(rows.iloc[int(np.abs(np.log(times / near)).argmin())])
