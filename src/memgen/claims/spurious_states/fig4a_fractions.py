"""Claims of fig4a_fractions: fractions of memorised, spurious and generalised samples."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, furthest, largest_row, of_row
from memgen.claims.spurious_states._sample_types import (
    UNKNOWN,
    base_width,
    type_fractions,
    worst_set,
)
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def spurious_peak(tables: Tables) -> Measurement:
    """Largest spurious fraction inside the ladder of K minus the larger one at its ends."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        ladder = base_width(rows[rows["type"] == "spurious"]).sort_values("K")
        inside = ladder.iloc[1:-1]
        if inside.empty:
            return UNKNOWN
        end = max((ladder.iloc[0], ladder.iloc[-1]), key=lambda row: row["value"])
        return difference(largest_row(inside), of_row(end))

    return worst_set(type_fractions(tables), of_a_set)


def spurious_peak_is_at_the_boundary(tables: Tables) -> Measurement:
    """Log2 of the K with most spurious samples over the K where memorised = generalised.

    The set furthest from 0; its error is that of the ladder's spacing, which places the peak.
    """
    places = []
    for _, rows in type_fractions(tables).groupby("images", sort=False):
        base = base_width(rows).pivot_table(index="K", columns="type", values="value").sort_index()
        gap = (base["memorised"] - base["generalised"]).to_numpy()
        logs = np.log2(base.index.to_numpy(float))
        down = np.flatnonzero((gap[:-1] > 0) & (gap[1:] <= 0))
        if down.size != 1:
            continue
        (k,) = down
        boundary = logs[k] + gap[k] / (gap[k] - gap[k + 1]) * (logs[k + 1] - logs[k])
        peak = int(base["spurious"].to_numpy().argmax())
        spacing = float(np.diff(logs)[max(peak - 1, 0) : peak + 1].mean())
        places.append(Measurement(float(logs[peak] - boundary), spacing / np.sqrt(12)))
    return furthest(places, target=0.0) if places else UNKNOWN
