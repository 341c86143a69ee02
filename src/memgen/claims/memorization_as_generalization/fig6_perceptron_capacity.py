"""Claims of fig6_perceptron_capacity: full and diluted networks, with and without symmetry."""

from typing import Literal

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction, worst_of
from memgen.statistics.extrapolation import extrapolate, extrapolate_with_bias
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

COMPARED = 0.5  # load at which full and diluted networks are compared
# Up to this load a line in 1/N continues to infinity; beyond, these sizes are too small for one.
STRAIGHT = 0.7
FIELDS = ("value", "stderr")
GAP = 1.4  # load inside the gap between the capacities of diluted and full networks


def diluted_networks_meet_the_formula(tables: Tables) -> Measurement:
    """Largest stability on diluted graphs, C to infinity, over the formula's; load of the worst."""
    return worst_of(_ratios(tables, "diluted", "C"))


def full_networks_follow_the_spectrum(tables: Tables) -> Measurement:
    """Largest stability of full symmetric networks, N to infinity, over our theory's.

    Of the loads up to .7 the one where it is furthest from 1.
    """
    return worst_of(_ratios(tables, "symmetric", "N", STRAIGHT))


def couplings_without_symmetry_meet_gardner(tables: Tables) -> Measurement:
    """Largest stability without symmetry, N to infinity, over Gardner's; load of the worst."""
    return worst_of(_ratios(tables, "plain", "N"))


def full_networks_exceed_diluted_ones(tables: Tables) -> Measurement:
    """Largest stability of full over that of diluted symmetric networks, both measured, load .5."""
    rows = select(tables["perceptron_capacity"], quantity="largest_stability", load=COMPARED)
    full = _limit(select(rows, couplings="symmetric"), "N")
    diluted = _limit(select(rows, couplings="diluted"), "C")
    ratio = full.value / diluted.value
    error = ratio * np.hypot(full.stderr / full.value, diluted.stderr / diluted.value)
    return Measurement(ratio, float(error), full.n)


def full_networks_follow_the_spectrum_further(tables: Tables) -> Measurement:
    """Largest stability of full symmetric networks, N to infinity, over our theory's.

    Beyond a load of .7, where the error of the line is many times larger; the worst load.
    """
    return worst_of(_ratios(tables, "symmetric", "N", least=STRAIGHT))


def full_networks_fit_in_the_gap(tables: Tables) -> Measurement:
    """Fraction of draws that full symmetric couplings fit inside the gap, largest N."""
    rows = select(tables["perceptron_capacity"], quantity="fits", couplings="symmetric")
    rows = rows[rows["load"] <= GAP]
    rows = rows[rows["load"] == rows["load"].max()].sort_values("N")
    return fraction(rows.iloc[-1])


def diluted_networks_are_fitted_up_to_the_formula(tables: Tables) -> Measurement:
    """Load P/C at which half of diluted networks are fitted, C to infinity by a line in 1/C."""
    rows = select(tables["perceptron_capacity"], quantity="fits", couplings="diluted")
    sizes = sorted(int(C) for C in rows["C"].dropna().unique())
    halves = {C: half for C in sizes if (half := _half(rows[rows["C"] == C])) is not None}
    if len(halves) < 2:
        return Measurement(float("nan"), float("inf"))
    value, error = (np.array([getattr(half, of) for half in halves.values()]) for of in FIELDS)
    limit = extrapolate(1 / np.array(list(halves), dtype=float), value, error)
    return Measurement(limit.value, limit.stderr, min(half.n or 0 for half in halves.values()))


def _half(rows: pd.DataFrame) -> Measurement | None:
    """Load at which the fraction fitted is 1/2, on lines between loads; None if it is at none.

    Its error is that of the fractions, at least 1 / (n + 2), over the slope of the line.
    """
    rows = rows.sort_values("load")
    load, share, n = (rows[name].to_numpy(float) for name in ("load", "value", "n"))
    falls = np.flatnonzero((share[:-1] >= 0.5) & (share[1:] < 0.5))
    if not len(falls):
        return None
    k = falls[0]
    slope = (share[k + 1] - share[k]) / (load[k + 1] - load[k])
    error = np.maximum(rows["stderr"].fillna(0).to_numpy(float), 1 / (n + 2))[k : k + 2].max()
    return Measurement(load[k] + (0.5 - share[k]) / slope, float(error / abs(slope)), int(n[k]))


def _ratios(
    tables: Tables,
    couplings: str,
    size: Literal["N", "C"],
    most: float = np.inf,
    least: float = -np.inf,
) -> list[Measurement]:
    """Largest stability at infinite size over the theory's, loads in (`least`, `most`].

    None of these: at the largest load.
    """
    rows = select(tables["perceptron_capacity"], couplings=couplings)
    found = select(rows, quantity="largest_stability")
    ratios = []
    inside = found[(found["load"] > least) & (found["load"] <= most)]
    if inside.empty:
        inside = found[found["load"] == found["load"].max()]
    for load in sorted(inside["load"].astype(float).unique()):
        limit = _limit(inside[inside["load"] == load], size)
        expected = value_of(rows, "theory_stability", load=load)
        ratios.append(Measurement(limit.value / expected, limit.stderr / expected, limit.n))
    return ratios


def _limit(rows: pd.DataFrame, size: Literal["N", "C"]) -> Measurement:
    """Value at infinite size by a line in 1 / size, with what the line may miss in its error."""
    rows = rows.sort_values(size)
    x, value, error = (rows[name].to_numpy(dtype=float) for name in (size, "value", "stderr"))
    # of two sizes nothing says what the line misses
    fit = extrapolate if len(x) < 3 else extrapolate_with_bias
    best = fit(1 / x, value, error)
    return Measurement(best.value, best.stderr, int(rows["n"].min()))
