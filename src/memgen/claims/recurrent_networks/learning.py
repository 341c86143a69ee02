"""Claims of fig3, fig4 and fig8: moment matching, unlearning and the moment theorem."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.recurrent_networks.single_row import single_row
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def _learning(tables: Tables, quantity: str, t: float) -> pd.DataFrame:
    """The rows of the largest N at this t, sorted by step."""
    rows = tables["moment_matching"]
    rows = rows[(rows["quantity"] == quantity) & (rows["t"] == t)]
    return rows[rows["N"] == rows["N"].max()].sort_values("step")


def _last_over_first(tables: Tables, t: float) -> Measurement:
    """Residual after the last step over that of Hebb's couplings, the load where it is largest."""
    worst = None
    for _, rows in _learning(tables, "residual", t).groupby("load"):
        first, last = rows.iloc[0], rows.iloc[-1]
        if not first["value"] > 3 * first["stderr"]:
            continue  # nothing to match: Hebb's moments are the data's already
        ratio = last["value"] / first["value"]
        # the residual is positive: where it vanished in all draws its error is not 0
        error = max(last["stderr"], 1e-3) / first["value"]
        error = float(np.hypot(error, ratio * first["stderr"] / first["value"]))
        found = Measurement(float(ratio), error, int(last["n"]))
        worst = found if worst is None or found.value > worst.value else worst
    return worst if worst is not None else Measurement(float("nan"), float("inf"))


def residual_at_zero_t(tables: Tables) -> Measurement:
    """Last over first residual at t = 0, the worst load, largest N."""
    return _last_over_first(tables, 0.0)


def residual_at_positive_t(tables: Tables) -> Measurement:
    """Last over first residual at t > 0, the worst load."""
    return _last_over_first(tables, float(tables["moment_matching"]["t"].max()))


def patterns_become_stable(tables: Tables) -> Measurement:
    """Smallest stability after the last step at t = 0, the worst load, largest N."""
    rows = _learning(tables, "smallest_stability", 0.0)
    last = rows[rows["step"] == rows["step"].max()]
    return single_row(last.loc[[last["value"].idxmin()]])


def starts_that_end_on_data(tables: Tables) -> Measurement:
    """Fraction of random starts that end on data after the last step, largest load and N."""
    rows = _learning(tables, "fraction_on_data", 0.0)
    last = rows[(rows["step"] == rows["step"].max()) & (rows["load"] == rows["load"].max())]
    return single_row(last)


def dream_points_of_the_table(tables: Tables) -> Measurement:
    """|D eps / N - published| at N = 100, the largest of all points and loads."""
    return _from_the_table(tables, lambda N: N == 100)


def dream_points_of_larger_networks(tables: Tables) -> Measurement:
    """The same at larger N."""
    return _from_the_table(tables, lambda N: N > 100)


def _from_the_table(tables: Tables, wanted: Any) -> Measurement:
    rows = select(tables["dreams"], quantity="dream_point")
    both = rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "published"], on=["N", "load", "rule"], suffixes=("", "_published")
    )
    both = both[wanted(both["N"])]
    if both.empty:
        # a run at sizes that are not in the table measures nothing of it
        return Measurement(float("nan"), float("inf"))
    miss = (both["value"] - both["value_published"]).abs()
    worst = both.loc[miss.idxmax()]
    return Measurement(float(miss.max()), float(worst["stderr"]), int(worst["n"]))


def all_patterns_stable_between(tables: Tables) -> Measurement:
    """Smallest stability at its maximum over dreams, the largest load of the points, smallest N."""
    rows = tables["dreams"]
    loads = select(rows, quantity="dream_point")["load"]
    at = select(
        rows, quantity="smallest_stability", N=int(rows["N"].min()), load=float(loads.max())
    )
    return single_row(at.loc[[at["value"].idxmax()]])


def theorem_for_random_data(tables: Tables) -> Measurement:
    """Of all matched draws with P < N, the fraction whose minima are the data."""
    rows = select(tables["moment_theorem"], quantity="minima_are_data")
    n = int(rows["n"].sum())
    share = float((rows["value"] * rows["n"]).sum() / n)
    return Measurement(share, max(np.sqrt(share * (1 - share) / n), 1 / (n + 2)), n)


def counterexample_moments(tables: Tables) -> Measurement:
    """Largest difference of the second moments of data and minima: N = 8."""
    return single_row(select(tables["moment_theorem"], quantity="moment_difference"))


def counterexample_minima(tables: Tables) -> Measurement:
    """Number of its minima that are no data."""
    return single_row(select(tables["moment_theorem"], quantity="minima_not_data"))
