"""The generalization gap over (psi_n, psi_p), and cuts at fixed psi_p."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_band
from memgen.tables import select

EXPONENTS = {1e3: r"$\tau=10^3$", 1e4: r"$\tau=10^4$"}


def draw(tables: dict[str, Any]) -> Figure:
    """A heat map for each tau above, a panel of cuts for each below."""
    rows = tables["generalization_map"]
    times = sorted(rows["tau"].unique())
    figure = new_figure(7.0, 4.8)
    panels = figure.subplots(2, len(times), squeeze=False)
    theory, simulated = select(rows, kind="theory"), select(rows, kind="simulation")
    positive = theory["value"][theory["value"] > 0]
    norm = LogNorm(max(float(positive.min()), 1e-3), float(positive.max()))
    for column, tau in enumerate(times):
        label = EXPONENTS.get(float(tau), rf"$\tau={tau:g}$")
        mesh = _map(panels[0, column], select(theory, tau=float(tau)), norm)
        panels[0, column].set_title(label)
        cut = select(simulated, tau=float(tau))
        _cuts(panels[1, column], select(theory, tau=float(tau)), cut)
    figure.colorbar(
        mesh, ax=list(panels[0]), label=r"$\mathcal{L}_{\rm test}-\mathcal{L}_{\rm train}$"
    )
    panels[1, 0].legend(title=r"$\psi_p$", title_fontsize=6.5)
    letter_panels(panels.ravel())
    return figure


def _map(panel: Axes, theory: Any, norm: LogNorm) -> Any:
    """The gap as colour, psi_n to the right and psi_p up; dashed: psi_p = psi_n."""
    table = theory.pivot_table(index="psi_p", columns="psi_n", values="value")
    x, y = table.columns.to_numpy(float), table.index.to_numpy(float)
    mesh = panel.pcolormesh(x, y, table.to_numpy(), norm=norm, cmap="magma", shading="nearest")
    panel.plot([x[0], x[-1]], [x[0], x[-1]], "w--", lw=0.8)
    panel.set(
        xscale="log",
        yscale="log",
        xlabel=r"$\psi_n$",
        ylabel=r"$\psi_p$",
        xlim=(x[0], x[-1]),
        ylim=(y[0], y[-1]),
    )
    return mesh


def _cuts(panel: Axes, theory: Any, simulated: Any) -> None:
    """The gap against psi_n at a few psi_p: equivalent features (lines), real ones (points)."""
    cuts = sorted(simulated["psi_p"].unique())
    for psi_p, colour in zip(cuts, sequence_colours(len(cuts)), strict=True):
        line = select(theory, psi_p=float(psi_p))
        theory_band(panel, line, "psi_n", color=colour, lw=0.9, label=f"{psi_p:g}")
        found = select(simulated, psi_p=float(psi_p))
        simulation_points(panel, found, "psi_n", color=colour, ms=2.4)
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel="generalization gap")
    ticks = np.array([1, 2, 4, 8, 16, 32, 64])
    panel.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    panel.minorticks_off()
