"""Claims of app_a6_exact_minima: minima of the exact energy."""

import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

EARLY, LATE = 0.0025, 0.005  # t without, and with, spurious minima of nine points


def no_spurious_minima_early(tables: Tables) -> Measurement:
    """Most minima of nine points farther than .05 from all of them, over t <= .0025."""
    rows = _spurious(tables, 9)
    return Measurement(float(rows[rows["t"] <= EARLY]["value"].max()))


def spurious_minima_later(tables: Tables) -> Measurement:
    """Fewest minima of nine points farther than .05 from all of them, over t >= .005."""
    rows = _spurious(tables, 9)
    return Measurement(float(rows[rows["t"] >= LATE]["value"].min()))


def two_points_have_no_spurious_minima(tables: Tables) -> Measurement:
    """Most minima of two points farther than .05 from both, over t <= .25."""
    rows = _spurious(tables, 2)
    return Measurement(float(rows[rows["t"] <= 0.25]["value"].max()))


def barrier_formula(tables: Tables) -> Measurement:
    """Barrier of an even ring over (4/beta) I_K / I_0 where that is below .1 of 1/beta."""
    rows = tables["toy_minima"]
    both = select(rows, quantity="barrier_found").merge(
        select(rows, quantity="barrier"), on=["K", "t"], suffixes=("", "_formula")
    )
    # 1/beta = 2t; below 1e-11 the difference of two energies is rounding
    small = (both["value_formula"] < 0.2 * both["t"]) & (both["value_formula"] > 1e-11)
    return furthest_from_one((both["value"] / both["value_formula"])[small])


def roughness_formula(tables: Tables) -> Measurement:
    """Measured over predicted variance of random rings, weighted over t, the largest K."""
    rows = select(tables["toy_minima"], quantity="ring_variance")
    rows = rows[rows["K"] == rows["K"].max()]
    return ratio_to_theory(select(rows, kind="simulation"), select(rows, kind="theory"), ["t"])


def _spurious(tables: Tables, K: int) -> pd.DataFrame:
    """Numbers of minima farther than .05 from all of the first K points, against t."""
    return select(tables["toy_minima"], quantity="spurious", K=K)
