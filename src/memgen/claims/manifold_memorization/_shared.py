"""What several figures claim alike: slopes of the collapse time."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def slope(tables: Tables, activation: str) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D over the curve's points at alpha_D <= .05."""
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    curve = select(
        times, activation=activation, along="alpha_D", alpha=alpha, quantity="collapse_time"
    )
    curve = curve[curve["alpha_D"] <= 0.05]
    if len(curve) < 2:
        raise ValueError(
            f"The {activation} curve has {len(curve)} point(s) at alpha_D <= 0.05 and no slope: "
            "raise times.nonlinear_points, or lower times.alpha_D_range."
        )
    x = curve["alpha"] / curve["alpha_D"]
    return Measurement(float(np.polyfit(x, np.log(curve["alpha_D"] * curve["value"]), 1)[0]))
