"""Claims of fig7_times: the three times against the latent dimension."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def ratio_of_times(tables: Tables) -> Measurement:
    """Ratio (t_g / t_c) / alpha_D at the smallest alpha_D, furthest from 1 (theory)."""
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    ratios = []
    for _, rows in select(times, along="alpha_D", alpha=alpha).groupby("activation"):
        smallest = float(rows["alpha_D"].min())
        at = rows[rows["alpha_D"] == smallest]
        t_c, t_g = (value_of(at, name) for name in ("collapse_time", "generalization_time"))
        ratios.append(t_g / t_c / smallest)
    return furthest_from_one(ratios)


def traps_above_collapse(tables: Tables) -> Measurement:
    """Simulated time at which half of the data are traps, largest N, over simulated t_c.

    Of the linear manifold at the same alpha_D; t_c at the N of its table, which is smaller than
    that of the traps, is above t_c at theirs.
    """
    traps = select(tables["basins"], quantity="trap_time")
    largest = traps.iloc[int(traps["N"].to_numpy().argmax())]
    linear = select(tables["fixed_size"], activation="linear")
    collapse = select(linear, quantity="collapse_time", kind="simulation")
    apart = (collapse["alpha_D"] - largest["alpha_D"]).abs().to_numpy()
    near = collapse.iloc[int(apart.argmin())]
    return quotient(of_row(largest), of_row(near))


def curved_minimum(tables: Tables) -> Measurement:
    """Simulated over predicted t_g of the curved manifolds, mean over alpha_D and activations."""
    rows = tables["best_times"]
    measured = select(rows, quantity="generalization_time", kind="simulation")
    predicted = select(rows, quantity="generalization_time_finite_size")
    return ratio_to_theory(measured, predicted, ["alpha_D", "activation"])


def simulated_ratio_of_times(tables: Tables) -> Measurement:
    """Simulated t_g / t_c over that of finite-size theory at the same N, P and D, mean over D.

    Of the activations, the one furthest from 1.
    """
    both = _ratios_of_times(tables)
    if both.empty:
        return Measurement(float("nan"), float("inf"))
    return worst_of(
        Measurement(
            float(rows["ratio"].mean()),
            float(np.linalg.norm(rows["error"])) / len(rows),
            int(rows["n_g"].min()),
        )
        for _, rows in both.groupby("activation")
    )


def minimum_inside_memorization(tables: Tables) -> Measurement:
    """Simulated t_g over simulated t_c at the same N, P and D, the largest of all."""
    best, fixed, on = _best(tables), tables["fixed_size"], ["activation", "N", "D", "P"]
    both = select(best, quantity="generalization_time", kind="simulation").merge(
        select(fixed, quantity="collapse_time", kind="simulation"), on=on, suffixes=("", "_c")
    )
    ratios = []
    for _, one in both.iterrows():
        ratio = one["value"] / one["value_c"]
        relative = np.hypot(one["stderr"] / one["value"], one["stderr_c"] / one["value_c"])
        ratios.append(Measurement(float(ratio), float(ratio * relative), int(one["n"])))
    return worst_of(ratios, 0.0)


def _ratios_of_times(tables: Tables) -> pd.DataFrame:
    """t_g / t_c over theory's, with errors, at each size of each activation that has both."""
    best, fixed = _best(tables), tables["fixed_size"]
    on = ["activation", "N", "D", "P"]
    both = _simulated_and_finite(best, "generalization_time", on).merge(
        _simulated_and_finite(fixed, "collapse_time", on), on=on, suffixes=("_g", "_c")
    )
    ratio = both["ratio_g"] / both["ratio_c"]
    error = ratio * np.hypot(both["relative_g"], both["relative_c"])
    return both.assign(ratio=ratio, error=error)


def _best(tables: Tables) -> pd.DataFrame:
    """Rows of the generalization times of all activations."""
    linear = tables["cross_entropy"].assign(activation="linear")
    return pd.concat([linear, tables["best_times"]])


def _simulated_and_finite(rows: pd.DataFrame, quantity: str, on: list[str]) -> pd.DataFrame:
    """Simulated over predicted values of a quantity with the relative error of their ratio."""
    simulated = select(rows, quantity=quantity, kind="simulation")
    predicted = select(rows, quantity=f"{quantity}_finite_size")
    both = simulated.merge(predicted, on=on, suffixes=("", "_theory"))
    relative = np.hypot(
        both["stderr"] / both["value"], both["stderr_theory"] / both["value_theory"]
    )
    return both[[*on, "n"]].assign(ratio=both["value"] / both["value_theory"], relative=relative)
