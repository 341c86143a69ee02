"""The message-passing score against the exact one, against Monte Carlo, and driving a sampler."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")


def draw(tables: dict[str, Any]) -> Figure:
    """Linear manifold; one point's coordinates; error against D; generated points."""
    rows, sampling = tables["message_passing_exactness"], tables["message_passing_sampling"]
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, 4)
    _linear(panels[0], rows)
    _coordinates(panels[1], tables["message_passing_points"])
    _against_dimension(panels[2], sampling)
    _generated(panels[3], rows)
    letter_panels(panels)
    return figure


def _linear(panel: Axes, rows: pd.DataFrame) -> None:
    """Relative difference to the exact linear score."""
    found = select(rows, quantity="linear_miss")
    sizes = found[["N", "D"]].drop_duplicates().itertuples(index=False)
    for (N, D), colour in zip(sizes, COLOURS, strict=False):
        at = found[(found["N"] == N) & (found["D"] == D)].sort_values("t")
        panel.plot(at["t"], at["value"], "o-", ms=2.5, lw=0.7, color=colour, label=f"{N:g}, {D:g}")
    panel.axhline(1e-9, color="0.5", lw=0.8, ls=":")
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylim=(1e-16, 1e-8))
    panel.set_title("linear")
    panel.set_ylabel("difference to the exact score")
    panel.legend(title="$N$, $D$", title_fontsize=6, fontsize=5.5, loc="lower left", ncols=2)


def _coordinates(panel: Axes, points: dict[str, Any]) -> None:
    """E[xi | x] of each coordinate of one point, by both."""
    panel.plot([-1, 1], [-1, 1], color="0.6", lw=0.6)
    panel.errorbar(
        points["sampled"],
        points["denoised"],
        xerr=np.sqrt(points["sampled_variance"]),
        yerr=np.sqrt(points["variance"]),
        fmt="o",
        ms=1.5,
        lw=0.3,
        capsize=0,
        color="#D55E00",
        ecolor="#E9B28C",
    )
    panel.set(xlabel=r"E[$\xi_i|x$], Monte Carlo", ylabel=r"E[$\xi_i|x$], message passing")
    panel.set_title("tanh")
    text = f"$D={points['D']}$, $t={points['t']:g}$\nbars: posterior"
    panel.text(0.09, 0.97, text, transform=panel.transAxes, va="top", fontsize=6)


def _against_dimension(panel: Axes, rows: pd.DataFrame) -> None:
    """Rms difference to Monte Carlo over the posterior's deviation."""
    found = select(rows, quantity="squared_miss")
    times = sorted(found["t"].unique())
    for t, colour in zip(times, COLOURS, strict=False):
        at = select(found, t=float(t)).sort_values("D")
        rms = np.sqrt(at["value"])
        at = at.assign(value=rms, stderr=at["stderr"] / (2 * rms))
        simulation_points(panel, at, "D", color=colour, ms=3, label=f"$t={t:g}$")
        noise = np.sqrt(
            select(rows, quantity="monte_carlo_noise", t=float(t)).sort_values("D")["value"]
        )
        panel.plot(at["D"], noise, ":", color=colour, lw=0.8)
    first = select(found, t=float(times[0])).sort_values("D")
    D = first["D"].to_numpy(float)
    panel.plot(
        D, np.sqrt(first["value"].iloc[0] * D[0] / D), color="0.4", lw=0.8, label="$D^{-1/2}$"
    )
    panel.plot([], [], ":", color="0.4", lw=0.8, label="noise of the chains,\nsubtracted")
    panel.set(xscale="log", yscale="log", xlabel="$D$")
    panel.set_ylabel("difference / posterior deviation")
    panel.set_xticks(D, [f"{value:g}" for value in D])
    panel.minorticks_off()
    low = select(rows, quantity="monte_carlo_noise")["value"].min() ** 0.5
    panel.set_ylim(bottom=0.25 * low)
    panel.set_title("tanh")
    panel.legend(fontsize=5.5, loc="lower left")


def _generated(panel: Axes, rows: pd.DataFrame) -> None:
    """Second moments of generated points along the axes of the true covariance."""
    found = select(rows, quantity="axis_variance")
    theory = select(found, kind="theory").sort_values("rank")
    panel.plot(theory["rank"] + 1, theory["value"], color="k", lw=1, label="manifold + $t$")
    made = select(found, kind="simulation").assign(place=lambda frame: frame["rank"] + 1)
    simulation_points(panel, made, "place", color="#D55E00", ms=1.6, lw=0.4, label="generated")
    D = int(made["D"].iloc[0])
    panel.axvline(D + 0.5, color="0.6", lw=0.6, ls="--")
    panel.set(yscale="log", xlabel="axis of the covariance", ylabel="second moment")
    panel.set_title("tanh")
    panel.legend(fontsize=5.5, loc="upper right")
