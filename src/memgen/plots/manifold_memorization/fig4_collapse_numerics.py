"""Collapse in simulations: weights against t, their scaling, crossings, and real data."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    literal,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.statistics.finite_size_fit import CROSSING_TERMS, WEIGHT_TERMS, Term, fit_sizes
from memgen.tables.read import select, value_of

LARGE_N = ("0.55", "0.75")  # greys of the sizes that only finite-size theory reaches
# The real data, Gaussian points of their covariance, and isotropic ones of known dimension.
DATA, GAUSSIAN, KNOWN = "#D55E00", "#0072B2", "0.35"
NAMES = {"digits": "8 x 8 digits", "mnist_5k": "MNIST"}
NOTICED = {"equal_points": "equal", "outliers": "outliers", "near_copies": "near copies"}


def draw(tables: dict[str, Any]) -> Figure:
    """Weight against t and scaled, its value at t_c, crossings; real data and their controls."""
    collapse, finite, points = tables["collapse"], tables["finite_size"], tables["points"]
    names = list(dict.fromkeys(points["data"]))
    figure = new_figure(7.0, 6.4)
    parts: Any = figure.subfigures(2, 1, height_ratios=[1, 2.1])
    upper, lower = parts
    first = upper.subplots(1, 4)
    _weight(first[0], collapse, finite)
    _scaled(first[1], collapse, finite)
    _at_collapse(first[2], collapse, finite)
    _crossings(first[3], collapse, finite)
    second = lower.subplot_mosaic(
        [
            [*(f"t {name}" for name in names), "summary"],
            [*(f"D {name}" for name in names), "summary"],
        ],
        width_ratios=[*(1 for _ in names), 0.9],
    )
    near = points["quantity"].str.startswith("neighbour_dimension")
    highest = float(points.loc[near, "value"].max())
    bars = points[points["quantity"].str.startswith("local_dimension")]
    ends = (bars["value"] + bars["stderr"].fillna(0)).replace(np.inf, np.nan)
    # room for all bars but those as long as the axis
    room = max(1.35 * highest, 1.05 * float(ends[ends < 2 * highest].max()))
    for k, name in enumerate(names):
        rows = points[points["data"] == name]
        _real_times(second[f"t {name}"], rows, first=k == 0)
        _dimensions(second[f"D {name}"], rows, room, first=k == 0)
    _summary(second["summary"], points, names)
    summary = second.pop("summary")
    letter_panels([*first, *second.values(), summary])
    return figure


def _sizes(collapse: pd.DataFrame) -> list[tuple[float, Any]]:
    """Simulated N with their colours."""
    drawn = select(collapse, kind="simulation", quantity="own_weight")
    sizes = sorted(float(N) for N in drawn["N"].unique())
    return list(zip(sizes, sequence_colours(len(sizes)), strict=True))


def _theory_sizes(collapse: pd.DataFrame, finite: pd.DataFrame) -> list[tuple[float, Any]]:
    """The simulated N with their colours, and two larger ones in grey."""
    sizes = _sizes(collapse)
    larger = sorted(float(N) for N in finite["N"].unique() if sizes[-1][0] < N)
    chosen = larger[1:][-2:] if len(larger) > 2 else larger
    return [*sizes, *zip(chosen, LARGE_N, strict=False)]


def _weight(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    t_c = value_of(collapse, "collapse_time", kind="theory")
    limit = select(collapse, quantity="own_weight", kind="theory")
    theory_line(panel, limit, "t", color="k", lw=1)
    for N, colour in _theory_sizes(collapse, finite):
        rows = finite[(finite["quantity"] == "own_weight") & (finite["N"] == N)]
        if len(rows):
            smooth_line(panel, rows, "t", color=colour, lw=0.8, scale="linear")
    for N, colour in _sizes(collapse):
        simulated = select(collapse, quantity="own_weight", kind="simulation", N=float(N))
        simulation_points(panel, simulated, "t", color=colour, ms=2)
    panel.axvline(t_c, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.set(xscale="log", xlabel="$t$", ylabel="own-pattern weight")
    panel.set_xticks([0.2, 0.5, 1, 2], labels=["0.2", "0.5", "1", "2"])
    panel.minorticks_off()
    for N, colour in _theory_sizes(collapse, finite):
        mark = "o" if N in dict(_sizes(collapse)) else None
        panel.plot([], [], color=colour, marker=mark, ms=2, lw=0.8, label=f"{N:g}")
    panel.plot([], [], color="k", lw=1, label=r"$\infty$")
    panel.legend(
        title="$N$",
        title_fontsize=6,
        fontsize=5.5,
        loc="upper right",
        borderpad=0,
        labelspacing=0.2,
        handlelength=1,
        bbox_to_anchor=(1.06, 1.0),
    )
    panel.text(t_c, 1.02, "$t_c$", ha="center", va="bottom", transform=panel.get_xaxis_transform())


def _scaled(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """Weight against sqrt(N) log(t / t_c): all curves cross at t_c and approach one."""
    t_c = value_of(collapse, "collapse_time", kind="theory")

    def scaled(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(u=np.sqrt(rows["N"].astype(float)) * np.log(rows["t"] / t_c))

    theory_line(panel, select(collapse, quantity="own_weight_scaling"), "u", color="k", lw=1)
    for N, colour in _theory_sizes(collapse, finite):
        rows = finite[(finite["quantity"] == "own_weight") & (finite["N"] == N)]
        if len(rows):
            ordered = scaled(rows).sort_values("u")
            fine = np.linspace(ordered["u"].iloc[0], ordered["u"].iloc[-1], 200)
            cubic = np.polynomial.Chebyshev.fit(ordered["u"], ordered["value"], 7)
            panel.plot(fine, cubic(fine), color=colour, lw=0.8)
            # the draws of F and x_t, one set for all of a curve, move it as a whole
            error = np.interp(fine, ordered["u"], ordered["stderr"])
            band = {"color": colour, "alpha": 0.25, "lw": 0}
            panel.fill_between(fine, cubic(fine) - error, cubic(fine) + error, **band)
    for N, colour in _sizes(collapse):
        simulated = select(collapse, quantity="own_weight", kind="simulation", N=float(N))
        simulation_points(panel, scaled(simulated), "u", color=colour, ms=2)
    panel.axvline(0, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.plot([float(collapse["u"].min()), 0], [0.5, 0.5], color="0.6", lw=0.6, ls=":", zorder=0)
    panel.set(xlabel=r"$\sqrt{N}\,\log(t/t_c)$")
    panel.set_xticks([-5, 0, 5])


def _at_collapse(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """The weight at t_c against N^(-1/2), on its way to 1/2."""
    rows = select(finite, quantity="weight_at_collapse")
    _open_points(panel, rows.assign(root=rows["N"] ** -0.5), "root", "0.3", "theory")
    _extrapolation(panel, rows, WEIGHT_TERMS, lambda N: N**-0.5, "0.3")
    simulated = select(collapse, quantity="weight_at_collapse")
    simulated = simulated.assign(root=simulated["N"].astype(float) ** -0.5)
    simulation_points(panel, simulated, "root", color="#D55E00", ms=3, label="simulation")
    panel.plot(0, 0.5, "*", color="k", ms=7, clip_on=False, zorder=5)
    panel.set(xlabel=r"$N^{-1/2}$", ylabel="weight at $t_c$", ylim=(0.48, 0.62))
    panel.set_xlim(0, 0.25)
    panel.legend(loc="lower right", fontsize=6)


def _crossings(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """Where the mean own weight crosses 1/2, against 1/N."""
    t_c = value_of(collapse, "collapse_time", kind="theory")
    theory = select(finite, quantity="collapse_time").assign(inverse=lambda rows: 1 / rows["N"])
    _open_points(panel, theory, "inverse", "0.3", "theory")
    _extrapolation(panel, theory, CROSSING_TERMS, lambda N: N**-1.0, "0.3")
    simulated = select(collapse, quantity="collapse_time", kind="simulation")
    simulated = simulated.assign(inverse=1 / simulated["N"])
    simulation_points(panel, simulated, "inverse", color="#D55E00", ms=3, label="simulation")
    panel.plot(0, t_c, "*", color="k", ms=7, clip_on=False, zorder=5)
    panel.set(xlabel="$1/N$", ylabel="collapse time (weight 1/2)", xlim=(0, 0.055))
    panel.legend(loc="lower right", fontsize=6)


def _extrapolation(
    panel: Any, rows: pd.DataFrame, terms: Sequence[Term], place: Term, colour: str
) -> None:
    """The fit of the finite-size theory, continued to N to infinity."""
    if len(rows) <= len(terms):
        return
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    best, _ = fit_sizes(size, value, error, terms)
    fine = np.geomspace(size.min(), 1e6, 300)
    curve = best[0] + sum(c * term(fine) for c, term in zip(best[1:], terms, strict=True))
    panel.plot(place(fine), curve, color=colour, lw=0.8, ls="--", zorder=1)


def _open_points(
    panel: Any, rows: pd.DataFrame, x: str, colour: str, label: str | None = None
) -> None:
    """Finite-size theory with its errors, where its average over draws is a number for each N."""
    panel.errorbar(
        rows[x],
        rows["value"],
        yerr=rows["stderr"],
        fmt="D",
        ms=3.5,
        mfc="none",
        mew=0.8,
        color=colour,
        label=label,
    )


def _real_times(panel: Any, points: pd.DataFrame, first: bool) -> None:
    """Collapse time against P of the data, and of Gaussian points of the same covariance."""
    measured = _rows(points, quantity="collapse_time")
    _measured(panel, measured, DATA, "o")
    fit = _rows(points, quantity="collapse_time_fit")
    if len(fit):
        smooth_line(panel, fit, "P", color=DATA, lw=0.9)
    control = _rows(points, quantity="collapse_time_gaussian")
    _measured(panel, control[control["kind"] == "simulation"], GAUSSIAN, "s")
    if len(theory := control[control["kind"] == "theory"]):
        smooth_line(panel, theory, "P", color=GAUSSIAN, lw=1, ls="--")
    panel.set(xscale="log", yscale="log", xlabel="$P$")
    if first:
        panel.set_ylabel("collapse time $t_c$")
    plain_ticks(panel.yaxis)
    place = {"transform": panel.transAxes, "fontsize": 7}
    panel.text(0.05, 0.18, _name(points), color=DATA, **place)
    panel.text(0.05, 0.07, "Gaussian, same covariance", color=GAUSSIAN, **place)
    if noticed := _noticed(points):
        panel.text(0.95, 0.92, noticed, ha="right", va="top", **place)
    # below the points, for the names
    panel.set_ylim(bottom=0.6 * float(measured["value"].min()))


def _rows(points: pd.DataFrame, quantity: str, kind: str | None = None) -> pd.DataFrame:
    """Rows of a quantity, none where points have no dimension."""
    chosen = points["quantity"] == quantity
    return points[chosen if kind is None else chosen & (points["kind"] == kind)]


def _measured(panel: Any, rows: pd.DataFrame, colour: str, mark: str) -> None:
    """Points with their errors, hollow where one subset alone gave them."""
    for several, face in ((True, colour), (False, "white")):
        some = rows[(rows["n"] > 1) == several].sort_values("P")
        panel.errorbar(
            some["P"], some["value"], yerr=some["stderr"], color=colour, fmt=mark, mfc=face, ms=3
        )


def _name(points: pd.DataFrame) -> str:
    name = str(points["data"].iloc[0])
    return NAMES.get(name, literal(name))


def _noticed(points: pd.DataFrame) -> str:
    """What was left out of the points, or spoils their dimension, line by line."""
    found = []
    for quantity, says in NOTICED.items():
        count = int(value_of(points, quantity))
        if count:
            found.append(f"{count} {says}" + ("" if quantity == "near_copies" else " left out"))
    return "\n".join(found)


def _dimensions(panel: Any, points: pd.DataFrame, top: float, first: bool) -> None:
    """Dimension with which t_c falls about P, beside that from the two nearest neighbours."""
    for ending, colour, mark in (("", DATA, "o"), ("_gaussian", GAUSSIAN, "s")):
        local = _rows(points, quantity=f"local_dimension{ending}", kind="simulation")
        _measured(panel, local, colour, mark)
        neighbours = _rows(points, quantity=f"neighbour_dimension{ending}").sort_values("P")
        panel.errorbar(
            neighbours["P"], neighbours["value"], yerr=neighbours["stderr"], color=colour,
            lw=0.9, ls=":", fmt="D", mfc="white", ms=2.5,
        )  # fmt: skip
    theory = _rows(points, quantity="local_dimension_gaussian", kind="theory")
    if len(theory):
        smooth_line(panel, theory, "P", color=GAUSSIAN, lw=1, ls="--")
    panel.set(xscale="log", xlabel="$P$", ylim=(0, top))
    if first:
        panel.set_ylabel("dimension $D$")
        panel.plot([], [], "o", color="0.3", ms=3, label="from the fall of $t_c$")
        panel.plot(
            [], [], "D:", color="0.3", mfc="white", ms=2.5, lw=0.9, label="two nearest neighbours"
        )
        panel.legend(loc="upper left", fontsize=6)


def _summary(panel: Any, points: pd.DataFrame, names: Sequence[str]) -> None:
    """Of each set D over all P, and of neighbours at the largest P, beside its controls."""
    place, ticks, labels = 0.0, [], []
    for name in names:
        rows = points[points["data"] == name]
        panel.text(0.03, place, _name(rows), transform=panel.get_yaxis_transform(), fontsize=7)
        place += 1
        for ending, colour, mark, says in (
            ("", DATA, "o", "data"),
            ("_gaussian", GAUSSIAN, "s", "Gaussian"),
            ("_known", KNOWN, "^", "known $D$"),
        ):
            near = _rows(rows, f"neighbour_dimension{ending}").sort_values("P").tail(1)
            if near.empty:
                continue
            style = {"color": colour, "zorder": 3}
            fit = _rows(rows, f"effective_dimension{ending}", "simulation")
            _dot(panel, fit, place - 0.15, fmt=mark, ms=3.5, **style)
            _dot(panel, near, place + 0.15, fmt="D", mfc="white", ms=3, **style)
            for quantity, dash, reach in (
                (f"effective_dimension{ending}", (0, (2, 1)), (-0.4, 0.0)),
                ("known_dimension" if ending == "_known" else "", "-", (-0.4, 0.4)),
            ):
                for at in _rows(rows, quantity, "theory")["value"]:
                    panel.plot(
                        [at, at], [place + part for part in reach], ls=dash, color=colour, lw=1
                    )
            ticks.append(place)
            labels.append(says)
            place += 1
        place += 0.3
    panel.set(xlabel="dimension $D$", xlim=(0, 1.08 * panel.get_xlim()[1]), ylim=(place + 1, -0.5))
    panel.set_yticks(ticks, labels=labels)
    panel.tick_params(axis="y", length=0)
    for kind, style in (
        ("from $t_c$, all $P$", {"marker": "o", "ls": "", "ms": 3.5}),
        ("its theory", {"ls": (0, (2, 1)), "lw": 1}),
        ("neighbours, largest $P$", {"marker": "D", "ls": "", "mfc": "white", "ms": 3}),
        ("true", {"ls": "-", "lw": 1}),
    ):
        panel.plot([], [], color=KNOWN, label=kind, **style)
    panel.legend(
        loc="lower right",
        fontsize=5.8,
        ncol=2,
        columnspacing=0.6,
        handlelength=1,
        handletextpad=0.4,
    )


def _dot(panel: Any, rows: pd.DataFrame, place: float, **style: Any) -> None:
    if len(rows):
        panel.errorbar(rows["value"], [place], xerr=rows["stderr"], **style)
