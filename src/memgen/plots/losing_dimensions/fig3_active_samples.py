"""Active samples on a slice of x at three t, and where the theories put their condensation."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select

CONTOURS = {
    "finite": ("k", "exact, finite $P$: $Y_2=1/2$"),
    "exact": ("#56B4E9", "exact REM: $t_c(x)=t$"),
    "gaussian": ("#E69F00", "Gaussian REM: $t_c(x)=t$"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """1 / Y2 as colour; white: measured Y2 = 1/2; lines: theories, in one quadrant."""
    rows = tables["active_samples"]
    times = sorted(rows["t"].unique())
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, len(times), sharey=True)
    P = int(rows["P"].iloc[0])
    for panel, t in zip(panels, times, strict=True):
        mesh = _slice(panel, select(rows, t=float(t)), float(t), LogNorm(1, P))
        panel.set(title=f"$t={t:g}$", xlabel="$x_1$ (larger variance)")
    panels[0].set_ylabel("$x_2$ (smaller variance)")
    figure.colorbar(mesh, ax=list(panels), label="active samples $1/Y_2$")
    lines = [Line2D([], [], color=c, lw=1) for c, _ in CONTOURS.values()]
    figure.legend(
        lines, [label for _, label in CONTOURS.values()], loc="outside lower center", ncols=3
    )
    letter_panels(panels)
    return figure


def _slice(panel: Axes, rows: Any, t: float, norm: LogNorm) -> Any:
    measured = select(rows, quantity="participation", kind="simulation")
    table = measured.pivot_table(index="x2", columns="x1", values="value")
    x, y = table.columns.to_numpy(float), table.index.to_numpy(float)
    mesh = panel.pcolormesh(
        x, y, 1 / table.to_numpy(), norm=norm, cmap="viridis", shading="nearest"
    )
    panel.contour(x, y, table.to_numpy(), [0.5], colors="w", linewidths=1.2)
    finite = select(rows, quantity="participation", kind="theory")
    _contour(panel, finite, 0.5, CONTOURS["finite"][0])
    for model in ("exact", "gaussian"):
        at = rows[(rows["quantity"] == "condensation_time") & (rows["model"] == model)]
        _contour(panel, at, t, CONTOURS[model][0])
    return mesh


def _contour(panel: Axes, rows: Any, level: float, colour: str) -> None:
    """A contour of the theory, known in the first quadrant, in this one."""
    table = rows.pivot_table(index="x2", columns="x1", values="value")
    values = table.to_numpy()
    if values.min() < level < values.max():
        panel.contour(
            table.columns.to_numpy(float),
            table.index.to_numpy(float),
            values,
            [level],
            colors=colour,
            linewidths=1,
        )
