"""Entries of the smoothed Jacobian of the empirical score against the slide's Gaussian law.

The data have directions of two variances, a "large" and a "small" group.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.measures.geometry.smoothed_jacobian import SmoothedJacobian, smoothed_jacobian
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import MemorizationOrder
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies.jacobian_law import jacobian_law
from memgen.theory.energies.local_condensation import Model

GROUPS = ("large", "small")
MODELS: tuple[Model, ...] = ("gaussian", "exact")

Blocks = dict[str, slice]
Directions = Float[np.ndarray, " N"]


def table(s: MemorizationOrder, seeds: Seeds) -> Iterator[Row]:
    """Yield diagonal, participation and variances of the entries at each t, drawn and in theory."""
    variances = direction_variances(sum(s.counts), s.counts, s.stds)
    first = s.counts[0]
    blocks = {"large": slice(0, first), "small": slice(first, variances.size)}
    for t in tqdm(np.geomspace(*s.t_range, s.times), disable=None, desc="t"):
        point = {"t": t, "P": s.P}
        drawn = []
        for draw in range(s.draws):
            points = draw_directions(variances, s.P, seeds.generator(point, draw))
            drawn.append(smoothed_jacobian(points, t))
        yield from measured_rows(drawn, variances, blocks, point)
        yield from law_rows(variances, blocks, point)
        yield from overlap_rows(drawn, variances, blocks, point)


def measured_rows(
    drawn: list[SmoothedJacobian], variances: Directions, blocks: Blocks, point: Point
) -> Iterator[Row]:
    """Yield for each group of columns the diagonal over the exact score's, and the variances."""
    exact = -1 / (point["t"] + variances)
    for column, own in blocks.items():
        diagonal = [np.mean((np.diag(J.entries) / exact)[own]) for J in drawn]
        active = [J.participation[own].mean() for J in drawn]
        apart = [J.apart[own].mean() for J in drawn]
        yield mean_row("diagonal", np.array(diagonal), **point, column=column)
        yield mean_row("participation", np.array(active), **point, column=column)
        yield mean_row("apart", np.array(apart), **point, column=column)
        for line, of_row in blocks.items():
            spread = np.array([mean_square(J.entries, of_row, own) for J in drawn])
            yield mean_row("variance", spread, **point, column=column, row=line)


def mean_square(J: Float[np.ndarray, "N N"], rows: slice, columns: slice) -> float:
    """Return the mean square of the entries of a block off the diagonal of J."""
    block = (J - np.diag(np.diag(J)))[rows, columns]
    count = block.size - (block.shape[0] if rows == columns else 0)
    return float((block**2).sum() / count)


def law_rows(variances: Directions, blocks: Blocks, point: Point) -> Iterator[Row]:
    """Yield the variances of the law, with the participation of either random energy model."""
    for model in MODELS:
        law = jacobian_law(float(point["t"]), variances, point["P"], model)
        for column, own in blocks.items():
            for line, of_row in blocks.items():
                value = float(law.variance[of_row, own].mean())
                place: Point = {**point, "column": column, "row": line, "model": model}
                yield row("variance", "theory", value, **place)


def overlap_rows(
    drawn: list[SmoothedJacobian], variances: Directions, blocks: Blocks, point: Point
) -> Iterator[Row]:
    """Yield the law with the participation and the overlap that the same draws have."""
    t = point["t"]
    spread = variances / (t * (t + variances)) / t
    for column, own in blocks.items():
        apart = np.mean([J.apart[own].mean() for J in drawn])
        for line, of_row in blocks.items():
            value = float(spread[of_row].mean() * apart)
            place: Point = {**point, "column": column, "row": line, "model": "overlap"}
            yield row("variance", "theory", value, **place)
