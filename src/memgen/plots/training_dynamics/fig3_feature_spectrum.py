"""The spectrum of the feature matrix, one and two variances of the data."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select, value_of

TITLES = {
    "one": "data of one variance, 1",
    "two": "two variances, 0.5 and 1.5",
}
CASE_COLOURS = {"one": "#0072B2", "two": "#D55E00"}
CASE_NAMES = {"one": "one variance", "two": "two variances"}
LIMIT, FINITE = "k", "#D55E00"
LABELS = {
    "small": "$d$ small modes",
    "atom": "$p-n-d$ of the atom",
    "memorization": "$n-d$ of memorization",
    "largest": "$d$ largest",
}
COLOURS = {"small": "#0072B2", "atom": "0.45", "memorization": "#D55E00", "largest": "#009E73"}
HEIGHTS = (2e-3, 5.0)  # of lambda rho in (a, b)


def draw(tables: dict[str, Any]) -> Figure:
    """Spectrum against log eigenvalue (above); the d largest, and the loss's falls (below)."""
    spectra = tables["spectra"]
    figure = new_figure(7.0, 4.6)
    above, below = figure.subfigures(2, 1, height_ratios=(1.1, 1), squeeze=False)[:, 0]
    wide, panels = above.subplots(1, 2), below.subplots(1, 3)
    for column, case in zip(wide, TITLES, strict=True):
        rows, values = select(spectra, case=case), tables[f"spectra_{case}"]["eigenvalues"]
        _whole(column, rows, np.ravel(values))
        column.set_title(TITLES[case])
        _largest(panels[0], rows, np.ravel(values), case)
    panels[0].set_title("$d$ largest modes")
    panels[0].set(xlim=(0, None), ylim=(0, 1.03))
    panels[0].legend(loc="lower right", fontsize=6.5)
    wide[1].legend(loc="upper center", bbox_to_anchor=(0.7, 1.03), fontsize=6.5)
    one = select(spectra, case="one")
    _falls(panels[1], one, ("small", "atom"))
    panels[1].set(ylim=(-0.03, 1.0), ylabel="fall of training loss")
    panels[1].set_title("all but the $n$ largest")
    _falls(panels[2], one, ("largest", "memorization"))
    panels[2].set(ylim=(-0.001, 0.03), ylabel="fall of training loss")
    panels[2].set_title("the $n$ largest")
    letter_panels([*wide, *panels])
    return figure


def _whole(panel: Axes, rows: pd.DataFrame, values: np.ndarray) -> None:
    """Lambda rho(lambda): mass per unit of log lambda, so that every bulk can be seen."""
    finite = select(rows, quantity="finite_density").sort_values("x")
    edges = np.geomspace(finite["x"].min(), finite["x"].max(), 100)
    counts = np.histogram(values, edges)[0] / values.size / np.diff(np.log(edges))
    d = f"{finite['d'].iloc[0]:g}"
    panel.stairs(counts, edges, color="0.78", fill=True, label=f"$U$, $d={d}$")
    for number, bulk in select(rows, quantity="density").groupby("bulk"):
        ordered = bulk.sort_values("x")
        label = r"theory, $d\to\infty$" if number == 0 else None
        panel.plot(
            ordered["x"], ordered["x"] * ordered["value"], "--", color=LIMIT, lw=0.9, label=label
        )
    height = (finite["x"] * finite["value"]).to_numpy(float)
    below = np.flatnonzero(height[: height.argmax()] < HEIGHTS[0])
    start = below[-1] if below.size else 0  # the lower edge: beyond it rounding is left
    panel.plot(
        finite["x"].to_numpy(float)[start:],
        height[start:],
        color=FINITE,
        lw=1.1,
        label=f"theory, $d={d}$",
    )
    atom = value_of(rows, "atom")
    panel.axvline(atom, color="#0072B2", lw=0.9, ls=":", label="atom $s_t^2$ of $d\\to\\infty$")
    panel.set(xscale="log", yscale="log", ylim=HEIGHTS)
    panel.set(xlabel=r"eigenvalue $\lambda$ of $U$", ylabel=r"$\lambda\,\rho(\lambda)$")
    _name_bulks(panel, rows)


def _name_bulks(panel: Axes, rows: pd.DataFrame) -> None:
    """The number of modes of each group of bulks, above it."""
    theory = select(rows, kind="theory")
    bulks = theory.pivot_table(index="bulk", columns="quantity", values="value").sort_index()
    psi_p, psi_n = (float(rows[name].iloc[0]) for name in ("psi_p", "psi_n"))
    above = psi_p * (bulks["mass"][::-1].cumsum()[::-1] - bulks["mass"] / 2)
    density = select(theory, quantity="density")
    groups = {
        "$d$ modes": above[above < 1].index,
        "$n-d$, memorization": above[(above > 1) & (above < psi_n)].index,
        "$d$ more": above[above > psi_n].index,
    }
    for text, members in groups.items():
        if not len(members):
            continue
        inside = density[density["bulk"].isin(members)]
        height = 1.25 * float((inside["x"] * inside["value"]).max())
        middle = float(
            np.sqrt(bulks.loc[members, "lower"].min() * bulks.loc[members, "upper"].max())
        )
        aside = text == "$d$ more"  # the broadened atom stands on its left
        place = (1.05 * middle, 1.5 * height) if aside else (middle, height)
        panel.text(*place, text, ha="left" if aside else "center", va="bottom", fontsize=6.5)


def _largest(panel: Axes, rows: pd.DataFrame, values: np.ndarray, case: str) -> None:
    """Share of the d largest eigenvalues below lambda."""
    psi_p = float(rows["psi_p"].iloc[0])
    theory = select(rows, kind="theory")
    bulks = theory.pivot_table(index="bulk", columns="quantity", values="value").sort_index()
    above = psi_p * (bulks["mass"][::-1].cumsum()[::-1] - bulks["mass"] / 2)
    chosen = above[above < 1].index
    density = select(theory, quantity="density")
    inside = density[density["bulk"].isin(chosen)].sort_values("x")
    x, rho = inside["x"].to_numpy(float), inside["value"].to_numpy(float)
    x, rho = np.array([x[0], *x]), np.array([0.0, *rho])
    mass = np.concatenate([[0.0], np.cumsum(np.diff(x) * (rho[1:] + rho[:-1]) / 2)])
    modes = np.sort(values)[-round(values.size / psi_p) :]
    panel.step(
        modes,
        np.arange(1, modes.size + 1) / modes.size,
        where="post",
        color=CASE_COLOURS[case],
        lw=2.2,
        alpha=0.5,
        label=f"$U$, {CASE_NAMES[case]}",
    )
    label = r"theory, $d\to\infty$" if case == "two" else None
    panel.plot(x, mass / mass[-1], "--", color=LIMIT, lw=0.9, label=label)
    panel.set(xlabel=r"eigenvalue $\lambda$", ylabel=r"share below $\lambda$")


def _falls(panel: Axes, rows: pd.DataFrame, groups: tuple[str, ...]) -> None:
    """What each group of modes takes off the training loss in the end: U (points), limit."""
    found = select(rows, quantity="fall", kind="simulation").assign(
        inverse=lambda f: 1 / f["d"].astype(float)
    )
    limits = select(rows, kind="theory")
    for modes in groups:
        colour = COLOURS[modes]
        at = select(found, modes=modes)
        simulation_points(panel, at, "inverse", color=colour, ms=3.5)
        limit = value_of(limits, "fall", modes=modes)
        panel.plot([0], [limit], "o", color=colour, mfc="w", ms=4.5, clip_on=False, zorder=5)
        panel.axhline(limit, color=colour, lw=0.9, ls="--")
        panel.plot([], [], "o", color=colour, ms=3.5, label=LABELS[modes])
    panel.plot([], [], "--", color="k", lw=0.9, label=r"theory, $d\to\infty$")
    sizes = sorted(found["d"].unique(), reverse=True)
    panel.set(xlabel="$1/d$", xlim=(0, 1.15 * found["inverse"].max()))
    panel.set_xticks([0, *(1 / d for d in sizes)], ["0", *(f"1/{d:g}" for d in sizes)])
    panel.legend(loc="upper right" if "atom" in groups else "center right", fontsize=6.5)
