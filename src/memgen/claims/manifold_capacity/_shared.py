"""What several figures claim alike: own weight at alpha_1, half loads, each by ensemble."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def weight_excess(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Own weight at alpha_1, simulation less theory of the same size: the ensemble furthest off.

    Of each ensemble the mean over its lambda and alpha_D.
    """
    excess = select(tables["half_loads"], quantity="weight_at_capacity_excess")
    excess = excess[excess["patterns"].isin(names)]
    return worst_of([_mean(rows) for _, rows in excess.groupby("patterns")], 0.0)


def weight_at_capacity(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Simulated own weight at alpha_1, largest N of each ensemble: the one furthest from 1/2."""
    rows = select(tables["retrieval"], quantity="weight_at_capacity", kind="simulation")
    rows = rows[rows["patterns"].isin(names)]
    largest = rows[rows["N"] == rows.groupby("patterns")["N"].transform("max")]
    return worst_of([of_row(row) for _, row in largest.iterrows()], 0.5)


def retrieved_excess(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Fraction retrieved, simulation less theory, mean over loads: the ensemble furthest off.

    The points of one curve share their draws: the error of their mean is that of one of them.
    """
    rows = select(tables["retrieval"], quantity="success")
    return worst_of([_success_excess(rows, name) for name in names], 0.0)


def _success_excess(rows: pd.DataFrame, name: str) -> Measurement:
    """Return the mean over loads and N of simulation less theory, of an ensemble."""
    gaps, errors, n = [], [], 0
    for _, curve in select(rows, patterns=name).groupby("N"):
        simulated, theory = (curve[curve["kind"] == kind] for kind in ("simulation", "theory"))
        if len(simulated):
            ordered = theory.sort_values("alpha")
            line = np.interp(simulated["alpha"], ordered["alpha"], ordered["value"])
            gaps.append(float((simulated["value"] - line).mean()))
            errors.append(float(np.hypot(simulated["stderr"].mean(), theory["stderr"].max())))
            n += int(simulated["n"].iloc[0])
    return weighted_mean(np.array(gaps), np.array(errors), n)


def _mean(rows: pd.DataFrame) -> Measurement:
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))
