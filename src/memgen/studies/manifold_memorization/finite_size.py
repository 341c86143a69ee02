"""Finite-size theory of the collapse at one N: no points are drawn, so N may be large."""

from collections.abc import Iterator

import numpy as np

from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import FiniteSize
from memgen.statistics.probit_crossing import probit_crossing
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import own_pattern

CROSSINGS = {"collapse_time": "own_weight", "participation_time": "participation"}
# Beyond, P = exp(alpha N) is as good as a whole number.
LARGEST_WHOLE_EXPONENT = 30


def table(
    s: FiniteSize, seeds: Seeds, alpha: float, alpha_D: float, times: int, width: float, N: int
) -> Iterator[Row]:
    """Yield the mean curves at N and their crossings, on the simulation's grid of t.

    Theory, though averaged over draws of F and x_t: its points never existed.
    """
    span = width / np.sqrt(N)
    t = collapse_time(alpha, alpha_D) * np.exp(np.linspace(-span, span, times))
    size: Point = {"N": N, "D": max(1, round(alpha_D * N))}
    exponent = alpha * N
    whole = exponent < LARGEST_WHOLE_EXPONENT
    log_P = np.log(round(np.exp(exponent))) if whole else exponent
    pattern = own_pattern(t, N, size["D"], log_P, s.draws, seeds.generator(size))
    curves = {
        "own_weight": pattern.weight,
        "participation": pattern.participation,
        "excess_entropy": pattern.excess_entropy / N,
    }
    for name, draws in curves.items():
        yield from curve_rows(name, draws, {"t": t}, kind="theory", **size)
    for quantity, name in CROSSINGS.items():
        half = probit_crossing(t, curves[name], 0.5).crossing()
        yield row(quantity, "theory", half.place, half.stderr, half.n, **size)
    yield mean_row("weight_at_collapse", pattern.weight[:, times // 2], kind="theory", **size)
