"""Smooth curves through computed theory."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.pieces import smooth_line


def test_a_smooth_law_is_met_between_its_points():
    t = np.geomspace(0.03, 8, 23)[::-1]
    axes = Figure().subplots()
    smooth_line(axes, pd.DataFrame({"t": t, "value": t / (1 + t)}), "t", color="k")
    x, y = axes.lines[0].get_data()
    assert len(x) == 300
    np.testing.assert_allclose(y, x / (1 + x), rtol=1e-4)
    np.testing.assert_allclose([x[0], x[-1]], [0.03, 8])
