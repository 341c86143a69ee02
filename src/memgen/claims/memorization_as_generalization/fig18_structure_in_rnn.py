"""Claims of fig18_structure_in_rnn: structure in recurrent networks."""

import numpy as np

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _gain(tables: Tables, rule: str) -> Measurement:
    """Final overlap at the smallest alpha_D less that of independent patterns."""
    rows = select(tables["structure"], quantity="final_overlap", rule=rule)
    structured = rows[rows["alpha_D"] > 0].sort_values("alpha_D").iloc[0]
    return difference(of_row(structured), of_row(rows[rows["alpha_D"] == 0].iloc[0]))


def structure_helps_hebb(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure in the patterns, Hebb's couplings."""
    return _gain(tables, "hebb")


def structure_helps_unlearning(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure in the patterns, after unlearning."""
    return _gain(tables, "unlearning")


def structure_helps_perceptron(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure in the patterns, symmetric perceptron."""
    return _gain(tables, "perceptron")


def structure_helps_pseudo_inverse(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure in the patterns, pseudo-inverse."""
    return _gain(tables, "pseudo_inverse")


def structure_helps_daydreaming(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure in the patterns, daydreaming."""
    return _gain(tables, "daydreaming")


def weak_structure_changes_nothing(tables: Tables) -> Measurement:
    """Final overlap at the largest alpha_D less that of independent patterns, mean over rules."""
    rows = select(tables["structure"], quantity="final_overlap")
    largest = rows[rows["alpha_D"] == rows["alpha_D"].max()].set_index("rule")
    independent = rows[rows["alpha_D"] == 0].set_index("rule")
    gaps = largest["value"] - independent["value"]
    errors = np.hypot(largest["stderr"], independent["stderr"])
    gap = weighted_mean(gaps, errors, int(largest["n"].min()))
    # the rules saw the same patterns: the mean error, not less
    return Measurement(gap.value, float(errors.mean()), gap.n)
