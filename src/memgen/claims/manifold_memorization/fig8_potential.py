"""Claims of fig8_potential: the potential's landscape."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

# Below this Sigma a bin holds no level in some of the draws, and its logarithm is biased.
FILLED = 0.05


def bulk_is_left_at_collapse(tables: Tables) -> Measurement:
    """Log weight of the bulk over the own point, per coordinate, with the sign that it should have.

    The smaller of its value at t_c < t < t_o, where the bulk carries the weight, and minus its
    value at t < t_c, where the own point does. The bulk has max(Sigma(d) - d / 2t), the own point,
    at d = t, -1/2. Sigma is the saddle point's plus what simulation differs from it in its bin of
    the distance nearest the maximum (the bins alone are too wide).
    """
    rows = tables["potential"]
    margins = []
    for regime, sign in (("between", 1), ("below_collapse", -1)):
        of = rows[rows["regime"] == regime]
        theory = select(of, quantity="level_entropy_finite_size")
        bulk = theory["value"] - theory["distance"] / (2 * theory["t"])
        place = float(theory["distance"].iloc[int(bulk.to_numpy().argmax())])
        binned = select(of, quantity="level_entropy_binned")
        filled = binned[binned["value"] > FILLED]
        nearest = filled.iloc[int((filled["distance"] - place).abs().to_numpy().argmin())]
        seen = select(of, quantity="level_entropy", kind="simulation")
        apart = (seen["distance"] - nearest["distance"]).abs().to_numpy()
        seen = seen.iloc[int(apart.argmin())]
        weight = float(bulk.max()) + 0.5 + float(seen["value"] - nearest["value"])
        margins.append(Measurement(sign * weight, float(seen["stderr"]), int(seen["n"])))
    return worst_of(margins, target=1.0)


def traps_at_onset(tables: Tables) -> Measurement:
    """Fraction of data points that are traps at t_o, simulated minus finite-size theory."""
    rows = select(tables["attractors"], quantity="trap_excess")
    t_o = value_of(tables["attractors"], "onset_time")
    distance = np.abs(np.log(rows["t"].to_numpy(float) / t_o))
    return of_row(rows.iloc[int(distance.argmin())])


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
