"""The random energy model: Gaussian levels above, the energies of a diffusion model below."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from scipy.interpolate import PchipInterpolator

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select, value_of

REGIMES = {"between": ("#D55E00", r"$t_c<t<t_o$"), "below_collapse": ("#0072B2", "$t<t_c$")}
LABELS = {
    "free_energy": r"$\phi_N(t) - \phi_\infty(t)$",
    "participation": "participation $Y_2$",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Entropy of the levels, free energy and participation, for both models."""
    levels, potential = tables["random_energy"], tables["potential"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    _gaussian_entropy(panels[0, 0], select(levels, energies="gaussian"))
    _diffusion_entropy(panels[1, 0], potential)
    for line, energies in zip(panels[:, 1:], ("gaussian", "diffusion"), strict=True):
        rows = select(levels, energies=energies)
        t_c = value_of(rows, "condensation_time", kind="theory", N=np.inf)
        for panel, (quantity, label) in zip(line, LABELS.items(), strict=True):
            curves = select(rows, quantity=quantity)
            _curves(panel, _less_limit(curves) if quantity == "free_energy" else curves, t_c)
            if quantity == "participation":
                panel.plot([0, 1], [1, 0], color="0.35", lw=0.9, ls=":", zorder=6)
            panel.set(ylabel=label, xlabel="$t/t_c$")
        _condensation_times(line[0], rows, t_c)
        line[0].set_xlim(0, 2.4)
        if energies == "diffusion":
            line[0].set_ylim(-0.05, 0.008)  # leaves room for the inset
        line[1].set_xlim(0, 2.4)
        line[1].set_ylim(-0.03, 1.0)
        _name_sizes(line[1], rows)
    panels[0, 1].set_title("Gaussian energies", fontsize=8)
    panels[1, 1].set_title("diffusion energies", fontsize=8)
    letter_panels(panels.ravel())
    return figure


def _sizes(rows: pd.DataFrame) -> dict[float, Any]:
    simulated = rows[np.isfinite(rows["N"].astype(float)) & rows["t"].notna()]
    sizes = sorted(simulated["N"].unique())
    return dict(zip(sizes, sequence_colours(len(sizes), "plasma"), strict=True))


def _curves(panel: Axes, rows: pd.DataFrame, t_c: float) -> None:
    """Theory at each N as lines, draws as points: filled the highest levels, hollow all levels."""
    rows = rows.assign(ratio=rows["t"] / t_c)
    for N, colour in _sizes(rows).items():
        at = rows[rows["N"] == N]
        exact = select(at, levels="theory").sort_values("ratio")
        _smooth_line(panel, exact, "ratio", color=colour, lw=0.9)
        for levels, style in (("highest", {"ms": 2.2}), ("all", {"ms": 4.2, "mfc": "none"})):
            found = at[at["levels"] == levels]
            if len(found):
                simulation_points(panel, found, "ratio", color=colour, lw=0.7, **style)
    limit = select(rows, kind="theory", N=np.inf)
    theory_line(panel, limit, "ratio", color="k", lw=1.1, zorder=1)
    panel.axvline(1, color="0.6", lw=0.6, ls="--", zorder=0)


def _less_limit(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the value for N to infinity at the same t taken off."""
    limit = select(rows, kind="theory", N=np.inf).sort_values("t")
    return rows.assign(value=rows["value"] - np.interp(rows["t"], limit["t"], limit["value"]))


def _condensation_times(panel: Axes, rows: pd.DataFrame, t_c: float) -> None:
    """In an inset, t_c(N) / t_c: theory as diamonds, measured as points."""
    inset = panel.inset_axes((0.56, 0.09, 0.4, 0.25))
    times = select(rows, quantity="condensation_time")
    times = times[np.isfinite(times["N"].astype(float))]
    times = times.assign(value=times["value"] / t_c, stderr=times["stderr"] / t_c)
    theory = times[times["kind"] == "theory"]
    inset.plot(theory["N"], theory["value"], "D", color="0.3", ms=4, mfc="none", mew=0.7)
    for N, colour in _sizes(rows).items():
        at = times[(times["kind"] == "simulation") & (times["N"] == N)]
        if len(at):
            simulation_points(inset, at, "N", color=colour, ms=2.2, lw=0.7)
    inset.axhline(1, color="k", lw=0.8, zorder=0)
    inset.set(xscale="log")
    inset.margins(0.12, 0.15)
    inset.set_title("$t_c(N)/t_c$ against $N$", fontsize=6, pad=2)
    inset.tick_params(labelsize=5.5)
    inset.xaxis.set_minor_formatter(NullFormatter())


def _smooth_line(panel: Axes, rows: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw rows, in the order of x, as a monotone cubic in log x through them."""
    places = np.log(rows[x].to_numpy(float))
    # the interpolation divides by slopes, which must not be too small to be divided by
    values = np.round(rows["value"].to_numpy(float), 12)
    fine = np.linspace(places[0], places[-1], 300)
    panel.plot(np.exp(fine), PchipInterpolator(places, values)(fine), **style)


def _name_sizes(panel: Axes, rows: pd.DataFrame) -> None:
    for k, (N, colour) in enumerate([*_sizes(rows).items(), (np.inf, "k")]):
        name = r"$N\to\infty$" if np.isinf(N) else f"$N$ = {N:g}"
        panel.text(
            0.97,
            0.93 - 0.09 * k,
            name,
            color=colour,
            fontsize=7,
            ha="right",
            transform=panel.transAxes,
        )


def _gaussian_entropy(panel: Axes, rows: pd.DataFrame) -> None:
    """Sigma(eps) with the histogram of all levels; in the inset, the mean highest level."""
    entropy = select(rows, quantity="entropy")
    theory_line(panel, select(entropy, kind="theory"), "level", color="k", lw=1.1)
    drawn = select(entropy, kind="simulation")
    colours = _sizes(rows)
    colour = colours[float(drawn["N"].iloc[0])]
    drawn = drawn[drawn["value"] > 0]
    simulation_points(panel, drawn, "level", color=colour, ms=4.2, mfc="none", lw=0.7)
    panel.axhline(0, color="0.6", lw=0.6)
    N = drawn["N"].iloc[0]
    panel.text(0.97, 0.93, f"$N={N:g}$", color=colour, ha="right", fontsize=7,
               transform=panel.transAxes)  # fmt: skip
    panel.set(xlabel=r"energy $\varepsilon$", ylabel=r"entropy $\Sigma$", ylim=(0, None))
    inset = panel.inset_axes((0.36, 0.2, 0.36, 0.34))
    highest = select(rows, quantity="highest_level")
    _smooth_line(inset, select(highest, kind="theory").sort_values("N"), "N", color="0.3", lw=0.8)
    measured = select(highest, kind="simulation")
    for N, colour in colours.items():
        if (measured["N"] == N).any():
            simulation_points(inset, measured[measured["N"] == N], "N", color=colour, ms=2.5)
    edge = float(select(entropy, kind="theory")["level"].max())
    inset.axhline(edge, color="k", lw=0.8)
    inset.set(xscale="log")
    inset.margins(0.12, 0.15)
    inset.set_title(r"highest $\varepsilon$ at $N$", fontsize=6, pad=2)
    inset.tick_params(labelsize=5.5)


def _diffusion_entropy(panel: Axes, potential: pd.DataFrame) -> None:
    """Sigma seen from a typical x_t: limit, finite-size theory and simulation."""
    rows = potential[potential["quantity"].str.startswith("level_entropy")]
    for regime, (colour, label) in REGIMES.items():
        at = select(rows, regime=regime)
        at = at.assign(level=-at["distance"] / (2 * at["t"]))
        limit = select(at, quantity="level_entropy", kind="theory")
        theory_line(panel, limit, "level", color="k", lw=0.9, ls=(0, (3, 2)), zorder=4)
        finite = select(at, quantity="level_entropy_finite_size")
        theory_line(panel, finite, "level", color=colour, lw=1.1)
        simulated = select(at, quantity="level_entropy", kind="simulation")
        simulated = simulated[simulated["value"] > 0]
        simulation_points(panel, simulated, "level", color=colour, ms=2.2, lw=0.7)
        place = {"between": (0.97, 0.93), "below_collapse": (0.03, 0.93)}[regime]
        align = "right" if place[0] > 0.5 else "left"
        label = f"{label}: $t={at['t'].iloc[0]:.2g}$"
        panel.text(*place, label, color=colour, ha=align, fontsize=7, transform=panel.transAxes)
    N = potential["N"].dropna().iloc[0]
    panel.text(0.03, 0.8, f"$N={N:g}$", fontsize=7, transform=panel.transAxes)
    panel.set(xlabel=r"energy $\varepsilon = -|x_t-\xi|^2/2tN$", ylabel=r"entropy $\Sigma$")
    panel.set(ylim=(0, 0.235))
