"""Theory that is computed at few points, drawn as the smooth curve that it is."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.interpolate import CubicSpline

POINTS = 300


def smooth_line(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw positive rows of a table against a positive `x`: a cubic spline of both logarithms."""
    ordered = frame.sort_values(x)
    at, values = (np.log(ordered[name].to_numpy(float)) for name in (x, "value"))
    fine = np.linspace(at[0], at[-1], POINTS)
    axes.plot(np.exp(fine), np.exp(CubicSpline(at, values)(fine)), **style)
