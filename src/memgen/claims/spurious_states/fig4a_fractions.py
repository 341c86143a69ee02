"""Claims of fig4a_fractions: fractions of memorised, spurious and generalised samples."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, largest_row, of_row
from memgen.claims.spurious_states._networks import rows_of, sets_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def _spurious(rows: pd.DataFrame) -> pd.DataFrame:
    return rows_of(rows, quantity="fraction", type="spurious", scale=1.0).sort_values("K")


def spurious_peak(tables: Tables) -> Measurement:
    """Largest spurious fraction inside the ladder of K minus the larger one at its ends."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        ladder = _spurious(rows)
        inside = ladder.iloc[1:-1]
        if inside.empty:
            return UNKNOWN
        end = max((ladder.iloc[0], ladder.iloc[-1]), key=lambda row: row["value"])
        found = difference(largest_row(inside), of_row(end))
        boundary = rows_of(rows, quantity="network_fraction", type="spurious")
        single = boundary[boundary["K"] == value_of(rows, "boundary")]["value"].to_numpy(float)
        # What one network leaves open: the scatter where there are several.
        scatter = float(single.std(ddof=1)) if len(single) > 1 else float("inf")
        return Measurement(found.value, float(np.hypot(found.stderr, scatter)), len(single))

    return worst_of_sets(tables, of_a_set)


def points_of_the_bump(tables: Tables) -> Measurement:
    """Numbers K at which the spurious fraction is above a quarter of its largest."""
    counts = []
    for rows in sets_of(tables):
        values = _spurious(rows)["value"].to_numpy(float)
        counts.append(int((values > values.max() / 4).sum()))
    return Measurement(float(min(counts)))


def spurious_peak_is_at_the_boundary(tables: Tables) -> Measurement:
    """Log2 of the K of the interpolated peak over the K where half are memorised by d1/d2."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        peak = rows_of(rows, quantity="spurious_peak")
        ratio = rows_of(rows, quantity="ratio_memorised").sort_values("K")
        half, error = _half(ratio)
        if peak.empty or not np.isfinite(half):
            return UNKNOWN
        row = peak.iloc[0]
        place = float(row["value"])
        ladder = np.log(_spurious(rows)["K"].to_numpy(float))
        rung = float(np.diff(ladder)[np.searchsorted(ladder, np.log(place)) - 1])
        # One network a K tells the peak from its neighbours no better than to half a rung.
        scatter = max(float(row["stderr"]) / place, rung / 2)
        value = float(np.log2(place / half))
        both = np.hypot(scatter, error / half) / np.log(2)
        return Measurement(value, float(both), None)

    return max((of_a_set(rows) for rows in sets_of(tables)), key=lambda found: abs(found.value))


def _half(ratio: pd.DataFrame) -> tuple[float, float]:
    """K at which a falling fraction crosses one half, log-linearly, and its error."""
    logs, values = np.log(ratio["K"].to_numpy(float)), ratio["value"].to_numpy(float)
    down = np.flatnonzero((values[:-1] > 0.5) & (values[1:] <= 0.5))
    if not len(down):
        return float("nan"), float("nan")
    k = int(down[0])
    slope = (values[k + 1] - values[k]) / (logs[k + 1] - logs[k])
    place = float(np.exp(logs[k] + (0.5 - values[k]) / slope))
    return place, place * float(ratio["stderr"].iloc[k : k + 2].max() / abs(slope))


def memorised_by_both_rules(tables: Tables) -> Measurement:
    """Root mean square over K of memorised by delta_m minus memorised by d1/d2 < 1/3.

    Its error is a jackknife over the K, at each of which another network was trained.
    """
    found = []
    for rows in sets_of(tables):
        of_rule = rows_of(rows, quantity="fraction", type="memorised", scale=1.0)
        ratio = rows_of(rows, quantity="ratio_memorised")
        both = of_rule.merge(ratio, on="K", suffixes=("", "_ratio"))
        squares = (both["value"].to_numpy(float) - both["value_ratio"].to_numpy(float)) ** 2
        count = squares.size
        left = np.sqrt((squares.sum() - squares) / max(count - 1, 1))
        error = float(np.sqrt((count - 1) / count * ((left - left.mean()) ** 2).sum()))
        found.append(Measurement(float(np.sqrt(squares.mean())), error, count))
    return max(found, key=lambda each: each.value)
