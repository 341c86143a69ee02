"""Claims of fig3_feature_spectrum: the spectrum of the feature matrix."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def spectrum_of_u_matches_finite_theory(tables: Tables) -> Measurement:
    """Kolmogorov distance of all eigenvalues of U to theory at its d, the worst case."""
    return _worst_distance(tables, "all")


def memorization_of_u_matches_finite_theory(tables: Tables) -> Measurement:
    """Kolmogorov distance of the modes of memorization to theory at their d, the worst case."""
    return _worst_distance(tables, "memorization")


def small_modes_bring_the_late_fall(tables: Tables) -> Measurement:
    """Share of the late fall of U's training loss that the modes below memorization's bring.

    The late fall is all but that of the d largest; draws at the largest d, data of one variance.
    """
    falls = _largest_d(tables)
    small, memorization = (of_row(single(falls, modes=name)) for name in ("small", "memorization"))
    total = small.value + memorization.value
    error = np.hypot(small.stderr * memorization.value, memorization.stderr * small.value)
    return Measurement(small.value / total, float(error / total**2), small.n)


def fall_by_small_modes_reaches_the_limit(tables: Tables) -> Measurement:
    """Fall of U's training loss by the modes below memorization's, over the limit's."""
    return _over_limit(tables, "small")


def fall_by_largest_modes_reaches_the_limit(tables: Tables) -> Measurement:
    """Fall of U's training loss by its d largest modes, over the limit's."""
    return _over_limit(tables, "largest")


def _over_limit(tables: Tables, modes: str) -> Measurement:
    limit = value_of(select(tables["spectra"], kind="theory", case="one"), "fall", modes=modes)
    return quotient(of_row(single(_largest_d(tables), modes=modes)), Measurement(limit))


def _largest_d(tables: Tables) -> pd.DataFrame:
    """Simulated falls at the largest d, data of one variance, by group of modes."""
    rows = select(tables["spectra"], quantity="fall", kind="simulation", case="one")
    return rows[rows["d"] == rows["d"].max()]


def _worst_distance(tables: Tables, modes: str) -> Measurement:
    rows = select(tables["spectra"], quantity="kolmogorov_distance", modes=modes)
    return worst_of([of_row(row) for _, row in rows.iterrows()], 0.0)
