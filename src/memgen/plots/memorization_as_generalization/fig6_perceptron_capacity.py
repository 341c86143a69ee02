"""Gardner's capacities, and the largest stabilities that networks have."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select

LOOKS = {"symmetric": ("#D55E00", "o"), "plain": ("#0072B2", "s")}


def draw(tables: dict[str, Any]) -> Figure:
    """Load against stability on the left, over the formula on the right."""
    rows = tables["perceptron_capacity"]
    figure = new_figure(7.0, 3.0)
    panels = figure.subplots(1, 2)
    _capacity(panels[0], rows)
    _ratio(panels[1], rows)
    letter_panels(panels)
    return figure


def _capacity(panel: Axes, rows: Any) -> None:
    N = int(select(rows, quantity="largest_stability")["N"].max())
    for couplings, (colour, marker) in LOOKS.items():
        theory = select(rows, quantity="storage_load", couplings=couplings)
        theory_line(panel, theory, "kappa", color=colour, label=f"{couplings}, formula")
        found = select(rows, quantity="largest_stability", couplings=couplings, N=N)
        panel.errorbar(
            found["value"],
            found["load"],
            xerr=found["stderr"],
            fmt=marker,
            color=colour,
            mfc="white",
            ms=4,
            label=f"{couplings}, largest found, $N={N}$",
        )
    spectral = select(rows, quantity="spectral_stability").sort_values("load")
    panel.plot(
        spectral["value"],
        spectral["load"],
        "--",
        color="#009E73",
        label="symmetric, our theory",
    )
    reached = select(rows, quantity="perceptron_margin")
    panel.plot(
        reached["value"], reached["load"], "x", color="k", ms=4, label="symmetric perceptron"
    )
    fits = select(rows, quantity="fits")
    above = float(fits["load"].iloc[0])
    share = fits.sort_values("N")["value"].iloc[-1]
    panel.plot([0], [above], "*", color="#D55E00", ms=7, clip_on=False)
    panel.annotate(
        f"found in {share:.0%} of\ndraws, largest $N$",
        (0.03, above),
        (0.75, 1.62),
        fontsize=6.5,
        arrowprops={"arrowstyle": "-", "lw": 0.5},
    )
    panel.set(xlabel=r"stability $\kappa$", ylabel="load $P/N$", xlim=(0, 3.2), ylim=(0, 2.05))
    panel.legend(loc="upper right", fontsize=6, bbox_to_anchor=(1.0, 0.8))


def _ratio(panel: Axes, rows: Any) -> None:
    """Measured stability over the formula's: points of growing N, light to dark."""
    for couplings, (colour, marker) in LOOKS.items():
        theory = select(rows, quantity="gardner_stability", couplings=couplings)
        theory = theory.set_index("load")["value"]
        found = select(rows, quantity="largest_stability", couplings=couplings)
        sizes = sorted(found["N"].unique())
        for k, N in enumerate(sizes):
            at = select(found, N=int(N))
            bound = at["load"].map(theory)
            at = at.assign(value=at["value"] / bound, stderr=at["stderr"] / bound)
            alpha = 0.35 + 0.65 * k / max(len(sizes) - 1, 1)
            simulation_points(
                panel,
                at,
                "load",
                fmt=marker,
                color=colour,
                alpha=alpha,
                ms=3,
                label=f"{couplings}, $N={N:g}$",
            )
        if couplings == "symmetric":
            spectral = select(rows, quantity="spectral_stability").set_index("load")["value"]
            ratio = (spectral.reindex(theory.index) / theory).sort_index()
            panel.plot(ratio.index, ratio, "--", color="#009E73", label="symmetric, our theory")
    panel.axhline(1, color="k", lw=0.7)
    panel.set(xlabel="load $P/N$", ylabel=r"largest stability / formula", ylim=(0.9, 2.0))
    panel.legend(loc="upper left", fontsize=6)
