"""Claims of fig8_moment_theorem: matched moments and minima."""

import numpy as np

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _less_theory(tables: Tables, quantity: str) -> Measurement:
    """Mean over all N and P of a fraction less its probability, with the probability's scatter."""
    rows = select(tables["moment_theorem"], quantity=quantity)
    theory = rows[rows["kind"] == "theory"].set_index(["N", "P"])["value"]
    drawn = rows[rows["kind"] == "simulation"].set_index(["N", "P"])
    p = theory.loc[drawn.index].to_numpy(float)
    n = drawn["n"].to_numpy(float)
    # a fraction without exceptions scatters too: at least as one draw's would
    variance = np.maximum(p * (1 - p), 1 / n) / n
    gap = drawn["value"].to_numpy(float) - p
    return Measurement(float(gap.mean()), float(np.sqrt(variance.sum()) / len(p)), int(n.min()))


def span_of_random_data(tables: Tables) -> Measurement:
    """Fraction of random data alone in their span, less its probability, mean over N and P."""
    return _less_theory(tables, "span_is_data")


def moments_of_random_data(tables: Tables) -> Measurement:
    """Fraction of random data alone in their moments, less its probability, mean over N and P."""
    return _less_theory(tables, "moments_are_unique")


def minima_where_moments_are_unique(tables: Tables) -> Measurement:
    """Of matched draws whose moments no others have, the fraction whose minima are the data."""
    rows = select(tables["moment_theorem"], quantity="minima_are_data")
    n = int(rows["n"].sum())
    share = float((rows["value"] * rows["n"]).sum() / n)
    return Measurement(share, max(np.sqrt(share * (1 - share) / n), 1 / (n + 2)), n)


def counterexample_of_random_data(tables: Tables) -> Measurement:
    """Minima that are no data though the moments agree, random data with P = N - 1."""
    return _counterexample(tables, "random")


def counterexample_of_bonds(tables: Tables) -> Measurement:
    """Minima that are no data though the moments agree, the four bonds of N = 8."""
    return _counterexample(tables, "bonds")


def _counterexample(tables: Tables, of: str) -> Measurement:
    """Number of minima that are no data; none counts where the moments differ."""
    rows = select(tables["moment_theorem"], of=of)
    difference = only_row(select(rows, quantity="moment_difference"))
    others = only_row(select(rows, quantity="minima_not_data"))
    return others if difference.value < 1e-12 else Measurement(0.0)
