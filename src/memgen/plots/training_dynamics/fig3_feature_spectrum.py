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
NAMES = {"one": "one variance", "two": "two variances"}
LIMIT, FINITE = "k", "#D55E00"
LABELS = {"small": "all smaller", "memorization": "$n-d$ of memorization", "largest": "$d$ largest"}
COLOURS = {"small": "#0072B2", "memorization": "#D55E00", "largest": "#009E73"}
HEIGHTS = (2e-3, 5.0)  # of lambda rho in (a, b)


def draw(tables: dict[str, Any]) -> Figure:
    """Spectrum against log eigenvalue (above); the d largest, and the loss's fall (below)."""
    spectra = tables["spectra"]
    figure = new_figure(7.0, 4.6)
    above, below = figure.subfigures(2, 1, height_ratios=(1.1, 1), squeeze=False)[:, 0]
    wide, panels = above.subplots(1, 2), below.subplots(1, 3)
    for panel, column, case in zip(panels, wide, TITLES, strict=False):
        rows, values = select(spectra, case=case), tables[f"spectra_{case}"]["eigenvalues"]
        _whole(column, rows, np.ravel(values))
        column.set_title(TITLES[case])
        _largest(panel, rows, np.ravel(values))
        panel.set_title("$d$ largest, " + NAMES[case])
    wide[1].legend(loc="upper center", bbox_to_anchor=(0.7, 1.03), fontsize=6.5)
    _falls(panels[2], select(spectra, case="one"))
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
    panel.plot(
        finite["x"], finite["x"] * finite["value"], color=FINITE, lw=1.1, label=f"theory, $d={d}$"
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


def _largest(panel: Axes, rows: pd.DataFrame, values: np.ndarray) -> None:
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
        color="0.6",
        lw=2.2,
        label="$U$",
    )
    panel.plot(x, mass / mass[-1], "--", color=LIMIT, lw=0.9, label="theory")
    panel.set(xlabel=r"eigenvalue $\lambda$", ylabel=r"share below $\lambda$")
    panel.set(xlim=(0, None), ylim=(0, 1.03))
    panel.legend(loc="lower right")


def _falls(panel: Axes, rows: pd.DataFrame) -> None:
    """What each group of modes takes off the training loss in the end."""
    found = select(rows, quantity="fall", kind="simulation").assign(
        inverse=lambda f: 1 / f["d"].astype(float)
    )
    for modes, colour in COLOURS.items():
        at = select(found, modes=modes)
        simulation_points(panel, at, "inverse", color=colour, ms=3)
        limit = value_of(select(rows, kind="theory"), "fall", modes=modes)
        panel.axhline(limit, color=colour, lw=0.9, ls="--")
        panel.annotate(
            LABELS[modes],
            (1, limit),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 3 if modes != "memorization" else -3),
            textcoords="offset points",
            ha="right",
            va="bottom" if modes != "memorization" else "top",
            fontsize=6.5,
            color=colour,
        )
    panel.set(
        yscale="log",
        xlabel="$1/d$",
        ylabel="fall of training loss",
        xlim=(0, 1.15 * found["inverse"].max()),
        ylim=(1e-3, 1.6),
    )
    panel.set_title("fall by modes of $U$")
