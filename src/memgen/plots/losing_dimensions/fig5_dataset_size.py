"""Spectra of networks trained on ever more points."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.losing_dimensions.fig4_three_panels import spectrum
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A panel of spectra for each number of points; the final gap against sqrt(t)."""
    rows = select(tables["spectra"], panel="network")
    sizes = sorted(int(size) for size in rows["P"].unique())
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, len(sizes) + 1)
    colours = sequence_colours(len(sizes))
    for panel, size, colour in zip(panels, sizes, colours, strict=False):
        at = rows[rows["P"] == size]
        spectrum(panel, at)
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
