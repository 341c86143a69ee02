"""Claims of app_b4_synthetic_size: the spurious fraction depends on the number of samples."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.spurious_states._sample_types import UNKNOWN, worst_set
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def spurious_above_real(tables: Tables) -> Measurement:
    """Largest spurious fraction minus that of as many fresh real images, at the same K."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        samples = rows[rows["of"] == "samples"]
        both = samples.merge(
            rows[rows["of"] == "real"], on=["K", "synthetic"], suffixes=("", "_real")
        )
        if both.empty:
            return UNKNOWN
        row = both.iloc[int(both["value"].argmax())]
        error = np.hypot(row["stderr"], row["stderr_real"])
        return Measurement(float(row["value"] - row["value_real"]), float(error), int(row["n"]))

    return worst_set(select(tables["image_types"], quantity="spurious_by_size"), of_a_set)


def spurious_grows_with_synthetic_set(tables: Tables) -> Measurement:
    """Spurious fraction at the largest minus that at the smallest |S'|, at the K with most."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        samples = rows[rows["of"] == "samples"]
        K = samples["K"].iloc[int(samples["value"].argmax())]
        ladder = samples[samples["K"] == K].sort_values("synthetic")
        return difference(of_row(ladder.iloc[-1]), of_row(ladder.iloc[0]))

    return worst_set(select(tables["image_types"], quantity="spurious_by_size"), of_a_set)
