"""Claims of fig10 and fig11: what features learn of a mixture, and what they generate."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.combine import worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def gain_rises_at_outlier_time(tables: Tables) -> Measurement:
    """Tau at which the gain along m rises fastest in log tau, over tau_out."""
    rows = tables["outlier_timescale"]
    rise = select(rows, quantity="rise_time", kind="simulation")
    tau_out = select(rows, quantity="tau_out")
    return worst_ratio(rise, tau_out, ["signal"], "signal")


def gain_rises_when_theory_says(tables: Tables) -> Measurement:
    """The same tau over that at which the predicted gain rises fastest."""
    rows = tables["outlier_timescale"]
    rise = select(rows, quantity="rise_time")
    return worst_ratio(
        select(rise, kind="simulation"), select(rise, kind="theory"), ["signal"], "signal"
    )


def gain_matches_theory(tables: Tables) -> Measurement:
    """Gain of real features over theory along m, tau over tau_out, the worst |m|^2."""
    rows = tables["outlier_timescale"]
    gain = select(rows, quantity="gain", direction="along")
    tau_out = select(rows, quantity="tau_out").set_index("signal")["value"]
    late = gain[gain["tau"] > gain["signal"].map(tau_out)]
    simulated, theory = select(late, kind="simulation"), select(late, kind="theory")
    found = []
    for _, at in simulated.groupby("signal"):
        # the tau of one draw are not independent: their mean error, not error over sqrt(count)
        both = at.merge(theory, on=["signal", "tau"], suffixes=("", "_theory"))
        ratio = both["value"] / both["value_theory"]
        error = (both["stderr"] / both["value_theory"]).mean()
        found.append(Measurement(float(ratio.mean()), float(error), int(at["n"].min())))
    return max(found, key=lambda ratio: abs(ratio.value - 1))


def _generated(tables: Tables, regime: str, quantity: str) -> pd.Series:
    """The row of the longest trained features on the finest time grid."""
    rows = select(tables["separation"], regime=regime, quantity=quantity, score="features")
    return rows.sort_values(["steps", "tau"]).iloc[-1]


def _of_row(row: pd.Series, scale: float = 1.0) -> Measurement:
    return Measurement(float(row["value"] / scale), float(row["stderr"] / scale), int(row["n"]))


def _with_sampling_noise(
    tables: Tables, regime: str, quantity: str, variance: float
) -> Measurement:
    """Error no smaller than that of so many samples: three draws may agree by chance."""
    row = _generated(tables, regime, quantity)
    samples = float(_generated(tables, regime, "memorised_fraction")["samples"])
    error = np.hypot(float(row["stderr"]), np.sqrt(variance / samples))
    return Measurement(float(row["value"]), float(error), int(row["n"]))


def close_mixture_is_unimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, of 3 bins' means, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "central_density", 3.0)


def separated_mixture_is_bimodal(tables: Tables) -> Measurement:
    """The same for |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "central_density", 3.0)


def kurtosis_of_close_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "kurtosis", 24.0)


def kurtosis_of_separated_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "kurtosis", 24.0)


def variance_across_close_mixture(tables: Tables) -> Measurement:
    """Variance across m over its exact value, |m| of order 1."""
    return _variance_across(tables, "close")


def variance_across_separated_mixture(tables: Tables) -> Measurement:
    """The same for |m| of order sqrt d."""
    return _variance_across(tables, "separated")


def _variance_across(tables: Tables, regime: str) -> Measurement:
    exact = select(tables["separation"], regime=regime, quantity="variance_across", kind="theory")
    return _of_row(_generated(tables, regime, "variance_across"), float(exact["value"].iloc[0]))


def variance_across_falls_with_training(tables: Tables) -> Measurement:
    """Variance across m at the first training time over that at the last, the smaller ratio."""
    found = []
    for regime in ("close", "separated"):
        rows = select(
            tables["separation"], regime=regime, quantity="variance_across", score="features"
        )
        ends = rows[rows["steps"] == rows["steps"].max()].sort_values("tau")
        first, last = ends.iloc[0], ends.iloc[-1]
        ratio = float(first["value"] / last["value"])
        relative = np.hypot(first["stderr"] / first["value"], last["stderr"] / last["value"])
        found.append(Measurement(ratio, float(ratio * relative), int(first["n"])))
    return min(found, key=lambda ratio: ratio.value)


def features_do_not_memorise(tables: Tables) -> Measurement:
    """Memorised fraction of the generated samples, the larger of the two mixtures."""
    rows = [_generated(tables, regime, "memorised_fraction") for regime in ("close", "separated")]
    worst = max(rows, key=lambda row: row["value"])
    # where no sample is memorised the bootstrap has no error: it is about 1 over their number
    error = max(float(worst["stderr"]), 1 / float(worst["samples"]))
    return Measurement(float(worst["value"]), error, int(worst["n"]))
