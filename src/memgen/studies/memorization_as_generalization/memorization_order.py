"""Entries of the empirical score's smoothed Jacobian, and the order in which directions are lost.

Directions have a "large" or a "small" variance. "few": Gaussian points in few directions. "many":
points of one norm in many.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.measures.geometry.smoothed_jacobian import SmoothedJacobian, smoothed_jacobian
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import MemorizationOrder
from memgen.statistics.crossing import crossing, crossing_place
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies.one_norm import one_norm_participation, one_norm_variances
from memgen.theory.energies.step_weights import StepWeights, mean_along_step, step_weights
from memgen.theory.spectra import (
    JacobianLaw,
    condensation_time,
    mean_diagonal,
    one_norm_jacobian_law,
    one_norm_loss_times,
    slide_jacobian_law,
    squared_weight_variances,
)

HALF = 0.5

# Coordinates of the rows and columns of a group.
Groups = dict[str, np.ndarray]
# (quantity, group of the column, group of the row or "") of one draw.
Blocks = dict[tuple[str, str, str], float]
Directions = Float[np.ndarray, " N"]
Times = Float[np.ndarray, " times"]


def table(s: MemorizationOrder, seeds: Seeds) -> Iterator[Row]:
    """Yield the entries' means and variances and Y2 at sqrt(t) e_j, drawn and in theory."""
    yield from few_rows(s, seeds)
    yield from many_rows(s, seeds)


def few_rows(s: MemorizationOrder, seeds: Seeds) -> Iterator[Row]:
    """Yield the case "few": every t has draws of its own."""
    variances = direction_variances(sum(s.counts), s.counts, s.stds)
    groups = {"large": np.arange(s.counts[0]), "small": np.arange(s.counts[0], variances.size)}
    point: Point = {"data": "few", "P": s.P}
    yield row("condensation_time", "theory", condensation_time(variances, s.P), **point)
    t = np.geomspace(*s.t_range, s.times)
    drawn = []
    for time in tqdm(t, disable=None, desc="few"):
        at = {"t": float(time), "P": s.P}
        points = (
            draw_directions(variances, s.P, seeds.generator(at, draw)) for draw in range(s.draws)
        )
        drawn.append([block_means(smoothed_jacobian(y, time), groups, groups) for y in points])
    yield from measured_rows(drawn, t, groups, variances, point)
    fine = np.geomspace(*s.t_range, s.theory_times)
    squares = [float(variances[own[0]]) for own in groups.values()]
    ends = {
        name: [step_weights(v, variances, int(own[0]), s.P, squares) for v in fine]
        for name, own in groups.items()
    }
    for name, steps in ends.items():
        curve = np.array([step.end[0] for step in steps])
        yield from participation_rows(fine, curve, {**point, "column": name})
    for k, time in enumerate(fine):
        steps = {name: of_group[k] for name, of_group in ends.items()}
        yield from few_theory(float(time), variances, groups, steps, {**point, "t": time})


def few_theory(
    t: float, variances: Directions, groups: Groups, steps: dict[str, StepWeights], point: Point
) -> Iterator[Row]:
    """Yield the entries at one t: exactly at finite P, in the closed law, and as published.

    Exactly, y_i^2 is averaged with the squared weights of the step; the law has its closed form.
    """
    P = point["P"]
    slide, v = slide_jacobian_law(t, variances, P), squared_weight_variances(t, variances, P)
    diagonals = {"law": mean_diagonal(t, variances, P), "slide": np.diag(slide.mean)}
    for column, own in groups.items():
        apart, j = steps[column].apart, int(own[0])
        normality = {model: -t * diagonal[j] for model, diagonal in diagonals.items()}
        normality["exact"] = 1 - mean_along_step(t, variances, j, P)
        for model, value in normality.items():
            place: Point = {**point, "column": column, "model": model}
            yield row("normality", "theory", value, **place)
        for k, (line, of_row) in enumerate(groups.items()):
            s2 = variances[of_row[0]]
            conditional = {
                "exact": apart[1 + k] / apart[0],
                "law": v[of_row[0]],
                "slide": t * s2 / (t + s2),
            }
            variance = {model: value * apart[0] / t**3 for model, value in conditional.items()}
            variance["slide"] = slide.variance[of_row[-1], j]
            for model, value in conditional.items():
                place = {**point, "column": column, "row": line, "model": model}
                yield row("conditional", "theory", value / s2, **place)
                yield row("variance", "theory", variance[model], **place)


def many_rows(s: MemorizationOrder, seeds: Seeds) -> Iterator[Row]:
    """Yield the case "many": all t see the same draws, and some columns of each group."""
    variances = direction_variances(2 * s.many, (s.many, s.many), s.stds)
    of_points = one_norm_variances(variances)
    groups = {"large": np.arange(s.many), "small": np.arange(s.many, 2 * s.many)}
    steps = {name: own[: s.many_columns] for name, own in groups.items()}
    columns = np.concatenate(list(steps.values()))
    point: Point = {"data": "many", "P": s.P}
    lost = one_norm_loss_times(of_points, s.P)
    for name, own in groups.items():
        yield row("loss_time", "theory", float(lost[own[0]]), **point, column=name)
    low, high = s.many_range
    t = np.geomspace(low * lost.min(), high * lost.max(), s.many_times)
    drawn: list[list[Blocks]] = [[] for _ in t]
    for draw in tqdm(range(s.many_draws), disable=None, desc="many"):
        rng = seeds.generator({"many": s.many, "P": s.P}, draw)
        y = draw_directions(variances, s.P, rng, unit_norm=True)
        for time, draws in zip(t, drawn, strict=True):
            draws.append(block_means(smoothed_jacobian(y, time, columns), groups, steps))
    yield from measured_rows(drawn, t, groups, of_points, point)
    fine = np.geomspace(t[0], t[-1], s.many_theory_times)
    for name, own in groups.items():
        j = int(own[0])
        curve = np.array([one_norm_participation(v, variances, j, s.P) for v in fine])
        yield from participation_rows(fine, curve, {**point, "column": name})
        for time, Y2 in zip(fine, curve, strict=True):
            for line, of_row in groups.items():
                exact = of_points[of_row[0]] * (Y2 - 1 / s.P) / time**3
                place: Point = {**point, "t": time, "column": name, "row": line}
                yield row("variance", "theory", exact, **place, model="exact")
    for time in fine:
        laws = {
            "law": one_norm_jacobian_law(time, of_points, s.P),
            "slide": slide_jacobian_law(time, of_points, s.P, unit_norm=True),
        }
        yield from law_rows(float(time), laws, groups, {**point, "t": time})


def block_means(J: SmoothedJacobian, groups: Groups, steps: Groups) -> Blocks:
    """Return the means of one draw over the entries of each block of rows and columns.

    "variance" is the mean square off the diagonal, "spread" that of sum (w' - w)^2 y_i^2.
    """
    found: Blocks = {}
    start = 0
    for column, directions in steps.items():
        own = np.arange(start, start + directions.size)
        start += directions.size
        found["diagonal", column, ""] = float(J.entries[directions, own].mean())
        found["participation", column, ""] = float(J.participation[own].mean())
        found["apart", column, ""] = float(J.apart[own].mean())
        for line, of_row in groups.items():
            off = of_row[:, None] != directions
            for name, values in (("variance", J.entries**2), ("spread", J.spread)):
                found[name, column, line] = float(values[np.ix_(of_row, own)][off].mean())
    return found


def measured_rows(
    drawn: Sequence[Sequence[Blocks]],
    t: Times,
    groups: Groups,
    variances: Directions,
    point: Point,
) -> Iterator[Row]:
    """Yield what draws say at each t, and the t at which Y2 is 1/2.

    "normality" is -t E J_jj: 1 for a direction off the data. "conditional" is
    E sum (w' - w)^2 y_i^2 / E sum (w' - w)^2, over s_i^2.
    """

    def draws_of(k: int, *block: *tuple[str, str, str]) -> Float[np.ndarray, " draws"]:
        return np.array([blocks[block] for blocks in drawn[k]])

    for k, time in enumerate(t):
        for column in groups:
            place: Point = {**point, "t": time, "column": column}
            yield mean_row("normality", -time * draws_of(k, "diagonal", column, ""), **place)
            yield mean_row("participation", draws_of(k, "participation", column, ""), **place)
            apart = draws_of(k, "apart", column, "")
            for line, of_row in groups.items():
                yield mean_row("variance", draws_of(k, "variance", column, line), **place, row=line)
                spread = draws_of(k, "spread", column, line)
                ratio, s2 = spread.mean() / apart.mean(), variances[of_row[0]]
                error = (spread - ratio * apart).std(ddof=1) / np.sqrt(apart.size) / apart.mean()
                value = (ratio / s2, error / s2, apart.size)
                yield row("conditional", "simulation", *value, **place, row=line)
    for column in groups:
        curves = np.array([draws_of(k, "participation", column, "") for k in range(t.size)]).T
        half = crossing(t, curves, HALF, of=f"Y2 of {point['data']} directions")
        place = {**point, "column": column}
        yield row("half_time", "simulation", half.place, half.stderr, half.n, **place)


def participation_rows(t: Times, curve: Times, point: Point) -> Iterator[Row]:
    """Yield Y2 in theory at finite P, and the t at which it is 1/2."""
    for time, value in zip(t, curve, strict=True):
        yield row("participation", "theory", value, **point, t=time)
    yield row("half_time", "theory", crossing_place(t, curve, HALF), **point)


def law_rows(t: float, laws: dict[str, JacobianLaw], groups: Groups, point: Point) -> Iterator[Row]:
    """Yield mean and variance of an entry of each block, in each law."""
    for model, law in laws.items():
        for column, own in groups.items():
            place: Point = {**point, "column": column, "model": model}
            yield row("normality", "theory", float(-t * law.mean[own[0], own[0]]), **place)
            for line, of_row in groups.items():
                value = float(law.variance[of_row[-1], own[0]])
                yield row("variance", "theory", value, **place, row=line)
