"""Entries of the empirical score's smoothed Jacobian, and the order in which directions are lost.

Directions have a "large" or a "small" variance, and are few or many; points are Gaussian or of one
norm: "gaussian_few", "gaussian_many", "norm_few", "norm_many". The norm is sqrt(sum_i s_i^2), so
that t has one unit. In the last case a few "faint" directions are rows of the Jacobian.
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
from memgen.theory.energies.one_norm import one_norm_squares, one_norm_variances
from memgen.theory.energies.step_weights import StepWeights, mean_along_step, step_weights
from memgen.theory.spectra import (
    condensation_time,
    mean_diagonal,
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
    many = (s.factor * s.counts[0], s.factor * s.counts[1])
    yield from gaussian_rows(s, seeds, many)
    yield from norm_rows(s, seeds, "norm_few", s.counts, s.stds)
    faint = (*many, s.counts[0]), (*s.stds, s.faint)
    yield from norm_rows(s, seeds, "norm_many", *faint)


def few_rows(s: MemorizationOrder, seeds: Seeds) -> Iterator[Row]:
    """Yield the case "gaussian_few": every t has draws of its own."""
    variances = direction_variances(sum(s.counts), s.counts, s.stds)
    groups = {"large": np.arange(s.counts[0]), "small": np.arange(s.counts[0], variances.size)}
    point: Point = {"data": "gaussian_few", "P": s.P}
    for name, own in groups.items():
        yield row("squared_std", "theory", float(variances[own[0]]), **point, column=name)
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


def gaussian_rows(s: MemorizationOrder, seeds: Seeds, counts: tuple[int, int]) -> Iterator[Row]:
    """Yield Y2 in the case "gaussian_many": all t see the same draws."""
    variances = direction_variances(sum(counts), counts, s.stds)
    point: Point = {"data": "gaussian_many", "P": s.P}
    t_c = condensation_time(variances, s.P)
    yield row("condensation_time", "theory", t_c, **point)
    low, high = s.gaussian_range
    t = np.geomspace(low * t_c, high * t_c, s.control_times)
    groups = {"large": np.arange(counts[0]), "small": np.arange(counts[0], sum(counts))}
    steps = {name: own[: s.columns] for name, own in groups.items()}
    columns = np.concatenate(list(steps.values()))
    drawn: list[list[Blocks]] = [[] for _ in t]
    for draw in tqdm(range(s.control_draws), disable=None, desc="gaussian_many"):
        rng = seeds.generator({"gaussian": sum(counts), "P": s.P}, draw)
        y = draw_directions(variances, s.P, rng)
        for time, draws in zip(t, drawn, strict=True):
            draws.append(participations(smoothed_jacobian(y, time, columns), steps))
    yield from participation_points(drawn, t, steps, point)
    fine = np.geomspace(t[0], t[-1], s.theory_times)
    for name, own in groups.items():
        curve = np.array([step_weights(v, variances, int(own[0]), s.P).end[0] for v in fine])
        yield from participation_rows(fine, curve, {**point, "column": name})


def norm_rows(
    s: MemorizationOrder,
    seeds: Seeds,
    data: str,
    counts: Sequence[int],
    stds: Sequence[float],
) -> Iterator[Row]:
    """Yield Y2 of points of one norm, and Var J_ij of many directions; j is not "faint".

    All t see the same draws.
    """
    variances = direction_variances(sum(counts), counts, stds)
    norm2 = float(variances.sum())
    of_points = norm2 * one_norm_variances(variances)
    ends = np.cumsum(counts)
    groups = {
        name: np.arange(end - count, end)
        for name, end, count in zip(("large", "small", "faint"), ends, counts, strict=False)
    }
    steps = {name: groups[name][: s.columns] for name in ("large", "small")}
    columns = np.concatenate(list(steps.values()))
    point: Point = {"data": data, "P": s.P}
    lost = one_norm_loss_times(of_points, s.P)
    for name, own in steps.items():
        yield row("loss_time", "theory", float(lost[own[0]]), **point, column=name)
    for name, own in groups.items():
        yield row("squared_std", "theory", float(of_points[own[0]]), **point, column=name)
    low, high = s.norm_range
    t = np.geomspace(low * lost[groups["small"][0]], high * lost.max(), s.control_times)
    many = "faint" in groups
    drawn: list[list[Blocks]] = [[] for _ in t]
    for draw in tqdm(range(s.control_draws), disable=None, desc=data):
        rng = seeds.generator({"one norm": sum(counts), "P": s.P}, draw)
        y = np.sqrt(norm2) * draw_directions(variances, s.P, rng, unit_norm=True)
        for time, draws in zip(t, drawn, strict=True):
            J = smoothed_jacobian(y, time, columns)
            draws.append(block_means(J, groups, steps) if many else participations(J, steps))
    yield from participation_points(drawn, t, steps, point)
    if many:
        yield from variance_points(drawn, t, groups, steps, point)
    fine = np.geomspace(t[0], t[-1], s.theory_times)
    for name, own in steps.items():
        j = int(own[0])
        rows = [float(variances[of_row[-1]]) for of_row in groups.values()] if many else []
        squares = np.array(
            [one_norm_squares(v / norm2, variances, j, s.P, rows=rows) for v in fine]
        )
        yield from participation_rows(fine, squares[:, 0], {**point, "column": name})
        if many:
            for time, (Y2, *of_rows) in zip(fine, squares, strict=True):
                published = slide_jacobian_law(time, of_points, s.P, unit_norm=True).variance
                # less the weights 1/P at the centre
                apart = (1 - 1 / (s.P * Y2)) / time**3
                for (line, of_row), square in zip(groups.items(), of_rows, strict=True):
                    i, exact = int(of_row[-1]), norm2 * square * apart
                    place: Point = {**point, "t": time, "column": name, "row": line}
                    yield row("variance", "theory", exact, **place, model="exact")
                    yield row("variance", "theory", published[i, j], **place, model="slide")


def participations(J: SmoothedJacobian, steps: Groups) -> Blocks:
    """Return the mean Y2 of one draw over the columns of each group."""
    parts = np.split(J.participation, np.cumsum([own.size for own in steps.values()])[:-1])
    return {
        ("participation", name, ""): float(part.mean())
        for name, part in zip(steps, parts, strict=True)
    }


def block_means(J: SmoothedJacobian, groups: Groups, steps: Groups) -> Blocks:
    """Return the means of one draw over the entries of each block of rows and columns.

    "variance" is the mean square off the diagonal, "spread" that of sum (w' - w)^2 y_i^2.
    """
    blocks = participations(J, steps)
    start = 0
    for column, directions in steps.items():
        own = np.arange(start, start + directions.size)
        start += directions.size
        blocks["diagonal", column, ""] = float(J.entries[directions, own].mean())
        blocks["apart", column, ""] = float(J.apart[own].mean())
        for line, of_row in groups.items():
            off = of_row[:, None] != directions
            for name, values in (("variance", J.entries**2), ("spread", J.spread)):
                blocks[name, column, line] = float(values[np.ix_(of_row, own)][off].mean())
    return blocks


def of_draws(drawn: Sequence[Blocks], *block: str) -> Float[np.ndarray, " draws"]:
    """Return one block of every draw."""
    quantity, column, line = block
    return np.array([blocks[quantity, column, line] for blocks in drawn])


def measured_rows(
    drawn: Sequence[Sequence[Blocks]],
    t: Times,
    groups: Groups,
    variances: Directions,
    point: Point,
) -> Iterator[Row]:
    """Yield what draws say at each t.

    "normality" is -t E J_jj: 1 for a direction off the data. "conditional" is
    E sum (w' - w)^2 y_i^2 / E sum (w' - w)^2, over s_i^2.
    """
    yield from participation_points(drawn, t, groups, point)
    yield from variance_points(drawn, t, groups, groups, point)
    for of_t, time in zip(drawn, t, strict=True):
        for column in groups:
            place: Point = {**point, "t": time, "column": column}
            yield mean_row("normality", -time * of_draws(of_t, "diagonal", column, ""), **place)
            apart = of_draws(of_t, "apart", column, "")
            for line, of_row in groups.items():
                spread = of_draws(of_t, "spread", column, line)
                ratio, s2 = spread.mean() / apart.mean(), variances[of_row[0]]
                error = (spread - ratio * apart).std(ddof=1) / np.sqrt(apart.size) / apart.mean()
                value = (ratio / s2, error / s2, apart.size)
                yield row("conditional", "simulation", *value, **place, row=line)


def variance_points(
    drawn: Sequence[Sequence[Blocks]], t: Times, groups: Groups, steps: Groups, point: Point
) -> Iterator[Row]:
    """Yield the drawn variance of J_ij of each block."""
    for of_t, time in zip(drawn, t, strict=True):
        for column in steps:
            for line in groups:
                place: Point = {**point, "t": time, "column": column, "row": line}
                yield mean_row("variance", of_draws(of_t, "variance", column, line), **place)


def participation_points(
    drawn: Sequence[Sequence[Blocks]], t: Times, steps: Groups, point: Point
) -> Iterator[Row]:
    """Yield the drawn Y2, and the t at which it is 1/2."""
    for column in steps:
        curves = np.array([of_draws(of_t, "participation", column, "") for of_t in drawn])
        place: Point = {**point, "column": column}
        for time, values in zip(t, curves, strict=True):
            yield mean_row("participation", values, **place, t=time)
        half = crossing(t, curves.T, HALF, of=f"Y2 of {point['data']}")
        yield row("half_time", "simulation", half.place, half.stderr, half.n, **place)


def participation_rows(t: Times, curve: Times, point: Point) -> Iterator[Row]:
    """Yield Y2 in theory at finite P, and the t at which it is 1/2."""
    for time, value in zip(t, curve, strict=True):
        yield row("participation", "theory", value, **point, t=time)
    yield row("half_time", "theory", crossing_place(t, curve, HALF), **point)
