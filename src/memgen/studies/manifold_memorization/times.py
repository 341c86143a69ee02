"""Theory of t_c, t_o, t_cond0 and t_g: curves against alpha_D and against alpha."""

from collections.abc import Iterable, Iterator

import numpy as np

from memgen.activations import ActivationName, get_activation
from memgen.settings.manifold_memorization import Times
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import collapse_time, times
from memgen.theory.manifold.linear import collapse_time_small_alpha_D

QUANTITIES = {
    "collapse_time": "collapse",
    "onset_time": "onset",
    "condensation_time": "condensation",
    "generalization_time": "generalization",
}


def table(s: Times, alpha: float, alpha_D: float, activation: ActivationName) -> Iterator[Row]:
    """Yield all times along three curves: at fixed alpha_D, at fixed alpha, at the default point.

    The linear manifold's curves at fixed alpha are drawn for `s.alphas` too.
    """
    linear = activation == "linear"
    count = s.linear_points if linear else s.nonlinear_points
    alpha_Ds = np.geomspace(*s.alpha_D_range, count)
    alphas = np.geomspace(*s.alpha_range, count)
    yield from curve(activation, "alpha", alphas, np.full(count, alpha_D))
    for fixed in sorted({alpha, *(s.alphas if linear else [])}):
        yield from curve(activation, "alpha_D", np.full(count, fixed), alpha_Ds)
    yield from curve(activation, "default", [alpha], [alpha_D])


def curve(
    activation: ActivationName, along: str, alphas: Iterable[float], alpha_Ds: Iterable[float]
) -> Iterator[Row]:
    """Yield all times at the given points of one curve."""
    slope = get_activation(activation).mean_squared_slope()
    for alpha, alpha_D in zip(alphas, alpha_Ds, strict=True):
        point: Point = {
            "activation": activation,
            "along": along,
            "alpha": alpha,
            "alpha_D": alpha_D,
        }
        all_times = times(alpha, alpha_D, activation)
        for quantity, field in QUANTITIES.items():
            yield row(quantity, "theory", getattr(all_times, field), **point)
        small = slope * collapse_time_small_alpha_D(alpha, alpha_D)
        yield row("collapse_time_small_alpha_D", "theory", small, **point)
        rescaled = slope * collapse_time(alpha, alpha_D)
        yield row("collapse_time_rescaled", "theory", rescaled, **point)
