"""Claims of fig3_feature_spectrum: the spectrum of the feature matrix."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of

BELOW = ("atom", "small")  # all modes but the n largest


def spectrum_of_u_matches_finite_theory(tables: Tables) -> Measurement:
    """Kolmogorov distance of all eigenvalues of U to theory at its d, the worst case."""
    return _worst_distance(tables, "all")


def memorization_of_u_matches_finite_theory(tables: Tables) -> Measurement:
    """Kolmogorov distance of the modes of memorization to theory at their d, the worst case."""
    return _worst_distance(tables, "memorization")


def late_fall_reaches_the_limit(tables: Tables) -> Measurement:
    """Fall of U's training loss by all but the n largest modes, over the limit's, largest d."""
    theory = select(tables["spectra"], quantity="fall", kind="theory", case="one")
    limit = sum(value_of(theory, "fall", modes=name) for name in BELOW)
    falls = _falls(tables)
    found = [of_row(single(falls[falls["d"] == falls["d"].max()], modes=name)) for name in BELOW]
    value, error = sum(one.value for one in found), np.hypot.reduce([one.stderr for one in found])
    return quotient(Measurement(value, float(error), found[0].n), Measurement(limit))


def atom_loses_its_share(tables: Tables) -> Measurement:
    """What the atom's modes take off U's training loss, largest d over smallest d."""
    falls = select(_falls(tables), modes="atom").sort_values("d")
    return quotient(of_row(falls.iloc[-1]), of_row(falls.iloc[0]))


def fall_by_largest_modes_reaches_the_limit(tables: Tables) -> Measurement:
    """Fall of U's training loss by its d largest modes, over the limit's, largest d."""
    theory = select(tables["spectra"], kind="theory", case="one")
    falls = _falls(tables)
    found = of_row(single(falls[falls["d"] == falls["d"].max()], modes="largest"))
    return quotient(found, Measurement(value_of(theory, "fall", modes="largest")))


def _falls(tables: Tables) -> pd.DataFrame:
    """Simulated falls, data of one variance."""
    return select(tables["spectra"], quantity="fall", kind="simulation", case="one")


def _worst_distance(tables: Tables, modes: str) -> Measurement:
    rows = select(tables["spectra"], quantity="kolmogorov_distance", modes=modes)
    return worst_of([of_row(row) for _, row in rows.iterrows()], 0.0)
