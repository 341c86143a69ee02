"""Order in which directions are memorised, and the law of the score Jacobian's entries."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select, value_of

COLOURS = {"large": "#0072B2", "small": "#D55E00"}
STYLES = {"exact": "-", "law": "--", "slide": ":"}


def draw(tables: dict[str, Any]) -> Figure:
    """Participation of many and few directions; mean, conditional variance, variance of J."""
    rows = tables["memorization_order"]
    many, few = (rows[rows["data"] == name] for name in ("many", "few"))
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3).ravel()
    t_c = value_of(few, "condensation_time")
    participation(panels[0], many)
    for name, colour in COLOURS.items():
        lost = value_of(many, "loss_time", column=name)
        panels[0].axvline(lost, color=colour, lw=0.8, ls=":", zorder=0)
        label = rf"$t_j$, {name}" + "\nvariance"
        panels[0].text(1.15 * lost, 0.98, label, color=colour, fontsize=6.5, va="top")
    participation(panels[1], few)
    normality(panels[2], few)
    conditional(panels[3], few)
    variance_over_theory(panels[4], few)
    variance_over_theory(panels[5], many)
    for name, style in {"closed law": "--", "slide": ":"}.items():
        panels[4].plot([], [], color="0.3", ls=style, lw=1, label=name)
    panels[4].legend(fontsize=6.5, loc="upper left", handlelength=1.6)
    texts = {0: "many\ndirections,\none norm", 1: "few\ndirections,\nGaussian"}
    for k, text in texts.items():
        panels[k].text(0.99, 0.5, text, fontsize=7, ha="right", transform=panels[k].transAxes)
    panels[4].text(0.03, 0.03, "few directions", fontsize=7, transform=panels[4].transAxes)
    panels[4].set_ylim(0.2, 1e3)
    panels[5].set_ylim(1e-9, 50)
    panels[5].text(0.97, 0.97, "many directions, one norm", fontsize=7, ha="right", va="top",
                   transform=panels[5].transAxes)  # fmt: skip
    for panel in panels[[1, 2, 3, 4]]:
        mark(panel, t_c, "$t_c$")
    for panel in panels[[3, 4]]:
        mark(panel, 2 * t_c, "$2t_c$")
    for panel in panels:
        panel.set(xscale="log", xlabel="$t$")
    letter_panels(panels)
    return figure


def participation(panel: Axes, rows: pd.DataFrame) -> None:
    """Y2 at sqrt(t) e_j: drawn points, and theory at finite P."""
    for name, colour in COLOURS.items():
        at = select(rows, quantity="participation", column=name)
        simulation_points(panel, select(at, kind="simulation"), "t", color=colour, ms=2.6)
        line(panel, select(at, kind="theory"), color=colour, lw=1)
    panel.set(ylabel=r"participation $Y_2$ at $\sqrt{t}\,e_j$", ylim=(-0.03, 1.03))


def normality(panel: Axes, rows: pd.DataFrame) -> None:
    """-t E J_jj, which is 1 off the data: frozen below t_c, where the exact score's goes to 0."""
    for name, colour in COLOURS.items():
        at = select(rows, quantity="normality", column=name)
        simulation_points(panel, select(at, kind="simulation"), "t", color=colour, ms=2.6)
        for model in STYLES:
            line(panel, select(at, model=model), color=colour, lw=1, ls=STYLES[model])
    panel.set(ylabel=r"$-t\,\langle J_{jj}\rangle$", ylim=(0, 1.02))
    panel.text(0.03, 0.93, "small variance", color=COLOURS["small"], fontsize=7, va="top",
               transform=panel.transAxes)  # fmt: skip
    panel.text(0.97, 0.2, "large", color=COLOURS["large"], fontsize=7, ha="right",
               transform=panel.transAxes)  # fmt: skip


def conditional(panel: Axes, rows: pd.DataFrame) -> None:
    """The variance of y_i under the squared weights, over s_i^2, i of either variance."""
    for name, colour in COLOURS.items():
        at = select(rows, quantity="conditional", row=name, column="large")
        simulation_points(panel, select(at, kind="simulation"), "t", color=colour, ms=2.6)
        for model, style in STYLES.items():
            line(panel, select(at, model=model), color=colour, lw=1, ls=style)
    panel.set(ylabel="$v_i / s_i^2$", ylim=(0, 1.02))
    for name, place, across, up in (("small", 0.03, "left", 0.97), ("large", 0.97, "right", 0.2)):
        panel.text(place, up, f"$i$ of {name}\nvariance", color=COLOURS[name], fontsize=7,
                   ha=across, va="top", transform=panel.transAxes)  # fmt: skip


def variance_over_theory(panel: Axes, rows: pd.DataFrame) -> None:
    """Variance of J_ij over the exact one at this P: drawn points, the closed law, the slide."""
    panel.axhline(1, color="0.4", lw=0.8)
    for name, colour in COLOURS.items():
        at = select(rows, quantity="variance", row=name, column=name)
        exact = logarithm(select(at, model="exact"))
        drawn = select(at, kind="simulation")
        scale = np.exp(exact(np.log(drawn["t"].to_numpy(float))))
        ratio = drawn.assign(value=drawn["value"] / scale, stderr=drawn["stderr"] / scale)
        simulation_points(panel, ratio, "t", color=colour, ms=2.6)
        for model in ("law", "slide"):
            of_model = select(at, model=model).sort_values("t")
            t, value = of_model["t"].to_numpy(float), of_model["value"].to_numpy(float)
            over = value / np.exp(exact(np.log(t)))
            panel.plot(t, over, color=colour, lw=1, ls=STYLES[model])
    panel.set(yscale="log", ylabel=r"Var $J_{ij}$ / exact")


def line(panel: Axes, rows: pd.DataFrame, **style: Any) -> None:
    """Draw theory against t: smooth between its rows if exact, as it is where it has kinks."""
    ordered = rows.sort_values("t")
    if style.get("ls", "-") != "-":
        panel.plot(ordered["t"], ordered["value"], **style)
        return
    log_t = np.log(ordered["t"].to_numpy(float))
    fine = np.linspace(log_t[0], log_t[-1], 300)
    panel.plot(np.exp(fine), CubicSpline(log_t, ordered["value"])(fine), **style)


def logarithm(rows: pd.DataFrame) -> CubicSpline:
    """Return log value against log t of a smooth curve."""
    ordered = rows.sort_values("t")
    return CubicSpline(np.log(ordered["t"].to_numpy(float)), np.log(ordered["value"]))


def mark(panel: Axes, t: float, label: str) -> None:
    """Mark a threshold."""
    panel.axvline(t, color="0.5", lw=0.7, ls=(0, (1, 2)), zorder=0)
    panel.text(t, 1.0, label, fontsize=7, color="0.3", ha="center", va="bottom",
               transform=panel.get_xaxis_transform())  # fmt: skip
