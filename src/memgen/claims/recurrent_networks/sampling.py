"""Claims of fig1 and fig2: energy landscape and sampling, against exact enumeration."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.claims.recurrent_networks.single_row import single_row
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def entropy_at_low_t(tables: Tables) -> Measurement:
    """Entropy at the low temperature over the log of the number of lowest states."""
    return single_row(select(tables["landscape"], quantity="entropy_over_ground"))


def entropy_at_high_t(tables: Tables) -> Measurement:
    """Entropy at the high temperature over N log 2."""
    return single_row(select(tables["landscape"], quantity="entropy_high_t"))


def entropy_from_chains(tables: Tables) -> Measurement:
    """Measured minus exact entropy per spin at the low temperature, the end of the integral."""
    rows = select(tables["landscape"], quantity="entropy_gap").sort_values("t")
    return single_row(rows.iloc[:1])


def overlap_when_cold(tables: Tables) -> Measurement:
    """Overlap of cooled chains with the nearest stored digit at the lowest t."""
    rows = select(tables["sampling"], quantity="nearest_overlap", network="digits", start="cooled")
    return single_row(rows.sort_values("t").iloc[:1])


def overlap_when_hot(tables: Tables) -> Measurement:
    """The same at the highest t, less that of random states."""
    rows = select(tables["sampling"], network="digits")
    hot = select(rows, quantity="nearest_overlap", start="cooled").sort_values("t").iloc[-1]
    chance = select(rows, quantity="chance").iloc[0]
    return Measurement(
        float(hot["value"] - chance["value"]),
        float(np.hypot(hot["stderr"], chance["stderr"])),
        int(hot["n"]),
    )


def overlap_is_exact(tables: Tables) -> Measurement:
    """Sampled minus exact overlap in the small network, mean over t."""
    gap = select(tables["sampling"], quantity="overlap_gap")
    # chains of neighbouring t go on from one another: their mean error, not less
    return Measurement(float(gap["value"].mean()), float(gap["stderr"].mean()), int(gap["n"].min()))
