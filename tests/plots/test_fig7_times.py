"""What fig7 draws as measured times are the measured times."""

from pathlib import Path

import numpy as np

from memgen.plots.manifold_memorization import fig7_times
from memgen.tables.read import read_table, select

TABLES = Path(__file__).resolve().parents[2] / "figures/gallery/manifold_memorization"


def test_measured_times_are_drawn_with_their_errors():
    names = ("times", "fixed_size", "cross_entropy", "best_times", "basins", "basin_theory")
    tables = {name: read_table(TABLES / f"{name}.csv") for name in names}
    panel = fig7_times.draw(tables).axes[0]
    assert panel.get_title() == "linear"
    drawn = [np.asarray(bars[0].get_ydata()) for bars in panel.containers]
    for rows in (
        select(tables["fixed_size"], activation="linear", quantity="collapse_time"),
        select(tables["cross_entropy"], quantity="generalization_time"),
    ):
        measured = select(rows, kind="simulation")["value"]
        assert any(
            values.size == len(measured) and np.allclose(np.sort(values), np.sort(measured))
            for values in drawn
        )
