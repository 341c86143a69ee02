"""Claims of fig2_collapse_time: collapse time of the linear manifold."""

from memgen.claims.manifold_memorization._shared import slope
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def slope_linear(tables: Tables) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D at small alpha_D, linear manifold (theory)."""
    return slope(tables, "linear")


def exponent(tables: Tables) -> Measurement:
    """D times the measured exponent of t_c in P, mean over D = 2 and 3.

    There P^(2/D) is so large that the exponent of finite P is -2/D to a part in a thousand.
    """
    rows = select(tables["point_ladder"], quantity="exponent")
    rows = rows[rows["D"] <= 3]
    return weighted_mean(
        rows["D"] * rows["value"], rows["D"] * rows["stderr"], int(rows["n"].min())
    )


def exponent_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Measured over predicted exponent of t_c in P, mean over D."""
    ladder = tables["point_ladder"]
    predicted = select(ladder, quantity="exponent_finite_size")
    return ratio_to_theory(select(ladder, quantity="exponent"), predicted, ["D"])


def collapse_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Simulated over predicted t_c at the same N, P and D, mean over D."""
    rows = select(tables["fixed_size"], activation="linear")
    simulated = select(rows, quantity="collapse_time", kind="simulation")
    return ratio_to_theory(simulated, select(rows, quantity="collapse_time_finite_size"), ["D"])
