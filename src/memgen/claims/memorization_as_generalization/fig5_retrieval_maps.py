"""Claims of fig5_retrieval_maps: retrieval maps."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _final_overlap(tables: Tables, table: str, rule: str) -> Measurement:
    """Final overlap from .8 at the smallest N of the maps."""
    rows = select(tables[table], quantity="final_overlap", rule=rule)
    rows = rows[rows["N"] == rows["N"].min()]
    return only_row(rows.loc[[(rows["m0"] - 0.8).abs().idxmin()]])


def unlearning_retrieves(tables: Tables) -> Measurement:
    """Final overlap from .8 after unlearning to D_opt, smallest N."""
    return _final_overlap(tables, "dreams", "D_opt")


def perceptron_retrieves(tables: Tables) -> Measurement:
    """Final overlap from .8 of the symmetric perceptron, smallest N."""
    return _final_overlap(tables, "retrieval_maps", "perceptron")


def pseudo_inverse_retrieves(tables: Tables) -> Measurement:
    """Final overlap from .8 of the pseudo-inverse, smallest N."""
    return _final_overlap(tables, "retrieval_maps", "pseudo_inverse")


def hebb_loses_the_patterns(tables: Tables) -> Measurement:
    """Final overlap from .8 of Hebb's couplings, smallest N."""
    return _final_overlap(tables, "retrieval_maps", "hebb")
