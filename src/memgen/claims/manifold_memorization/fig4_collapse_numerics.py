"""Claims of fig4_collapse_numerics: collapse in simulations and on real digits."""

import numpy as np

from memgen.claims.manifold_memorization._shared import extrapolated
from memgen.claims.rows import quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def crossing_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Weighted mean over the ladder of simulated over predicted collapse time at the same N."""
    simulated = select(tables["collapse"], quantity="collapse_time", kind="simulation")
    predicted = select(tables["finite_size"], quantity="collapse_time")
    return ratio_to_theory(simulated, predicted, ["N"])


def crossing_tends_to_collapse_time(tables: Tables) -> Measurement:
    """Collapse time of the finite-size theory at its largest N, extrapolated, over t_c."""
    t_c = value_of(tables["collapse"], "collapse_time", kind="theory")
    rows = select(tables["finite_size"], quantity="collapse_time")
    limit = extrapolated(
        1 / rows["N"].to_numpy(dtype=float), rows["value"].to_numpy(), rows["stderr"].to_numpy()
    )
    return Measurement(limit.value / t_c, limit.stderr / t_c, int(rows["n"].min()))


def weight_at_collapse(tables: Tables) -> Measurement:
    """Simulated own weight at t_c less that of finite-size theory at the same N, mean over N."""
    both = select(tables["collapse"], quantity="weight_at_collapse").merge(
        select(tables["finite_size"], quantity="weight_at_collapse"),
        on="N",
        suffixes=("", "_theory"),
    )
    error = np.hypot(both["stderr"], both["stderr_theory"])
    return weighted_mean(both["value"] - both["value_theory"], error, int(both["n"].min()))


def weight_at_collapse_tends_to_half(tables: Tables) -> Measurement:
    """Own weight at t_c of the finite-size theory: a parabola in N^(-1/2), at 0."""
    rows = select(tables["finite_size"], quantity="weight_at_collapse")
    if len(rows) < 3:
        return Measurement(float("nan"), float("inf"))
    root = rows["N"].to_numpy(dtype=float) ** -0.5
    limit = extrapolate(root, rows["value"].to_numpy(), rows["stderr"].to_numpy(), degree=2)
    return Measurement(limit.value, limit.stderr, int(rows["n"].min()))


def dimension_of_digits(tables: Tables) -> Measurement:
    """Dimension from the collapse time against P, over the two neighbours' mean at the same P."""
    points = tables["points"]
    neighbours = select(points, quantity="neighbour_dimension")["value"].to_numpy(float)
    scatter = neighbours.std(ddof=1) / np.sqrt(len(neighbours))
    mean = Measurement(float(neighbours.mean()), float(scatter), len(neighbours))
    fit = single(points, quantity="effective_dimension")
    return quotient(Measurement(float(fit["value"]), float(fit["stderr"])), mean)
