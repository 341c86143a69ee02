"""Training losses beside the least losses, and at which t the networks follow their points."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables.read import select, value_of

HALF = 0.5  # share between circle and points
NAMED = 0.2  # share at which a curve has its name
SCORES = {"from_points": ("o-", "their points' score"), "from_circle": ("s--", "the circle's")}


def draw(tables: dict[str, Any]) -> Figure:
    """Losses against steps; shares of the points; distances of scores at the two largest K."""
    rows = tables["toy_training"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    sizes = sorted(select(rows, quantity="loss")["K"].astype(int).unique().tolist())
    colours: dict[int, str] = dict(zip(sizes, K_COLOURS, strict=False))
    _losses(panels[0], rows, colours)
    _shares(panels[1], select(rows, quantity="followed"), colours)
    _distances(panels[2], rows, {K: colours[K] for K in sizes[-2:]})
    letter_panels(panels)
    return figure


def _losses(panel: Axes, rows: Any, colours: dict[int, str]) -> None:
    losses = select(rows, quantity="loss")
    for K, colour in colours.items():
        curve = losses[losses["K"] == K].sort_values("step")
        panel.plot(curve["step"], curve["value"], color=colour, lw=0.9)
        best = value_of(rows, "empirical_optimum", K=K)
        panel.axhline(best, color=colour, lw=0.8, ls="--")
        panel.text(
            1.0,
            best - 0.015,
            f"$K={K}$",
            color=colour,
            ha="right",
            va="top",
            fontsize=7,
            transform=panel.get_yaxis_transform(),
        )
    panel.axhline(value_of(rows, "circle_optimum"), color="k", lw=0.8, ls=":")
    panel.set(xlabel="training step", ylabel="training loss", xscale="log", ylim=(0.25, 1.4))
    panel.text(
        0.97,
        0.97,
        "dashed: least loss\non the points\ndotted: on the circle",
        ha="right",
        va="top",
        fontsize=6.5,
        transform=panel.transAxes,
    )


def _shares(panel: Axes, rows: Any, colours: dict[int, str]) -> None:
    for K, colour in colours.items():
        found = select(rows, K=K).sort_values("t")
        panel.errorbar(found["t"], found["value"], found["stderr"], fmt="o-", lw=0.8, color=colour)
        _name_share(panel, found, K, colour)
    for level, text, x, ha in (
        (1, "all of it", 1e-3, "left"),
        (HALF, "half", 1.0, "right"),
        (0, "none of it", 1.0, "right"),
    ):
        panel.axhline(level, color="k", lw=0.6, ls=":")
        panel.text(x, level + 0.02, text, ha=ha, va="bottom", fontsize=6.5)
    panel.set(xscale="log", xlabel="noise variance $t$", ylim=(-0.1, 1.25))
    panel.set_ylabel("share of the points' fluctuation")


def _name_share(panel: Axes, found: Any, K: int, colour: str) -> None:
    """Name a curve below its rise, or above its top where it begins higher than half."""
    rises = float(found["value"].iloc[0]) < HALF
    above = found[found["value"] >= NAMED]
    at = (above if len(above) else found).iloc[0] if rises else found.loc[found["value"].idxmax()]
    offset, ha, va = ((5, -3), "left", "top") if rises else ((2, 4), "center", "bottom")
    style = {"color": colour, "fontsize": 7, "textcoords": "offset points"}
    panel.annotate(f"$K={K}$", (at["t"], at["value"]), offset, ha=ha, va=va, **style)


def _distances(panel: Axes, rows: Any, colours: dict[int, str]) -> None:
    for K, colour in colours.items():
        for quantity, (style, _) in SCORES.items():
            found = select(rows, quantity=quantity, K=K).sort_values("t")
            panel.errorbar(
                found["t"], found["value"], found["stderr"], fmt=style, lw=0.8, color=colour
            )
        first = select(rows, quantity="from_points", K=K).sort_values("t").iloc[0]
        panel.text(first["t"], 1.4 * first["value"], f"$K={K}$", color=colour, fontsize=7)
    for style, label in SCORES.values():
        panel.plot([], [], style, lw=0.8, color="0.4", label=label)
    panel.set(xscale="log", yscale="log", xlabel="noise variance $t$", ylim=(1e-3, 60))
    panel.set_ylabel(
        r"$\langle|s-s'|^2\rangle\,/\,\langle|s_{\mathrm{emp}}-s_{\mathrm{circ}}|^2\rangle$"
    )
    panel.legend(title="networks from", title_fontsize=6.5, loc="lower left")
