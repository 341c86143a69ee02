"""Learning from a teacher against the learning temperature."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """Distance to the teacher, weight of the training set, and the best temperature."""
    rows = tables["learning_temperature"]
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, 3)
    sizes = sorted(rows["P"].unique())
    colours = dict(zip(sizes, sequence_colours(len(sizes)), strict=True))
    for P, colour in colours.items():
        style = {"color": colour, "fmt": "o-", "ms": 2.2, "lw": 0.7}
        at = select(rows, P=int(P))
        fixed = at[at["norm"] == "fixed"]
        simulation_points(panels[0], select(fixed, quantity="kl"), "t", **style, label=f"$P={P}$")
        simulation_points(panels[1], select(fixed, quantity="mass"), "t", **style)
        truth = value_of(at, "true_mass")
        panels[1].axhline(truth, color=colour, lw=0.8, ls="--")
    most = select(rows, P=int(max(sizes)))
    free = most[(most["quantity"] == "kl") & (most["norm"] == "free")]
    simulation_points(
        panels[0],
        free,
        "t",
        color="0.5",
        fmt="s",
        ms=2,
        mfc="white",
        label=f"$P={max(sizes)}$, $|J|$ free",
    )
    floor = value_of(most, "kl_floor")
    panels[0].axhline(floor, color=colours[max(sizes)], lw=0.8, ls=":")
    teacher = value_of(most, "teacher_t")
    for panel in panels[:2]:
        panel.axvline(teacher, color="#D55E00", lw=0.8, ls="--")
        panel.set(xscale="log", xlabel="learning temperature $t$")
    panels[0].set(yscale="log", ylabel="KL(teacher || model)")
    handles, labels = panels[0].get_legend_handles_labels()
    panels[1].set(ylabel="model's mass on the training set", ylim=(0, 1.03))
    shift = select(rows, quantity="log_best_over_teacher")
    simulation_points(panels[2], shift, "P", color="#0072B2", fmt="o-", lw=0.7)
    panels[2].axhline(0, color="#D55E00", lw=0.8, ls="--")
    panels[2].set(xscale="log", xlabel="training examples $P$")
    panels[2].set_ylabel(r"$\log(t_{best}/t_{teacher})$")
    panels[2].legend(handles, labels, loc="upper right", title="(a, b)")
    letter_panels(panels)
    return figure
