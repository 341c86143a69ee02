"""One network for all times: losses, their times and memorised fraction, for two choices."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.statistics.late_rise import half_rise
from memgen.tables.read import select, value_of

NAMES = {"a": "noise-weighted", "b": "plain"}
ABSOLUTE, RELATIVE = "#D55E00", "#0072B2"
MARKERS = ("o", "^")  # of the levels of the rise


def draw(tables: dict[str, Any]) -> Figure:
    """Losses above the exact score's, times of their rise, memorised fraction for each choice."""
    table = tables["time_integrated"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3, width_ratios=(1.15, 0.85, 1.15))
    for line, choice in zip(panels, ("a", "b"), strict=True):
        rows = select(table, choice=choice)
        _losses(line[0], rows)
        _times(line[1], rows)
        _memorised(line[2], rows)
        line[0].set_title(NAMES[choice], loc="right")
    _key(panels[0, 0], table)
    panels[0, 1].legend(
        title="test loss has risen", title_fontsize=6.5, fontsize=6.5, loc="upper left"
    )
    panels[0, 2].legend(title="$n$", title_fontsize=6.5)
    letter_panels(panels.ravel())
    return figure


def _key(panel: Axes, rows: Any) -> None:
    """Names the loads by colour, and the losses by line."""
    loads = sorted(rows["psi_n"].dropna().unique())
    colours = sequence_colours(len(loads))
    handles = [
        *(
            Line2D([], [], color=colour, label=rf"$\psi_n={psi_n:g}$")
            for psi_n, colour in zip(loads, colours, strict=True)
        ),
        Line2D([], [], color="0.3", lw=0.9, label="test"),
        Line2D([], [], color="0.3", lw=0.9, ls="--", label="training"),
    ]
    panel.legend(handles=handles, loc="upper left", fontsize=6.5)


def _times(panel: Axes, rows: Any) -> None:
    """When the test loss has risen past its minimum by each level, and by half of its late rise."""
    onsets = rows[rows["quantity"] == "rise_onset"]
    levels = sorted(onsets["level"].unique())
    for level, marker in zip(levels, MARKERS, strict=False):
        at = onsets[onsets["level"] == level].sort_values("psi_n")
        style = {"color": ABSOLUTE, "fmt": marker, "ls": "-", "lw": 0.8, "label": f"by {level:g}"}
        simulation_points(panel, at, "psi_n", ms=3.2, **style)
    tests = select(rows, quantity="test_loss").sort_values("tau")
    loads = sorted(tests["psi_n"].unique())
    curves = [select(tests, psi_n=float(psi_n)) for psi_n in loads]
    halves = [_half(at["tau"].to_numpy(float), at["value"].to_numpy(float)) for at in curves]
    label = "by half of late rise"
    panel.plot(loads, halves, "s-", color=RELATIVE, ms=3.2, label=label)
    slope = np.array(loads) / loads[0] * np.nanmin([*halves, *onsets["value"]]) / 2
    panel.plot(loads, slope, ":", color="0.5", lw=0.8)
    panel.text(
        loads[-1],
        0.6 * slope[-1],
        r"$\propto\psi_n$ ",
        color="0.4",
        fontsize=6.5,
        ha="right",
        va="top",
    )
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel=r"training time $\tau$")
    low, high = np.nanmin(slope), np.nanmax([*halves, *onsets["value"]])
    panel.set_ylim(0.6 * low, 60 * high)
    panel.set_xticks(loads, [f"{value:g}" for value in loads])
    panel.minorticks_off()


def _half(tau: np.ndarray, loss: np.ndarray) -> float:
    """Time of half of the late rise; none where a small run never rises."""
    return half_rise(tau, loss) if loss.argmin() < len(loss) - 1 else float("nan")


def _losses(panel: Axes, rows: Any) -> None:
    """Training (dashed) and test loss (full) above the loss of the exact score."""
    loads = sorted(rows["psi_n"].dropna().unique())
    for psi_n, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        for quantity, style in (("training_loss", "--"), ("test_loss", "-")):
            curve = select(rows, quantity=quantity, psi_n=float(psi_n)).sort_values("tau")
            panel.plot(curve["tau"], curve["value"], style, color=colour, lw=0.9)
            low, high = curve["value"] - curve["stderr"], curve["value"] + curve["stderr"]
            panel.fill_between(curve["tau"], low, high, color=colour, alpha=0.25, lw=0)
    panel.axhline(0, color="0.6", lw=0.6)
    panel.set(xscale="log", xlabel=r"training time $\tau$", ylabel="loss above the exact score's")


def _memorised(panel: Axes, rows: Any) -> None:
    """Fraction of samples with d1 / d2 < 1/3; dotted: of fresh data, by chance."""
    found = select(rows, quantity="memorised_fraction")
    sizes = sorted(found["n_data"].unique())
    for n, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = found[found["n_data"] == n]
        simulation_points(panel, at, "tau", color=colour, ms=2.6, fmt="o-", lw=0.8, label=f"{n:g}")
        half = select(rows, quantity="half_memorised")
        own = half[half["n_data"] == n]
        level = np.interp(np.log(own["value"]), np.log(at["tau"]), at["value"])
        panel.errorbar(
            own["value"], level, xerr=own["stderr"], fmt="d", color=colour, ms=3.6, mec="k", mew=0.5
        )
        level = value_of(rows, "memorised_by_chance", n_data=n)
        panel.axhline(level, color=colour, lw=0.8, ls=":")
    panel.set(
        xscale="log", xlabel=r"training time $\tau$", ylabel=r"memorised fraction $f_{\rm mem}$"
    )
    panel.set_ylim(bottom=0)
