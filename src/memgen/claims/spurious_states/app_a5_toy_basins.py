"""Claims of app_a5_toy_basins: how much noise the points bear."""

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def recovery_as_predicted(tables: Tables) -> Measurement:
    """Measured minus expected critical time, the largest over the points."""
    rows = tables["toy_basins"]
    both = select(rows, quantity="critical_time").merge(
        select(rows, quantity="expected_time"), on=["K", "point"], suffixes=("", "_exact")
    )
    row = both.iloc[int((both["value"] - both["value_exact"]).abs().argmax())]
    gap = abs(float(row["value"] - row["value_exact"]))
    return Measurement(gap, float(row["stderr"]), int(row["n"]))
