"""One row of a table as a measurement."""

import pandas as pd

from memgen.statistics.measurement import Measurement


def single_row(rows: pd.DataFrame) -> Measurement:
    """Return the only row of a selection."""
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows were selected, not one: {rows.head(2).to_dict()}")
    found = rows.iloc[0]
    if found["kind"] == "theory" and pd.isna(found["n"]):
        return Measurement(float(found["value"]))
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))
