"""The draws of the collapse averaged, its crossings, and the theory beside them."""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.stats import norm

from memgen.settings.manifold_memorization import Collapse
from memgen.statistics.probit_crossing import probit_crossing
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.linear import linear_collapse_width
from memgen.theory.manifold.linear_information import linear_mutual_information

CURVES = ("own_weight", "participation", "excess_entropy")
CROSSINGS = {"collapse_time": "own_weight", "participation_time": "participation"}
LIMIT_POINTS = 200


def table(
    s: Collapse, alpha: float, alpha_D: float, draws: Mapping[tuple[int, int, int], Arrays]
) -> Iterator[Row]:
    """Yield means over draws and crossings for each N of the ladder, and N to infinity.

    `draws` holds, by (N, first, last), what `collapse_draws` made.
    """
    for N in dict.fromkeys(label[0] for label in draws):
        parts = [draws[label] for label in sorted(draws) if label[0] == N]
        t, D, P = parts[0]["t"], int(parts[0]["D"]), int(parts[0]["P"])
        size: Point = {"N": float(N), "D": D, "P": P}
        curves = {name: np.concatenate([part[name] for part in parts]) for name in CURVES}
        for name in CURVES:
            yield from curve_rows(name, curves[name], {"t": t}, **size)
        for quantity, name in CROSSINGS.items():
            half = probit_crossing(t, curves[name], 0.5).crossing()
            yield row(quantity, "simulation", half.place, half.stderr, half.n, **size)
        yield mean_row("weight_at_collapse", curves["own_weight"][:, len(t) // 2], **size)
    smallest = min(label[0] for label in draws)
    yield from limit(s.width, smallest, alpha, alpha_D)


def limit(width: float, smallest: int, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield the curves for N to infinity: steps at t_c, f_t = max(0, alpha - I(t)), the scaling.

    On the grid of the `smallest` N. Against u = sqrt(N) log(t / t_c) the own weight tends to a
    normal distribution.
    """
    t_c = collapse_time(alpha, alpha_D)
    span = width / np.sqrt(smallest)
    grid = t_c * np.exp(np.linspace(-span, span, LIMIT_POINTS))
    for t in np.sort(np.append(grid, t_c * (1 - 1e-9))):
        collapsed = float(t < t_c)
        yield row("own_weight", "theory", collapsed, N=np.inf, t=t)
        yield row("participation", "theory", collapsed, N=np.inf, t=t)
        excess = max(0.0, alpha - linear_mutual_information(t, alpha_D))
        yield row("excess_entropy", "theory", excess, N=np.inf, t=t)
    yield row("collapse_time", "theory", t_c, N=np.inf)
    u = np.linspace(-width, width, LIMIT_POINTS)
    scaling = norm.sf(u / linear_collapse_width(alpha, alpha_D))
    yield from (
        row("own_weight_scaling", "theory", float(weight), N=np.inf, u=float(place))
        for place, weight in zip(u, scaling, strict=True)
    )
