"""Jacobian spectra of a latent diffusion model at images of prompts."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours
from memgen.plots.spurious_states.sample_types import COLOURS
from memgen.tables.read import select, single, value_of

CLIP = 1500  # of the published axis
NO_RESULT, WARNING = "random weights", "#B00020"


def draw(tables: dict[str, Any]) -> Figure:
    """One picture of each prompt above; ordered spectra, and how alike its images are, below."""
    rows, pictures = tables["latent_spectra"], tables["latent_pictures"]
    prompts = sorted(int(k) for k in rows["prompt"].dropna().unique())
    figure = new_figure(7.0, 4.0)
    outer = figure.add_gridspec(2, 1, height_ratios=(1, 2.2))
    top = outer[0].subgridspec(1, max(len(prompts), 3))
    below = outer[1].subgridspec(1, 2, width_ratios=(2, 1))
    panels = [figure.add_subplot(cell) for cell in below]
    ceiling = value_of(rows, "ceiling")
    for number, colour in zip(prompts, sequence_colours(len(prompts), "plasma"), strict=True):
        own = rows[rows["prompt"] == number]
        kind = own["type"].iloc[0]
        shown = figure.add_subplot(top[number])
        shown.imshow(pictures[f"prompt{number}"])
        shown.set_title(f"{number + 1}: {kind}", fontsize=6.5, color=COLOURS.get(kind, "k"))
        shown.axis("off")
        values = select(own, quantity="singular_value").sort_values("fraction")
        panels[0].plot(values["fraction"], values["value"], color=colour, label=str(number + 1))
        low, high = values["value"] - values["stderr"], values["value"] + values["stderr"]
        panels[0].fill_between(values["fraction"], low, high, color=colour, alpha=0.25, lw=0)
        apart = single(own, quantity="apart")
        panels[1].errorbar(
            number + 1, apart["value"], apart["stderr"], fmt="o", color=COLOURS.get(kind, "k")
        )
    panels[0].axhline(ceiling, color="0.5", lw=0.8, ls=":", label=r"$1/(1-\bar\alpha)$")
    panels[0].set(xlabel="rank / $N$", ylabel="singular value of the score's Jacobian")
    panels[0].set_ylim(0, min(CLIP, 1.05 * max(panels[0].get_ylim()[1], ceiling)))
    panels[0].legend(title="prompt", title_fontsize=6.5)
    panels[1].set(
        xlabel="prompt", ylabel="difference of its images", xticks=[k + 1 for k in prompts]
    )
    panels[1].set_ylim(bottom=0)
    letter_panels(panels)
    if value_of(rows, "random_weights"):
        _mark_as_no_result(figure)
    return figure


def _mark_as_no_result(figure: Figure) -> None:
    """Say across the picture that nothing was learnt by what it shows."""
    figure.suptitle(
        f"{NO_RESULT}: this shows the layout, not a result", color=WARNING, weight="bold"
    )
    for panel in figure.axes:
        if panel.axison:
            style = {"transform": panel.transAxes, "rotation": 20, "alpha": 0.35, "fontsize": 16}
            panel.text(0.5, 0.5, NO_RESULT, color=WARNING, ha="center", va="center", **style)
