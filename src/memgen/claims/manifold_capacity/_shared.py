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


def retrieved_miss(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Fraction retrieved, simulation less theory: root mean square over all loads, N, ensembles.

    The points of one curve share their draws: each curve counts once in the error, which is that
    of a mean of the curves' typical errors.
    """
    rows = select(tables["retrieval"], quantity="success")
    squares, errors, n = [], [], 0
    for _, curve in rows[rows["patterns"].isin(names)].groupby(["patterns", "N"]):
        simulated, theory = (curve[curve["kind"] == kind] for kind in ("simulation", "theory"))
        if len(simulated):
            ordered = theory.sort_values("alpha")
            line = np.interp(simulated["alpha"], ordered["alpha"], ordered["value"])
            squares.append(float(((simulated["value"] - line) ** 2).mean()))
            errors.append(float(np.hypot(simulated["stderr"].mean(), theory["stderr"].max())))
            n += int(simulated["n"].iloc[0])
    error = np.linalg.norm(errors) / len(errors)
    return Measurement(float(np.sqrt(np.mean(squares))), float(error), n)


def _mean(rows: pd.DataFrame) -> Measurement:
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))
