"""Claims of fig7_gap_opening: opening and closing of the gaps."""

import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def widest_gap(tables: Tables) -> Measurement:
    """Largest width of the intermediate gap over theory at the same N, the worst N."""
    return _over_theory(tables, "widest_gap")


def final_gap_opening(tables: Tables) -> Measurement:
    """Noise variance t at which the final gap opens, over theory at the same N, the worst N."""
    return _over_theory(tables, "opening_time")


def finite_size_exponent(tables: Tables) -> Measurement:
    """Exponent in N of the widest gap's excess over the limit N to infinity."""
    rows = select(tables["gap_opening"], quantity="widest_gap")
    limit = float(rows[rows["N"].isna()]["value"].iloc[0])
    drawn = select(rows, kind="simulation")
    return power_law(
        drawn["N"].astype(float), drawn["value"] - limit, drawn["stderr"], int(drawn["n"].sum())
    )


def _over_theory(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["gap_opening"], quantity=quantity)
    theory = rows[(rows["kind"] == "theory") & rows["N"].notna()]
    drawn: pd.DataFrame = select(rows, kind="simulation")
    return worst_of(ratio_to_theory(at, theory, ["gap", "N"]) for _, at in drawn.groupby("N"))
