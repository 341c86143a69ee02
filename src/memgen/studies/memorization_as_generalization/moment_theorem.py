"""How often matched moments at t = 0 mean that the minima are the data, by enumeration."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.recurrent.exact import second_moments, strict_minima
from memgen.recurrent.moment_theorem import (
    can_be_exchanged,
    counterexample,
    exchanged,
    match_minima,
    span_mean,
    states_in_span,
    unique_moments_probability,
    weight_elsewhere,
)
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import MomentTheorem
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row

# Of the linear program.
NOTHING = 1e-6
# Points of the curves of theory.
CURVE = 121
LARGEST = 20


@dataclass(frozen=True)
class Counterpart:
    """Data and the strict minima of couplings, other states with the same second moments.

    Attributes
    ----------
    data : (P, N)
    minima : (minima, N)
    """

    data: Float[np.ndarray, "P N"]
    minima: Float[np.ndarray, "minima N"]


def table(s: MomentTheorem, seeds: Seeds) -> Made:
    """Return how often data are alone in span and moments, and two counterexamples' states."""
    rows = []
    for N in s.N:
        sizes = sorted({max(2, round(fraction * N)) for fraction in s.fractions} - {N})
        for P in tqdm(sizes, disable=None, desc=f"N = {N}"):
            rows += theorem_rows(N, P, s, seeds)
        rows += mean_number_rows(N)
    for N in tqdm(s.edge_N, disable=None, desc="P = N - 1"):
        rows += edge_rows(N, s, seeds)
    for N in range(min(s.edge_N), LARGEST + 1):
        law = 1 - float(unique_moments_probability(N - 1, N))
        rows.append(row("moments_are_shared_law", "theory", law, N=N, P=N - 1))
    found = random_counterpart(s, seeds)
    bonds = counterexample()
    cases = {"random": found, "bonds": Counterpart(bonds.data, bonds.minima)}
    rows += [line for of, case in cases.items() for line in counterpart_rows(of, case)]
    return Made(rows, arrays={"moment_theorem_states": states(cases)})


def theorem_rows(N: int, P: int, s: MomentTheorem, seeds: Seeds) -> Iterator[Row]:
    """Yield how many pairs +-x of other vectors the span of the data holds."""
    point: Point = {"N": N, "P": P}
    draws = [independent_patterns(P, N, seeds.generator(point, k)) for k in range(s.draws)]
    others = np.array([len(states_in_span(xi)) / 2 - P for xi in draws])
    yield mean_row("others_in_span", others, **point)
    yield row("others_in_span", "theory", span_mean(P, N), **point)


def edge_rows(N: int, s: MomentTheorem, seeds: Seeds) -> Iterator[Row]:
    """Yield how often other distributions have the second moments of N - 1 patterns.

    Up to the largest N of the linear program; at every N how often four patterns can be exchanged.
    """
    point: Point = {"N": N, "P": N - 1}
    stream = seeds.stream("moment_theorem_exceptions")
    draws = [
        independent_patterns(N - 1, N, stream.generator({"N": N}, k)) for k in range(s.rate_draws)
    ]
    fours = np.array([can_be_exchanged(xi) for xi in draws])
    yield mean_row("four_are_exchanged", fours, **point)
    law = 1 - float(unique_moments_probability(N - 1, N))
    yield row("four_are_exchanged", "theory", law, **point)
    if s.program_N < N:
        return
    shared = np.array([weight_elsewhere(xi) > NOTHING for xi in draws[: s.program_draws]])
    yield mean_row("moments_are_shared", shared, **point)
    # of the same draws: those that no exchange of four explains
    yield mean_row("shared_otherwise", shared & ~fours[: s.program_draws], **point)


def independent_patterns(P: int, N: int, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
    """Return random patterns, drawn anew until they are linearly independent."""
    return first_independent(lambda: draw_patterns("binary", P, N, rng))


def mean_number_rows(N: int) -> Iterator[Row]:
    """Yield the mean number of other vectors in the span of random patterns, against P / N.

    The binomial coefficients are polynomials in P.
    """
    for load in np.linspace(3 / N, 1 - 1 / N, CURVE):
        value = span_mean(float(load * N), N)
        yield row("others_in_span_curve", "theory", value, N=N, load=float(load))


def random_counterpart(s: MomentTheorem, seeds: Seeds) -> Counterpart:
    """Return the first counterexample of N - 1 random patterns, at the first N.

    There is one where four patterns can be exchanged and learning matches the moments. Learning
    knows nothing of the data but their moments, which both sets share: it ends on one of them, and
    the other one is the data.

    Raises
    ------
    ValueError
        If no draw has one.
    """
    N = min(s.N)
    for draw in range(s.edge_draws):
        rng = seeds.stream("moment_theorem_edge").generator({"N": N, "P": N - 1}, draw)
        data = independent_patterns(N - 1, N, rng)
        other = exchanged(data)
        if other is None:
            continue
        matching = match_minima(data, steps=s.steps)
        if matching.matched:
            chosen = other if matching.minima_are_data else data
            return Counterpart(chosen, strict_minima(matching.J))
    raise ValueError(
        f"edge_draws = {s.edge_draws} sets of {N - 1} patterns held no counterexample: draw more."
    )


def counterpart_rows(of: str, case: Counterpart) -> Iterator[Row]:
    """Yield how far the second moments over data and minima differ, and the numbers of both."""
    N = case.data.shape[1]
    difference = np.abs(second_moments(case.data) - second_moments(case.minima)).max()
    known = one_of_each_pair(np.concatenate([case.data, case.minima]))
    data, minima = one_of_each_pair(case.data), one_of_each_pair(case.minima)
    yield row("moment_difference", "theory", float(difference), N=N, of=of)
    yield row("minima", "theory", 2 * len(minima), N=N, of=of)
    yield row("minima_not_data", "theory", 2 * (len(known) - len(data)), N=N, of=of)


def states(cases: dict[str, Counterpart]) -> Arrays:
    """Return data and minima of each case, one of each pair +-x."""
    return {
        f"{of}_{name}": one_of_each_pair(getattr(case, name))
        for of, case in cases.items()
        for name in ("data", "minima")
    }


def one_of_each_pair(x: Float[np.ndarray, "states N"]) -> Float[np.ndarray, "pairs N"]:
    """Return the states with x_1 = +1, each once, in the order of their numbers."""
    return np.unique(x * x[:, :1], axis=0)[::-1]
