"""Order in which directions are memorised, and the law of the score Jacobian's entries."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, smooth_line
from memgen.tables.read import select, value_of

COLOURS = {"large": "#0072B2", "small": "#D55E00", "faint": "0.45"}
STYLES = {"exact": "-", "law": "--", "slide": ":"}
NAMES = {"exact": "exact at this size", "law": "frozen law", "slide": "published law"}
TITLES = ("one norm", "Gaussian", *(3 * ("Gaussian, few directions",)), "one norm, many")
# Open and larger, for points below to be seen.
MARKERS: dict[str, dict[str, Any]] = {
    "large": {"ms": 2.4},
    "small": {"ms": 3.8, "mfc": "none", "mew": 0.8},
}


def draw(tables: dict[str, Any]) -> Figure:
    """Participation, one norm and Gaussian; mean, variances; the published law in its limit."""
    rows = tables["memorization_order"]
    few = rows[rows["data"] == "gaussian_few"]
    figure = new_figure(7.0, 4.7)
    panels = figure.subplots(2, 3).ravel()
    for panel, data in zip(panels, ("norm", "gaussian"), strict=False):
        for size in ("few", "many"):
            participation(panel, rows[rows["data"] == f"{data}_{size}"], size)
    for panel, title in zip(panels, TITLES, strict=True):
        panel.set_title(title, fontsize=7.5)
    for panel in panels[:2]:
        panel.set_xlim(3e-4, 20)
    names = (
        (0, 0.31, 0.8, "many"),
        (1, 0.8, 0.5, "many"),
        (1, 0.42, 0.5, "few"),
    )
    for k, x, y, text in names:
        panels[k].text(x, y, text, fontsize=7, color="0.3", transform=panels[k].transAxes)
    style = {"fontsize": 7, "color": "0.3", "ha": "right", "transform": panels[0].transAxes}
    panels[0].text(0.98, 0.92, "dash-dotted: few", **style)
    normality(panels[2], few)
    conditional(panels[3], few)
    variance_over_exact(panels[4], few)
    over_published(panels[5], rows[rows["data"] == "norm_many"])
    t_c = value_of(few, "condensation_time")
    for panel, marks in ((panels[2], (1,)), (panels[3], (1, 2)), (panels[4], (1, 2))):
        for factor in marks:
            mark(panel, factor * t_c, "$t_c$" if factor == 1 else "$2t_c$")
    for panel in panels:
        panel.set(xscale="log", xlabel="$t$")
    letter_panels(panels)
    legend(figure)
    return figure


def participation(panel: Axes, rows: pd.DataFrame, size: str) -> None:
    """Y2 at sqrt(t) e_j: drawn points, and theory at finite P; dash-dotted: few directions."""
    style = "-" if size == "many" else "-."
    for name in ("large", "small"):
        at = select(rows, quantity="participation", column=name)
        points = select(at, kind="simulation")
        colour = COLOURS[name]
        simulation_points(panel, points, "t", color=colour, elinewidth=0.7, **MARKERS[name])
        smooth_line(panel, select(at, kind="theory"), "t", scale="linear", color=colour, lw=1,
                    ls=style)  # fmt: skip
    panel.set(ylabel=r"participation $Y_2$ at $\sqrt{t}\,e_j$", ylim=(-0.03, 1.03))


def normality(panel: Axes, rows: pd.DataFrame) -> None:
    """-t E J_jj, which is 1 off the data: frozen below t_c, where the published mean goes to 0."""
    for name in ("large", "small"):
        at = select(rows, quantity="normality", column=name)
        against_laws(panel, at, name)
    panel.set(ylabel=r"mean: $-t\,\langle J_{jj}\rangle$", ylim=(0, 1.02))


def conditional(panel: Axes, rows: pd.DataFrame) -> None:
    """The variance of y_i under the squared weights, over s_i^2, i of either variance."""
    for name in ("large", "small"):
        at = select(rows, quantity="conditional", row=name, column="large")
        against_laws(panel, at, name)
    panel.set(ylabel="$v_i / s_i^2$", ylim=(0, 1.02))


def against_laws(panel: Axes, rows: pd.DataFrame, name: str) -> None:
    """Drawn points of one group of directions, under the exact curve and both laws."""
    colour = COLOURS[name]
    points = select(rows, kind="simulation")
    simulation_points(panel, points, "t", color=colour, elinewidth=0.7, **MARKERS[name])
    for model, style in STYLES.items():
        at = select(rows, model=model).sort_values("t")
        if model == "exact":
            smooth_line(panel, at, "t", scale="linear", color=colour, lw=1)
        else:
            panel.plot(at["t"], at["value"], color=colour, lw=1, ls=style)


def variance_over_exact(panel: Axes, rows: pd.DataFrame) -> None:
    """Var J_ij over the exact one, i and j of one variance, and with the frozen v_i."""
    panel.axhline(1, color="0.4", lw=0.8)
    for name in ("large", "small"):
        at = select(rows, quantity="variance", row=name, column=name)
        exact = logarithm(select(at, model="exact"))
        points = relative(select(at, kind="simulation"), exact)
        colour = COLOURS[name]
        simulation_points(panel, points, "t", color=colour, elinewidth=0.7, **MARKERS[name])
        law = relative(select(at, model="law").sort_values("t"), exact)
        panel.plot(law["t"], law["value"], color=colour, lw=1, ls=STYLES["law"])
    panel.set(ylabel=r"$\mathrm{Var}\,J_{ij}$ / exact", ylim=(0.88, 1.12))


def over_published(panel: Axes, rows: pd.DataFrame) -> None:
    """Var J_ij over the published one, j of large variance, i of each, below t_j."""
    panel.axhline(1, color="0.4", lw=1, ls=STYLES["slide"])
    lost = value_of(rows, "loss_time", column="large")
    for name, colour in COLOURS.items():
        at = select(rows, quantity="variance", row=name, column="large")
        at = at[at["t"] < lost / 2]
        published = logarithm(select(at, model="slide"))
        points = relative(select(at, kind="simulation"), published)
        simulation_points(panel, points, "t", color=colour, ms=2.6)
        theory = relative(select(at, model="exact"), published)
        smooth_line(panel, theory, "t", color=colour, lw=1)
        ordered = theory.sort_values("t")
        place = ordered.iloc[len(ordered) // 3]
        s2 = value_of(rows, "squared_std", column=name)
        panel.text(place["t"], 1.5 * place["value"], f"$s_i^2={s2:.1g}$", color=colour,
                   fontsize=7, va="bottom", ha="left")  # fmt: skip
    panel.set(yscale="log", ylabel=r"$\mathrm{Var}\,J_{ij}$ / published", ylim=(0.2, 1e4))
    mark(panel, lost / 4, "$t_j/4$")


def logarithm(rows: pd.DataFrame) -> CubicSpline:
    """Return log value against log t of a smooth curve."""
    ordered = rows.sort_values("t")
    return CubicSpline(np.log(ordered["t"].to_numpy(float)), np.log(ordered["value"]))


def relative(rows: pd.DataFrame, curve: CubicSpline) -> pd.DataFrame:
    """Return rows with their values and errors over a curve of `logarithm`."""
    scale = np.exp(curve(np.log(rows["t"].to_numpy(float))))
    return rows.assign(value=rows["value"] / scale, stderr=rows["stderr"] / scale)


def mark(panel: Axes, t: float, label: str) -> None:
    """Mark a threshold."""
    panel.axvline(t, color="0.5", lw=0.7, ls=(0, (1, 2)), zorder=0)
    panel.text(1.04 * t, 0.015, label, fontsize=7, color="0.3", ha="left", va="bottom",
               transform=panel.get_xaxis_transform())  # fmt: skip


def legend(figure: Figure) -> None:
    """One legend above all panels."""
    colours = [
        Line2D([], [], color=COLOURS[name], marker="o", ls="", label=f"{name} variance", **style)
        for name, style in MARKERS.items()
    ]
    laws = [Line2D([], [], color="0.3", ls=STYLES[m], lw=1, label=NAMES[m]) for m in STYLES]
    few = Line2D([], [], color="0.3", ls="-.", lw=1, label="exact, few directions (a, b)")
    figure.legend(handles=[*colours, *laws, few], loc="outside upper center", ncol=6, fontsize=7,
                  handlelength=1.8, columnspacing=1.2)  # fmt: skip
