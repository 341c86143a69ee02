"""Critical recovery step against K by type."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.spurious_states.basin_panels import draw_basins


def draw(tables: dict[str, Any]) -> Figure:
    """A panel for each image set."""
    return draw_basins(tables["image_basins"], "critical_step", "critical step $t_c$", None)
