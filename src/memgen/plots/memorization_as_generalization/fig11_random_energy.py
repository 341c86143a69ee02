"""The random energy model: Gaussian levels above, the energies of a diffusion model below."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select, value_of

REGIMES = {"between": ("#D55E00", r"$t_c<t<t_o$"), "below_collapse": ("#0072B2", "$t<t_c$")}


def draw(tables: dict[str, Any]) -> Figure:
    """Entropy of the levels, free energy and participation, for both models."""
    levels, potential = tables["random_energy"], tables["potential"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    _gaussian_entropy(panels[0, 0], select(levels, energies="gaussian"))
    _diffusion_entropy(panels[1, 0], potential)
    for line, energies in zip(panels[:, 1:], ("gaussian", "diffusion"), strict=True):
        rows = select(levels, energies=energies)
        t_c = value_of(rows, "condensation_time", kind="theory")
        for panel, quantity, label in (
            (line[0], "free_energy", r"free energy $\phi(t)$"),
            (line[1], "participation", "participation $Y_2$"),
        ):
            _curve(panel, select(rows, quantity=quantity), t_c)
            panel.set(ylabel=label, xlabel="$t/t_c$")
            if energies == "diffusion":
                panel.set(xscale="log")
        _measured(line[1], rows, t_c)
    panels[0, 1].set_title("Gaussian energies")
    panels[1, 1].set_title("diffusion energies")
    panels[0, 1].legend(title="$N$", title_fontsize=6.5, loc="upper left")
    panels[1, 1].legend(title="$N$", title_fontsize=6.5, loc="lower left")
    letter_panels(panels.ravel())
    return figure


def _gaussian_entropy(panel: Axes, rows: pd.DataFrame) -> None:
    """Sigma(eps), the histogram of all levels, and the mean highest level of each N."""
    entropy = select(rows, quantity="entropy")
    theory_line(panel, select(entropy, kind="theory"), "level", color="k", lw=1)
    drawn = select(entropy, kind="simulation")
    N = int(drawn["N"].iloc[0])
    simulation_points(
        panel, drawn, "level", color="#D55E00", ms=2.4, label=f"all levels, $N$ = {N}"
    )
    highest = select(rows, quantity="highest_level")
    sizes = sorted(highest["N"].unique())
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = highest[highest["N"] == N]["value"]
        panel.plot(at, 0 * at, "^", color=colour, ms=4, clip_on=False, label=f"highest, {N:g}")
    panel.axhline(0, color="0.6", lw=0.6)
    panel.set(xlabel=r"energy $\varepsilon$", ylabel=r"entropy $\Sigma$")
    panel.legend(loc="lower center", fontsize=5.5)


def _diffusion_entropy(panel: Axes, potential: pd.DataFrame) -> None:
    """Sigma seen from x_t: limit, finite-size theory and simulation."""
    rows = potential[potential["quantity"].str.startswith("level_entropy")]
    for regime, (colour, label) in REGIMES.items():
        at = select(rows, regime=regime)
        at = at.assign(level=-at["distance"] / (2 * at["t"]))
        limit = select(at, quantity="level_entropy", kind="theory")
        theory_line(panel, limit, "level", color=colour, lw=1, label=label)
        finite = select(at, quantity="level_entropy_finite_size")
        theory_line(panel, finite, "level", color=colour, lw=0.9, ls=":")
        simulated = select(at, quantity="level_entropy", kind="simulation")
        simulation_points(panel, simulated, "level", color=colour, ms=2.2)
    panel.plot([], [], color="0.4", ls=":", lw=0.9, label="theory, finite $N$")
    panel.axhline(0, color="0.6", lw=0.6)
    panel.set(xlabel=r"energy $\varepsilon = -|x_t-\xi|^2/2tN$", ylabel=r"entropy $\Sigma$")
    panel.set(xlim=(-7, 0))
    panel.legend(loc="lower left")


def _curve(panel: Axes, rows: pd.DataFrame, t_c: float) -> None:
    """Theory as a line, draws as points: filled from the highest levels, hollow all levels."""
    rows = rows.assign(ratio=rows["t"] / t_c)
    simulated = select(rows, kind="simulation")
    sizes = sorted(simulated["N"].unique())
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = simulated[simulated["N"] == N]
        for levels, style in (("highest", {"ms": 2.2}), ("all", {"ms": 4.2, "mfc": "none"})):
            found = at[at["levels"] == levels]
            if len(found):
                label = f"{N:g}" + (" (all levels)" if levels == "all" else "")
                simulation_points(panel, found, "ratio", color=colour, label=label, **style)
    theory = select(rows, kind="theory")
    theory_line(panel, theory, "ratio", color="k", lw=1, zorder=5)
    panel.axvline(1, color="0.6", lw=0.6, ls="--", zorder=0)


def _measured(panel: Axes, rows: pd.DataFrame, t_c: float) -> None:
    """Condensation time of the simulation at the largest N."""
    found = select(rows, quantity="condensation_time", kind="simulation")
    found = found.sort_values("N").iloc[-1]
    panel.errorbar(
        found["value"] / t_c,
        0.0,
        xerr=found["stderr"] / t_c,
        fmt="^",
        color="#CC79A7",
        ms=5,
        clip_on=False,
        zorder=6,
        label=f"$t_c$ measured, $N$ = {found['N']:g}",
    )
    handle, label = panel.get_legend_handles_labels()
    panel.legend(handle[-1:], label[-1:], loc="upper right")
