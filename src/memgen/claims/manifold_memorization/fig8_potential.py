"""Claims of fig8_potential: the potential's landscape."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

# Below this Sigma a bin holds no level in some of the draws, and its logarithm is biased.
FILLED = 0.05


def traps_at_collapse(tables: Tables) -> Measurement:
    """Fraction of data points that are traps at t_c, simulated minus finite-size theory."""
    return _excess(tables, "collapse_time")


def traps_at_onset(tables: Tables) -> Measurement:
    """The same at t_o."""
    return _excess(tables, "onset_time")


def traps_at_all_times(tables: Tables) -> Measurement:
    """The same at the time at which it is furthest from 0."""
    rows = select(tables["attractors"], quantity="trap_excess")
    return worst_of((of_row(one) for _, one in rows.iterrows()), target=0.0)


def entropy_of_levels(tables: Tables) -> Measurement:
    """D N (Sigma - theory) of a typical x_t, mean over levels; the regime furthest from 0.

    The saddle point neglects terms of relative order 1 / D in N Sigma.
    """
    rows = tables["potential"]
    both = select(rows, quantity="level_entropy", kind="simulation").merge(
        select(rows, quantity="level_entropy_binned"),
        on=["regime", "distance"],
        suffixes=("", "_theory"),
    )
    both = both[both["value_theory"] > FILLED]
    order = float(rows["D"].dropna().iloc[0] * rows["N"].dropna().iloc[0])
    gap, error = order * (both["value"] - both["value_theory"]), order * both["stderr"]
    return worst_of(
        (
            weighted_mean(gap[of.index], error[of.index], int(of["n"].min()))
            for _, of in both.groupby("regime")
        ),
        target=0.0,
    )


def _excess(tables: Tables, transition: str) -> Measurement:
    """Simulation minus theory of the same F at the time of the grid at which a transition lies."""
    rows = select(tables["attractors"], quantity="trap_excess")
    t = value_of(tables["attractors"], transition)
    distance = np.abs(np.log(rows["t"].to_numpy(float) / t))
    return of_row(rows.iloc[int(distance.argmin())])
