"""Claims of fig2_retrieve_or_sample: to retrieve or to sample."""

from memgen.claims.rows import difference, of_row, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def overlap_when_cold(tables: Tables) -> Measurement:
    """Overlap of cooled chains with the nearest stored digit at the lowest t."""
    rows = select(tables["sampling"], quantity="nearest_overlap", network="digits", start="cooled")
    return only_row(rows.sort_values("t").iloc[:1])


def overlap_when_hot(tables: Tables) -> Measurement:
    """Overlap of chains with the nearest stored digit at the highest t, less that of chance."""
    rows = select(tables["sampling"], network="digits")
    hot = select(rows, quantity="nearest_overlap", start="cooled").sort_values("t").iloc[-1]
    return difference(of_row(hot), of_row(single(rows, quantity="chance")))


def sampled_overlap_is_exact(tables: Tables) -> Measurement:
    """Sampled minus exact overlap in the small network, mean over t."""
    gap = select(tables["sampling"], quantity="overlap_gap")
    # chains of neighbouring t go on from one another: their mean error, not less
    return Measurement(float(gap["value"].mean()), float(gap["stderr"].mean()), int(gap["n"].min()))
