"""Claims of fig8_moment_theorem: matched moments and minima."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

# Loads at which there are other vectors, and those that theory leaves out are few.
LOADS = (0.4, 0.5)
# At this N exceptions are most frequent.
RARER = 10


def others_in_the_span(tables: Tables) -> Measurement:
    """Number of other vectors in the span of random data over theory, at the loads, all N."""
    rows = select(tables["moment_theorem"], quantity="others_in_span")
    load = rows["P"] / rows["N"]
    rows = rows[(load >= LOADS[0]) & (load <= LOADS[1])]
    drawn, theory = (rows[rows["kind"] == kind] for kind in ("simulation", "theory"))
    total = float(theory["value"].sum())
    error = float(np.sqrt((drawn["stderr"] ** 2).sum()))
    return Measurement(float(drawn["value"].sum()) / total, error / total, int(drawn["n"].min()))


def exchanges_by_theory(tables: Tables) -> Measurement:
    """How often four patterns can be exchanged over theory, P = N - 1, weighted mean over N."""
    drawn, theory = _rates(tables)
    rates = [fraction(drawn.loc[N]) for N in theory.index]
    ratio, error = (
        np.array([getattr(rate, of) for rate in rates]) / theory.to_numpy(float)
        for of in ("value", "stderr")
    )
    return weighted_mean(ratio, error, int(drawn["n"].min()))


def exceptions_are_ever_rarer(tables: Tables) -> Measurement:
    """How often any others share the moments, largest N of the linear program over N = 10."""
    rows = select(tables["moment_theorem"], quantity="moments_are_shared").sort_values("N")
    first = rows[rows["N"] >= min(RARER, rows["N"].max())].iloc[0]
    return quotient(fraction(rows.iloc[-1]), fraction(first))


def _rates(tables: Tables) -> tuple[pd.DataFrame, pd.Series]:
    """Rates of exchange, drawn and by theory, by N."""
    rows = select(tables["moment_theorem"], quantity="four_are_exchanged").set_index("N")
    drawn, theory = (rows[rows["kind"] == kind] for kind in ("simulation", "theory"))
    return drawn.sort_index(), theory["value"].sort_index()


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
