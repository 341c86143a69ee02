"""Claims of fig7_gap_opening: opening and closing of the gaps."""

import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def widest_gap(tables: Tables) -> Measurement:
    """Largest width of the intermediate gap over theory at the same N, the worst N."""
    return _over_theory(tables, "widest_gap")


def widest_time(tables: Tables) -> Measurement:
    """Noise variance t at which the intermediate gap is widest, over theory, the worst N."""
    return _over_theory(tables, "widest_time")


def final_gap_opening(tables: Tables) -> Measurement:
    """Noise variance t at which the final gap opens, over theory at the same N, the worst N."""
    return _over_theory(tables, "opening_time")


def excess_over_the_limit(tables: Tables) -> Measurement:
    """The widest gap's excess over N to infinity, over theory's to order 1 / N, mean over N."""
    rows = select(tables["gap_opening"], quantity="widest_gap")
    limit = float(rows[rows["N"].isna()]["value"].iloc[0])
    at_size = rows.dropna(subset="N")
    theory = select(at_size, kind="theory").set_index("N")["value"] - limit
    drawn = select(at_size, kind="simulation").set_index("N")
    excess = theory.reindex(drawn.index).to_numpy()
    return weighted_mean(
        (drawn["value"].to_numpy() - limit) / excess,
        drawn["stderr"].to_numpy() / excess,
        int(drawn["n"].sum()),
    )


def _over_theory(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["gap_opening"], quantity=quantity)
    theory = rows[(rows["kind"] == "theory") & rows["N"].notna()]
    drawn: pd.DataFrame = select(rows, kind="simulation")
    return worst_of(ratio_to_theory(at, theory, ["gap", "N"]) for _, at in drawn.groupby("N"))
