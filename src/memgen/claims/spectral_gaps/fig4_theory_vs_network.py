"""Claims of fig4_theory_vs_network: theory and trained networks."""

import numpy as np

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

WIDE = 0.3  # of the exact score's gaps that are compared


def spike_is_narrow(tables: Tables) -> Measurement:
    """Width of the networks' singular values off the manifold, 0 in theory, smallest t."""
    rows = select(tables["trained_spectra"], quantity="spike_width", law="descending")
    return of_row(rows.sort_values("t").iloc[0])


def gaps_are_the_exact_scores(tables: Tables) -> Measurement:
    """Relative miss of the exact score's gaps where these exceed .3, root mean square."""
    return _gap_miss(tables, "trained_spectra")


def widest_gap_is_narrower(tables: Tables) -> Measurement:
    """Intermediate gap of the networks over the exact score's where it is widest."""
    widest, exact = _widest_gap(tables, "trained_spectra")
    return quotient(widest, exact)


def shorter_trained_gap_is_narrower(tables: Tables) -> Measurement:
    """The same gap of networks trained for fewer steps."""
    widest, exact = _widest_gap(tables, "short_spectra")
    return quotient(widest, exact)


def spike_narrows_with_training(tables: Tables) -> Measurement:
    """Width of the spike, mean over t, over that of networks trained for fewer steps."""
    return quotient(_width(tables, "trained_spectra"), _width(tables, "short_spectra"))


def _gap_miss(tables: Tables, table: str) -> Measurement:
    rows = select(tables[table], quantity="gap", law="descending")
    exact = select(rows, score="exact")
    wide = exact[exact["value"] > WIDE]
    both = select(rows, score="network").merge(
        wide[["gap", "t", "value"]], on=["gap", "t"], suffixes=("", "_exact")
    )
    miss = (both["value"] / both["value_exact"] - 1).to_numpy()
    error = (both["stderr"] / both["value_exact"]).to_numpy()
    value = float(np.sqrt(np.mean(miss**2)))
    # The gaps of one network share its weights: their errors are taken to add up.
    spread = float(np.sum(np.abs(miss) * error)) / (len(miss) * value) if value > 0 else 0.0
    return Measurement(value, spread, int(both["n"].min()))


def _widest_gap(tables: Tables, table: str) -> tuple[Measurement, Measurement]:
    """The intermediate gap of the networks and of the exact score, at t where this is widest."""
    rows = select(tables[table], quantity="gap", law="descending", gap="middle")
    exact = select(rows, score="exact")
    place = exact.iloc[int(exact["value"].to_numpy().argmax())]
    networks = select(rows, score="network")
    return of_row(networks[networks["t"] == place["t"]].iloc[0]), of_row(place)


def _width(tables: Tables, table: str) -> Measurement:
    rows = select(tables[table], quantity="spike_width", law="descending")
    # As above, the errors of one network at several t add up.
    return Measurement(
        float(rows["value"].mean()), float(rows["stderr"].mean()), int(rows["n"].min())
    )
