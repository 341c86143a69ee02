"""Claims of fig5_attractors: basins of attraction."""

import numpy as np
import pandas as pd

from memgen.claims.manifold_memorization._shared import extrapolated
from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction, furthest_from_one
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def _basin_curves(tables: Tables) -> list[tuple[pd.DataFrame, float, float]]:
    """Curve R(t), t_c and t_o of each alpha_D."""
    curves = []
    for _, rows in tables["basin_radius"].groupby("alpha_D"):
        t_c, t_o = (value_of(rows, name) for name in ("collapse_time", "onset_time"))
        curves.append((select(rows, quantity="basin_radius").sort_values("t"), t_c, t_o))
    return curves


def radius_vanishes_at_onset(tables: Tables) -> Measurement:
    """Where R(t), continued from its last two points before t_o, vanishes, over t_o."""
    ratios = []
    for rows, _, t_o in _basin_curves(tables):
        t, R = (rows.loc[rows["t"] < t_o, name].to_numpy()[-2:] for name in ("t", "value"))
        ratios.append((t[1] - R[1] * (t[1] - t[0]) / (R[1] - R[0])) / t_o)
    return furthest_from_one(ratios)


def radius_meets_trajectory(tables: Tables) -> Measurement:
    """R(t), continued from its first two points above t_c down to t_c, over t_c."""
    ratios = []
    for rows, t_c, _ in _basin_curves(tables):
        t, R = (
            rows.loc[rows["t"] > t_c * (1 + 1e-9), name].to_numpy()[:2] for name in ("t", "value")
        )
        ratios.append((R[0] - (t[0] - t_c) * (R[1] - R[0]) / (t[1] - t[0])) / t_c)
    return furthest_from_one(ratios)


def radius_constant_below_collapse(tables: Tables) -> Measurement:
    """R(t) from the condensed random energy model over t_c, for t from t_c / 20 to .9 t_c."""
    theory = tables["basin_radius"]
    t_c = select(theory, quantity="collapse_time").set_index("alpha_D")["value"]
    rows = select(theory, quantity="basin_radius_condensed")
    return furthest_from_one(rows["value"] / rows["alpha_D"].map(t_c))


def half_return_radius(tables: Tables) -> Measurement:
    """Radius of half return over R(t) = t_c at the smallest t, extrapolated in 1/N."""
    basins = tables["basins"]
    alpha_D = float(basins["alpha_D"].iloc[0])
    t_c = value_of(tables["basin_radius"], "collapse_time", alpha_D=alpha_D)
    half = select(basins, quantity="half_return_radius")
    half = half[half["t"] == half["t"].min()].sort_values("N")
    limit = extrapolated(
        1 / half["N"].to_numpy(dtype=float), half["value"].to_numpy(), half["stderr"].to_numpy()
    )
    return Measurement(limit.value / t_c, limit.stderr / t_c, int(half["n"].min()))


def _traps_halfway(tables: Tables) -> pd.DataFrame:
    """Probability to return from the smallest R at the t nearest sqrt(t_c t_o), for each N."""
    basins = select(tables["basins"], quantity="return_probability")
    here = select(tables["basin_radius"], alpha_D=float(basins["alpha_D"].iloc[0]))
    t_c, t_o = (value_of(here, name) for name in ("collapse_time", "onset_time"))
    times = basins["t"].unique()
    halfway = times[np.argmin(np.abs(np.log(times) - np.log(t_c * t_o) / 2))]
    return basins[(basins["t"] == halfway) & (basins["R"] == basins["R"].min())].sort_values("N")


def traps_without_capture(tables: Tables) -> Measurement:
    """Probability that a data point is a trap between t_c and t_o, at the largest N."""
    return fraction(_traps_halfway(tables).iloc[-1])


def traps_in_the_limit(tables: Tables) -> Measurement:
    """Own weight at a pattern at the t nearest sqrt(t_c t_o), finite-size theory, largest N."""
    here = select(tables["basin_radius"], alpha_D=float(tables["basins"]["alpha_D"].iloc[0]))
    t_c, t_o = (value_of(here, name) for name in ("collapse_time", "onset_time"))
    weight = select(here, quantity="pattern_weight")
    weight = weight[weight["N"] == weight["N"].max()]
    return of_row(weight.loc[(np.log(weight["t"]) - np.log(t_c * t_o) / 2).abs().idxmin()])


def traps_grow_with_size(tables: Tables) -> Measurement:
    """Probability that a data point is a trap between t_c and t_o, largest minus smallest N."""
    rows = _traps_halfway(tables)
    return difference(fraction(rows.iloc[-1]), fraction(rows.iloc[0]))
