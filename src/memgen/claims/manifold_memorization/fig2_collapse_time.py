"""Claims of fig2_collapse_time: collapse time of the linear manifold."""

import numpy as np

from memgen.claims.manifold_memorization._shared import slope
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def slope_linear(tables: Tables) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D at small alpha_D, linear manifold (theory)."""
    return slope(tables, "linear")


def exponent(tables: Tables) -> Measurement:
    """Measured exponent of t_c in P over that of 1 / (P^(2/D) - 1), the D furthest from 1.

    Between the same two P as the measured one; it tends to -2/D as these grow.
    """
    ladder = tables["point_ladder"]
    P = np.sort(select(ladder, quantity="collapse_time", kind="simulation")["P"].unique())
    ends = np.log([P[len(P) // 2 - 1], P[-1]])
    ratios = []
    for _, one in select(ladder, quantity="exponent").iterrows():
        steepness = float(np.diff(np.log(np.expm1(2 / one["D"] * ends)))[0] / np.diff(ends)[0])
        ratios.append(
            Measurement(-one["value"] / steepness, one["stderr"] / steepness, int(one["n"]))
        )
    return worst_of(ratios)


def exponent_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Measured over predicted exponent of t_c in P, the D furthest from 1."""
    ladder = tables["point_ladder"]
    measured = select(ladder, quantity="exponent")
    predicted = select(ladder, quantity="exponent_finite_size")
    return worst_of(ratio_to_theory(of, predicted, ["D"]) for _, of in measured.groupby("D"))


def collapse_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Simulated over predicted t_c at the same N, P and D, mean over D."""
    rows = select(tables["fixed_size"], activation="linear")
    simulated = select(rows, quantity="collapse_time", kind="simulation")
    return ratio_to_theory(simulated, select(rows, quantity="collapse_time_finite_size"), ["D"])
