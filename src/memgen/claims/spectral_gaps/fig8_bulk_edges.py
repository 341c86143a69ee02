"""Claims of fig8_bulk_edges: edges of the bulks."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, ratio_to_theory, weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

EDGES = ("small_lower", "small_upper", "large_lower", "large_upper")


def edges_match(tables: Tables) -> Measurement:
    """Extreme eigenvalues over their mean at finite N, over all ratios, the worst edge."""
    drawn, finite, _ = _parts(tables)
    ratios = [
        ratio_to_theory(select(drawn, quantity=name), select(finite, quantity=name), ["ratio"])
        for name in EDGES
    ]
    return worst_of(ratios)


def shifts_match(tables: Tables) -> Measurement:
    """Inward shift of the extreme eigenvalues from the edge over theory's to order 1 / N, mean."""
    drawn, finite, limit = _parts(tables)
    on = ["quantity", "ratio"]
    chosen = drawn[drawn["quantity"].isin(EDGES)]
    both = chosen.merge(finite[[*on, "value"]], on=on, suffixes=("", "_finite"))
    edge = np.concatenate(
        [
            _at(select(limit, quantity=name), rows["ratio"])
            for name, rows in both.groupby("quantity")
        ]
    )
    both = both.sort_values("quantity", kind="stable")
    shift = both["value_finite"].to_numpy() - edge
    ratio = (both["value"].to_numpy() - edge) / shift
    return weighted_mean(ratio, both["stderr"].to_numpy() / np.abs(shift), int(both["n"].min()))


def merged_bulks_have_no_gap(tables: Tables) -> Measurement:
    """Step at rank m_2 of one variance over a spacing of one bulk, 1 / (N density), mean over N."""
    steps = select(tables["bulk_edges"], quantity="step_at", regime="merged")
    return ratio_to_theory(
        select(steps, kind="simulation"), select(steps, kind="theory"), ["regime", "N"]
    )


def cusp_exponent(tables: Tables) -> Measurement:
    """Exponent in N of the mean step at rank m_2 where the bulks merge."""
    steps = select(tables["bulk_edges"], quantity="step_at", regime="merging")
    return power_law(
        steps["N"].astype(float), steps["value"], steps["stderr"], int(steps["n"].sum())
    )


def _parts(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Drawn rows, theory at their N without repetitions, and the limit."""
    rows = tables["bulk_edges"]
    rows = rows[rows["quantity"] != "step_at"]
    theory = rows["kind"] == "theory"
    finite = rows[theory & rows["N"].notna()].drop_duplicates(["quantity", "ratio"])
    return rows[rows["kind"] == "simulation"], finite, rows[theory & rows["N"].isna()]


def _at(edge: pd.DataFrame, ratio: pd.Series) -> np.ndarray:
    """The limit's edge at other ratios, between its points on logarithmic scales."""
    line = edge.sort_values("ratio")
    x, y = (np.log(line[name].to_numpy(float)) for name in ("ratio", "value"))
    return np.exp(np.interp(np.log(ratio.to_numpy(float)), x, y))
