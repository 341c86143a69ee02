"""How often matched moments at t = 0 mean that the minima are the data, by enumeration."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.recurrent.exact import second_moments
from memgen.recurrent.moment_theorem import (
    counterexample,
    match_minima,
    same_states,
    states_in_span,
)
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import MomentTheorem
from memgen.tables.rows import Point, Row, mean_row, row


def table(s: MomentTheorem, seeds: Seeds) -> Iterator[Row]:
    """Yield for each N and P how often the theorem holds, then the counterexample's moments."""
    for N in s.N:
        sizes = sorted({max(2, round(fraction * N)) for fraction in s.fractions} - {N})
        for P in tqdm(sizes, disable=None, desc=f"N = {N}"):
            yield from theorem_rows(N, P, s, seeds)
    yield from counterexample_rows()


def theorem_rows(N: int, P: int, s: MomentTheorem, seeds: Seeds) -> Iterator[Row]:
    """Yield how often only data lie in their span, moments match, and minima are then the data."""
    point: Point = {"N": N, "P": P}
    alone, matchings = [], []
    for draw in range(s.draws):
        xi = draw_patterns("binary", P, N, seeds.generator(point, draw))
        alone.append(same_states(states_in_span(xi), xi))
        matchings.append(match_minima(xi, steps=s.steps))
    matched = [matching.minima_are_data for matching in matchings if matching.matched]
    yield mean_row("span_is_data", np.array(alone), **point)
    yield mean_row("matched", np.array([matching.matched for matching in matchings]), **point)
    if matched:
        yield mean_row("minima_are_data", np.array(matched), **point)


def counterexample_rows() -> Iterator[Row]:
    """Yield the second moments over data and over minima, which agree, and how many minima are."""
    case = counterexample()
    moments = {"data": second_moments(case.data), "minima": second_moments(case.minima)}
    N = len(case.J)
    for over, matrix in moments.items():
        for i, j in zip(*np.triu_indices(N, 1), strict=True):
            yield row("moment", "theory", matrix[i, j], N=N, i=int(i), j=int(j), over=over)
    difference = float(np.abs(moments["data"] - moments["minima"]).max())
    yield row("moment_difference", "theory", difference, N=N)
    yield row("minima", "theory", len(case.minima), N=N)
    yield row("minima_not_data", "theory", len(case.minima) - len(case.data), N=N)
