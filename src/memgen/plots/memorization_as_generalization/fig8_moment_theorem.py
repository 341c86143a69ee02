"""When matched moments at t = 0 mean that the minima are the data."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of

QUANTITIES = {
    "matched": "moments are matched (fraction)",
    "minima_are_data": "if so, minima are data (fraction)",
    "span_is_data": r"span is $\pm$ data (fraction)",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Three fractions against P/N; the moments of the counterexample."""
    rows = tables["moment_theorem"]
    figure = new_figure(7.0, 2.4)
    panels = figure.subplots(1, 4)
    sizes = sorted(select(rows, quantity="matched")["N"].unique())
    for panel, (quantity, title) in zip(panels, QUANTITIES.items(), strict=False):
        for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
            at = select(rows, quantity=quantity, N=int(N))
            at = at.assign(load=at["P"] / at["N"])
            simulation_points(
                panel, at, "load", color=colour, fmt="o-", ms=2.5, lw=0.7, label=f"$N={N}$"
            )
        panel.set(xlabel="$P/N$", ylim=(-0.03, 1.05), xlim=(0, 1), ylabel=title)
    panels[1].legend(loc="lower left")
    _counterexample(panels[3], rows)
    letter_panels(panels)
    return figure


def _counterexample(panel: Axes, rows: Any) -> None:
    """Every <x_i x_j>: over the 8 data points against over all 16 minima."""
    moments = select(rows, quantity="moment").pivot_table(
        index=["i", "j"], columns="over", values="value"
    )
    panel.plot([-0.2, 1.2], [-0.2, 1.2], color="k", lw=0.6)
    counts = moments.round(12).value_counts().reset_index()
    for data, minima, count in counts.itertuples(index=False):
        panel.plot(data, minima, "o", color="#D55E00", ms=4)
        panel.annotate(
            f"{count} pairs",
            (data, minima),
            (6, -2),
            textcoords="offset points",
            fontsize=6.5,
            va="top",
        )
    found = value_of(rows, "minima_not_data")
    panel.text(
        0.04,
        0.97,
        f"$N=8$: {found:g} minima\nare no data",
        va="top",
        fontsize=6.5,
        transform=panel.transAxes,
    )
    panel.set(xlim=(-0.25, 1.7), ylim=(-0.25, 1.55))
    panel.set(xlabel=r"$\langle x_ix_j\rangle$ over 8 data", ylabel="over 16 minima")
