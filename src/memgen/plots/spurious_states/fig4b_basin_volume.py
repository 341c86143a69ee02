"""Mean log-volume of basins against K by type."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.spurious_states.basin_panels import draw_basins


def draw(tables: dict[str, Any]) -> Figure:
    """A panel for each image set; bands: standard deviation over samples."""
    return draw_basins(
        tables["image_basins"], "log_volume", "log-volume of the basin", "log_volume_spread"
    )
