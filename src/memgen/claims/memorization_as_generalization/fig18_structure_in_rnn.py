"""Claims of fig18_structure_in_rnn: structure in recurrent networks."""

import pandas as pd

from memgen.claims.rows import difference, of_row, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def structure_helps_the_perceptron(tables: Tables) -> Measurement:
    """Fraction retrieved at the smallest alpha_D less that of independent patterns, perceptron."""
    return _gain(tables, "perceptron", 0)


def structure_helps_daydreaming(tables: Tables) -> Measurement:
    """The same at the second alpha_D, daydreaming."""
    return _gain(tables, "daydreaming", 1)


def structure_helps_unlearning(tables: Tables) -> Measurement:
    """The same at the second alpha_D, unlearning to D_opt."""
    return _gain(tables, "unlearning", 1)


def structure_leaves_the_projector(tables: Tables) -> Measurement:
    """The same at the second alpha_D, pseudo-inverse."""
    return _gain(tables, "pseudo_inverse", 1)


def unlearning_stabilises_no_structured_patterns(tables: Tables) -> Measurement:
    """Smallest stability at D_opt of unlearning, smallest alpha_D."""
    rows = _largest(select(tables["structure"], quantity="smallest_stability", rule="unlearning"))
    structured = rows[rows["alpha_D"] > 0].sort_values("alpha_D")
    return of_row(structured.iloc[0])


def _gain(tables: Tables, rule: str, rank: int) -> Measurement:
    """Fraction retrieved at the alpha_D of this rank less that of independent patterns."""
    rows = _largest(select(tables["structure"], quantity="retrieved", rule=rule))
    structured = rows[rows["alpha_D"] > 0].sort_values("alpha_D").iloc[rank]
    return difference(of_row(structured), only_row(rows[rows["alpha_D"] == 0]))


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["N"] == rows["N"].max()]
