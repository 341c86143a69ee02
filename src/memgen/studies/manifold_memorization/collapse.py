"""The draws of the collapse averaged, its crossings, and the theory beside them."""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.optimize import brentq

from memgen.settings.manifold_memorization import Collapse
from memgen.statistics.crossing import crossing
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies import rem
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.linear import linear_cumulant
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
            half = crossing(t, curves[name], 0.5)
            yield row(quantity, "simulation", half.place, half.stderr, half.n, **size)
    yield from limit(alpha, alpha_D, collapse_time(alpha, alpha_D), s.span)


def limit(alpha: float, alpha_D: float, t_c: float, span: float) -> Iterator[Row]:
    """Yield the curves for N to infinity: steps at t_c, and f_t = max(0, alpha - I(t))."""
    grid = t_c * np.exp(np.linspace(-span, span, LIMIT_POINTS))
    for t in np.sort(np.append(grid, t_c * (1 - 1e-9))):
        collapsed = float(t < t_c)
        yield row("own_weight", "theory", collapsed, N=np.inf, t=t)
        yield row("participation", "theory", collapsed, N=np.inf, t=t)
        excess = max(0.0, alpha - linear_mutual_information(t, alpha_D))
        yield row("excess_entropy", "theory", excess, N=np.inf, t=t)
    yield row("collapse_time", "theory", t_c, N=np.inf)
    # The other patterns, seen from x_t (R = t), as a random energy model of their own.
    condensation = brentq(
        lambda t: rem.canonical_entropy(linear_cumulant(t, t, alpha_D), alpha, 1.0),
        t_c / 50,
        50 * t_c,
    )
    yield row("condensation_time_of_others", "theory", condensation, N=np.inf)
