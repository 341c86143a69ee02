"""Claims of fig3_moment_matching: moment matching at t = 0 and t > 0."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


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
        residual = Measurement(float(ratio), error, int(last["n"]))
        worst = residual if worst is None or residual.value > worst.value else worst
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
    return only_row(last.loc[[last["value"].idxmin()]])


def starts_that_end_on_data(tables: Tables) -> Measurement:
    """Fraction of random starts that end on data after the last step, largest load and N."""
    rows = _learning(tables, "fraction_on_data", 0.0)
    last = rows[(rows["step"] == rows["step"].max()) & (rows["load"] == rows["load"].max())]
    return only_row(last)
