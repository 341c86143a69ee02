"""Theory of the basins for N to infinity: R(t) with t_c and t_o for several alpha_D."""

from collections.abc import Iterator

import numpy as np

from memgen.settings.manifold_memorization import BasinRadius
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import basin_radius, collapse_time, onset_time


def table(s: BasinRadius, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield R(t), t_c and t_o for each alpha_D."""
    for aspect in sorted({alpha_D, *s.alpha_Ds}):
        point: Point = {"alpha": alpha, "alpha_D": aspect}
        t_c, t_o = collapse_time(alpha, aspect), onset_time(alpha, aspect)
        below = np.linspace(t_c / 20, t_c, s.points // 4)
        above = np.linspace(t_c, t_o, s.points - below.size)
        t = np.append(below, above[1:])
        for time, radius in zip(t, basin_radius(t, alpha, aspect), strict=True):
            yield row("basin_radius", "theory", radius, **point, t=time)
        yield row("collapse_time", "theory", t_c, **point)
        yield row("onset_time", "theory", t_o, **point)
