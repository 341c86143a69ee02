"""What fig7 draws as measured times are the measured times, each in the panel of its manifold."""

from pathlib import Path

import numpy as np

from memgen.plots.manifold_memorization import fig7_times
from memgen.tables.read import read_table, select

TABLES = Path(__file__).resolve().parents[2] / "figures/gallery/manifold_memorization"


def test_measured_times_are_drawn_with_their_errors():
    tables = {
        name: read_table(TABLES / f"{name}.csv")
        for name in ("times", "fixed_size", "cross_entropy")
    }
    panels = fig7_times.draw(tables).axes
    names = [
        panel.get_title() for panel in panels if panel.get_title() in ("linear", "tanh", "relu")
    ]
    assert names == ["linear", "tanh", "relu"]
    for panel, name in zip(panels, names, strict=False):
        measured = select(
            tables["fixed_size"], activation=name, kind="simulation", quantity="collapse_time"
        )
        drawn = [np.asarray(bars[0].get_ydata()) for bars in panel.containers]
        assert any(
            values.size == len(measured)
            and np.allclose(np.sort(values), np.sort(measured["value"]))
            for values in drawn
        )
