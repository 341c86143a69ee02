"""Claims of fig1_phases: three phases of the score's Jacobian."""

import numpy as np
import pandas as pd

from memgen.claims.rows import theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def _vertex(curve: pd.DataFrame) -> tuple[float, float]:
    """Where a curve over log t is highest, and how high: the parabola through three points."""
    ordered = curve.sort_values("t")
    log_t, y = np.log(ordered["t"].to_numpy(float)), ordered["value"].to_numpy(float)
    k = int(np.clip(y.argmax(), 1, len(y) - 2))
    a, b, c = np.polyfit(log_t[k - 1 : k + 2] - log_t[k], y[k - 1 : k + 2], 2)
    return float(np.exp(log_t[k] - b / (2 * a))), float(c - b**2 / (4 * a))


def phase_widest_time(tables: Tables) -> Measurement:
    """Noise variance t at which the intermediate gap is widest, over s_1 s_2."""
    rows = tables["phases"]
    t, _ = _vertex(select(rows, quantity="gap", direction="middle"))
    return Measurement(t / theory_value(rows, "widest_time"))


def phase_widest_gap(tables: Tables) -> Measurement:
    """Largest width of the intermediate gap, over (s_1 - s_2) / (s_1 + s_2)."""
    rows = tables["phases"]
    _, width = _vertex(select(rows, quantity="gap", direction="middle"))
    return Measurement(width / theory_value(rows, "widest_gap"))


def phase_opening_time(tables: Tables) -> Measurement:
    """Noise variance t at which the final gap is Delta wide, over s_2^2 (1 - Delta) / Delta."""
    rows = tables["phases"]
    expected = single(rows, quantity="opening_time")
    final = select(rows, quantity="gap", direction="final").sort_values("t")
    # the width falls with t
    log_t = np.interp(
        expected["threshold"], final["value"].to_numpy()[::-1], np.log(final["t"].to_numpy())[::-1]
    )
    return Measurement(float(np.exp(log_t) / expected["value"]))
