"""Claims of arXiv:2410.05898, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def _theory(rows: pd.DataFrame, quantity: str, **at: Any) -> float:
    return float(select(rows, quantity=quantity, kind="theory", **at)["value"].iloc[0])


def _vertex(curve: pd.DataFrame) -> tuple[float, float]:
    """Where a curve over log t is highest, and how high: the parabola through three points."""
    ordered = curve.sort_values("t")
    log_t, y = np.log(ordered["t"].to_numpy(float)), ordered["value"].to_numpy(float)
    k = int(np.clip(y.argmax(), 1, len(y) - 2))
    a, b, c = np.polyfit(log_t[k - 1 : k + 2] - log_t[k], y[k - 1 : k + 2], 2)
    return float(np.exp(log_t[k] - b / (2 * a))), float(c - b**2 / (4 * a))


def phase_widest_time(tables: Tables) -> Measurement:
    """T at which the intermediate gap is widest, over s_1 s_2."""
    rows = tables["phases"]
    t, _ = _vertex(select(rows, quantity="gap", direction="middle"))
    return Measurement(t / _theory(rows, "widest_time"))


def phase_widest_gap(tables: Tables) -> Measurement:
    """Its width there, over (s_1 - s_2) / (s_1 + s_2)."""
    rows = tables["phases"]
    _, width = _vertex(select(rows, quantity="gap", direction="middle"))
    return Measurement(width / _theory(rows, "widest_gap"))


def phase_opening_time(tables: Tables) -> Measurement:
    """T at which the final gap reaches the threshold, over s_2^2 (1 - Delta) / Delta."""
    rows = tables["phases"]
    expected = select(rows, quantity="opening_time").iloc[0]
    final = select(rows, quantity="gap", direction="final").sort_values("t")
    # the width falls with t
    log_t = np.interp(
        expected["threshold"], final["value"].to_numpy()[::-1], np.log(final["t"].to_numpy())[::-1]
    )
    return Measurement(float(np.exp(log_t) / expected["value"]))


def exact_spectra_match(tables: Tables) -> Measurement:
    """Largest Kolmogorov distance over the panels."""
    rows = select(tables["exact_spectra"], quantity="kolmogorov_distance")
    worst = rows.loc[rows["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def gap_moves_with_the_order(tables: Tables) -> Measurement:
    """Rank of the largest drop at t = .1, swapped law minus first: m_1 - m_2."""
    rows = select(tables["trained_spectra"], quantity="largest_drop_rank")
    found = []
    for law in ("descending", "swapped"):
        found.append(select(rows, law=law, t=0.1).iloc[0])
    first, second = found
    return Measurement(
        float(second["value"] - first["value"]),
        float(np.hypot(first["stderr"], second["stderr"])),
        int(first["n"]),
    )


def training_near_its_optimum(tables: Tables) -> Measurement:
    """Last recorded loss over its optimum, the worst law."""
    rows = tables["trained_spectra"]
    ratios = []
    for law in rows["law"].unique():
        at = rows[rows["law"] == law]
        last = select(at, quantity="loss").sort_values("step")["value"].iloc[-1]
        ratios.append(float(last / select(at, quantity="optimum")["value"].iloc[0]))
    return Measurement(max(ratios), n=1)  # one network of each law


def network_broadens_the_spike(tables: Tables) -> Measurement:
    """Width of the network's singular values off the manifold, smallest t: 0 in theory."""
    rows = select(tables["trained_spectra"], quantity="spike_width")
    at = rows[rows["law"] == "descending"].sort_values("t").iloc[0]
    return Measurement(float(at["value"]), float(at["stderr"]), int(at["n"]))


def trivial_phase(tables: Tables) -> Measurement:
    """Singular values below half the largest at the largest t."""
    return _image_dimensions(tables)[-1]


def coverage_phase(tables: Tables) -> Measurement:
    """Their number at the t nearest .3 over that at the smallest t."""
    rows = select(tables["image_spectra"], quantity="tangent_dimension").sort_values("t")
    middle = int(np.abs(np.log(rows["t"] / 0.3)).to_numpy().argmin())
    found = _image_dimensions(tables)
    return _quotient(found[middle], found[0])


def consolidation_phase(tables: Tables) -> Measurement:
    """Their number at the smallest t over that at the t nearest ten times it."""
    rows = select(tables["image_spectra"], quantity="tangent_dimension").sort_values("t")
    later = int(np.abs(np.log(rows["t"] / (10 * rows["t"].min()))).to_numpy().argmin())
    found = _image_dimensions(tables)
    return _quotient(found[0], found[later])


def _image_dimensions(tables: Tables) -> list[Measurement]:
    rows = select(tables["image_spectra"], quantity="tangent_dimension").sort_values("t")
    return [Measurement(float(at.value), float(at.stderr), int(at.n)) for at in rows.itertuples()]


def _quotient(one: Measurement, other: Measurement) -> Measurement:
    if other.value == 0:
        return Measurement(float("nan"), float("inf"), one.n)
    ratio = one.value / other.value
    error = np.hypot(one.stderr, ratio * other.stderr) / other.value
    return Measurement(float(ratio), float(error), one.n)


def tangent_dimension(tables: Tables) -> Measurement:
    """Fraction of points at which the gap gives the dimension of the manifold."""
    at = select(tables["curved"], quantity="dimension_recovered").iloc[0]
    points = _theory(tables["curved"], "probes") * int(at["n"])
    return Measurement(float(at["value"]), float(max(at["stderr"], 1 / points)), int(at["n"]))


def tangent_values_vanish(tables: Tables) -> Measurement:
    """Exponent of the mean singular value along the manifold against t <= 1e-3, furthest from 1."""
    rows = select(tables["curved"], quantity="vanishing_exponent")
    worst = rows.loc[(rows["value"] - 1).abs().idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def tangent_map(tables: Tables) -> Measurement:
    """Singular value along the manifold over the tangent map's, smallest t, furthest from 1."""
    rows = select(tables["curved"], quantity="ratio_to_tangent_map")
    first = rows[rows["t"] == rows["t"].min()]
    worst = first.loc[(first["value"] - 1).abs().idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def widest_time(tables: Tables) -> Measurement:
    """T at which drawn manifolds' intermediate gap is widest, over sqrt(g_1 g_2)."""
    return _over_theory(tables, "widest_time")


def widest_gap(tables: Tables) -> Measurement:
    """Its width over (sqrt g_1 - sqrt g_2) / (sqrt g_1 + sqrt g_2)."""
    return _over_theory(tables, "widest_gap")


def _over_theory(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["gap_opening"], quantity=quantity)
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["gap"])


def merging_ratio(tables: Tables) -> Measurement:
    """s_2^2 / s_1^2 at which the bulks merge (theory)."""
    return Measurement(_theory(tables["bulk_edges"], "merging_ratio"))


def edges_match(tables: Tables) -> Measurement:
    """Extreme eigenvalues of drawn manifolds over the edge, mean over ratios, the worst edge."""
    rows = tables["bulk_edges"]
    found = []
    for name in ("small_lower", "small_upper", "large_lower", "large_upper"):
        theory = select(rows, quantity=f"{name}_there")
        simulated = select(rows, quantity=name, kind="simulation")
        found.append(ratio_to_theory(simulated, theory, ["ratio"]))
    return max(found, key=lambda ratio: abs(ratio.value - 1))


def network_spectrum_matches(tables: Tables) -> Measurement:
    """Largest difference of a network's singular value to the exact score's, all laws and t."""
    rows = select(tables["trained_spectra"], quantity="singular_value")
    both = select(rows, score="network").merge(
        select(rows, score="exact"), on=["law", "t", "rank"], suffixes=("", "_exact")
    )
    worst = both.loc[(both["value"] - both["value_exact"]).abs().idxmax()]
    gap = abs(float(worst["value"] - worst["value_exact"]))
    return Measurement(gap, float(worst["stderr"]), int(worst["n"]))
