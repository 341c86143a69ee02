"""Spectra of networks trained on ever more points."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select

SHOWN = 12  # smallest singular values
LINES = ((7, "k"), (5, "#009E73"), (2, "#D55E00"))


def draw(tables: dict[str, Any]) -> Figure:
    """A panel of spectra for each number of points; the final gap against sqrt(t)."""
    rows = select(tables["spectra"], panel="network")
    sizes = sorted(int(size) for size in rows["P"].unique())
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, len(sizes) + 1)
    colours = sequence_colours(len(sizes))
    for panel, size, colour in zip(panels, sizes, colours, strict=False):
        at = rows[rows["P"] == size]
        _spectrum(panel, at)
        panel.set_title(f"$P={size}$")
        gap = select(at, quantity="gap")
        gap = gap.assign(sigma=gap["t"] ** 0.5)
        simulation_points(
            panels[-1], gap, "sigma", color=colour, ms=2.4, fmt="o-", lw=0.7, label=str(size)
        )
    panels[0].set_ylabel("singular value / largest")
    panels[-1].set(xscale="log", xlabel=r"$\sqrt{t}$", ylabel="gap at dimension 7 or 6")
    panels[-1].legend(title="$P$", title_fontsize=6.5)
    letter_panels(panels)
    return figure


def _spectrum(panel: Axes, rows: Any) -> None:
    """The smallest singular values at every t, each spectrum over the largest one shown."""
    values = select(rows, quantity="singular_value")
    N = int(values["rank"].max()) + 1
    values = values[values["rank"] >= N - SHOWN]
    times = sorted(values["t"].unique(), reverse=True)
    for t, colour in zip(times, sequence_colours(len(times)), strict=True):
        line = select(values, t=float(t)).sort_values("rank")
        panel.plot(line["rank"], line["value"] / line["value"].iloc[0], color=colour, lw=0.7)
    for dimension, colour in LINES:
        panel.axvline(N - dimension - 0.5, color=colour, lw=0.8, ls="--")
    panel.set(xlabel="ordered singular values", ylim=(-0.05, 1.1))
