"""Ordered singular values coloured by t: theory, network, empirical score."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours
from memgen.tables.read import select

SHOWN = 12  # smallest singular values
LINES = ((7, "k"), (5, "#009E73"), (2, "#D55E00"))


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra above, detected dimension against sqrt(t) below; published and derived theory."""
    rows = tables["spectra"]
    trained = sorted(select(rows, panel="network")["P"].unique())[1]
    cases = {
        "theory, published": select(rows, panel="theory_published"),
        "theory, derived": select(rows, panel="theory_derived"),
        f"network, $P={trained}$": rows[(rows["panel"] == "network") & (rows["P"] == trained)],
        "empirical score": select(rows, panel="empirical"),
    }
    figure = new_figure(7.0, 4.2)
    panels = figure.subplots(2, len(cases))
    for (title, at), (above, below) in zip(cases.items(), panels.T, strict=True):
        spectrum(above, at)
        above.set_title(title)
        dimension = select(at, quantity="dimension").sort_values("t", ascending=False)
        below.errorbar(
            dimension["t"] ** 0.5,
            dimension["value"],
            dimension["stderr"].fillna(0),
            fmt="o-",
            ms=2,
            lw=0.7,
            color="#0072B2",
        )
        for level, colour in LINES:
            below.axhline(level, color=colour, lw=0.7, ls=":")
        below.set(xscale="log", xlabel=r"$\sqrt{t}$", ylim=(-0.5, 10))
    panels[0, 0].set_ylabel("singular value / largest")
    panels[1, 0].set_ylabel("detected dimension")
    letter_panels(panels.ravel())
    return figure


def spectrum(panel: Axes, rows: Any) -> None:
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
