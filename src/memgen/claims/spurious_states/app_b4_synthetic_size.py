"""Claims of app_b4_synthetic_size: spurious samples sit on attractors."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference
from memgen.claims.spurious_states._networks import at_boundary, mean_of, rows_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def _last_slope(rows: pd.DataFrame, quantity: str, of: str) -> Measurement:
    """D log / d log |S'| at the largest |S'|, mean over the boundary's networks."""
    own = rows_of(rows, quantity=quantity, of=of, K=value_of(rows, "boundary"))
    slopes = []
    for _, of_network in own.groupby("network"):
        last = of_network.sort_values("synthetic").iloc[-2:]
        values, sizes = last["value"].to_numpy(float), last["synthetic"].to_numpy(float)
        if len(last) == 2 and values[0] > 0:
            slopes.append(np.log(values[1] / values[0]) / np.log(sizes[1] / sizes[0]))
    return mean_of(np.array(slopes))


def spurious_fraction_saturates(tables: Tables) -> Measurement:
    """Logarithmic slope of the spurious fraction at the largest |S'|, at the boundary."""
    found = [
        _last_slope(rows, "spurious_by_size", "samples")
        for _, rows in tables["image_types"].groupby("images", sort=False)
    ]
    return max(found, key=lambda each: each.value)


def spurious_samples_are_found_again(tables: Tables) -> Measurement:
    """Share found again in fresh noise at the boundary: spurious minus generalised samples."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        spurious, other = (
            at_boundary(rows, quantity="recurrence", of="samples", sample=sample)
            for sample in ("repeated", "single")
        )
        return difference(spurious, other)

    return worst_of_sets(tables, of_a_set)


def spurious_above_real(tables: Tables) -> Measurement:
    """Spurious fraction at the boundary minus that of as many fresh real images."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows_of(rows, quantity="spurious_by_size", K=value_of(rows, "boundary"))
        common = set(own[own["of"] == "real"]["synthetic"])
        if not common:
            return UNKNOWN
        own = own[own["synthetic"] == max(common)]
        samples, real = (
            mean_of(own[own["of"] == of]["value"].to_numpy(float)) for of in ("samples", "real")
        )
        return difference(samples, real)

    return worst_of_sets(tables, of_a_set)
