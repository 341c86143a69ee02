"""What several figures claim alike: the own weight at alpha_1, and half loads over theory."""

import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def weight_excess(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Own weight at alpha_1, simulation less theory of the same size, mean over all points."""
    return _mean(_excess(tables["half_loads"], names))


def weight_at_capacity(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Simulated own weight at alpha_1 at the largest N of each ensemble, mean over them."""
    rows = select(tables["retrieval"], quantity="weight_at_capacity", kind="simulation")
    rows = rows[rows["patterns"].isin(names)]
    return _mean(rows[rows["N"] == rows.groupby("patterns")["N"].transform("max")])


def iteration_over_theory(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Load at which half are retrieved, simulation over theory, mean over ensembles and N."""
    rows = select(tables["retrieval"], quantity="half_load_success")
    rows = rows[rows["patterns"].isin(names)]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["patterns", "N"])


def _excess(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    excess = select(rows, quantity="weight_at_capacity_excess")
    return excess[excess["patterns"].isin(names)]


def _mean(rows: pd.DataFrame) -> Measurement:
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))
