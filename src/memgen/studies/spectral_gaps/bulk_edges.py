"""Edges of the bulks against the ratio of the variances: theory and extreme eigenvalues."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import BulkEdges
from memgen.tables.rows import Row, mean_row, row
from memgen.theory.spectra import (
    bulk_edges,
    jacobian_quantiles,
    merging_ratio,
    spectral_density,
)
from memgen.theory.spectra.mean_extremes import mean_extremes

NAMES = ("small_lower", "small_upper", "large_lower", "large_upper")
OUTER = (NAMES[0], NAMES[3])  # of a single bulk


def table(s: BulkEdges, seeds: Seeds, normalization: Normalization) -> Iterator[Row]:
    """Yield the edges for s_1^2 = 1 against s_2^2, where they merge, and extreme eigenvalues.

    Beside each edge (`theory`, no N) is the mean of the extreme eigenvalue at finite N. The
    "relative_step" is (a - b) / (a + b) of the eigenvalues on either side of rank m_2; "step_at" is
    that of three ratios against N (`steps_against_size`).
    """
    merging = merging_ratio(s.aspect_ratios, normalization)
    for ratio in np.geomspace(*s.ratio_range, s.points):
        yield from theory_rows(float(ratio), merging, s, normalization)
    if merging is not None:
        yield row("merging_ratio", "theory", merging)
        yield from steps_against_size(merging, s, seeds, normalization)
    for ratio in tqdm(np.geomspace(*s.ratio_range, s.simulated), disable=None):
        place = {"ratio": float(ratio), "N": s.N}
        extremes = extreme_levels(float(ratio), s.N, s.draws, s, seeds, normalization)
        yield mean_row("relative_step", relative(extremes[:, 1], extremes[:, 2]), **place)
        for entry in finite(float(ratio), merging, s, normalization):
            name = str(entry["quantity"])
            if name in NAMES:
                yield mean_row(name, extremes[:, NAMES.index(name)], **place)
            yield entry


def steps_against_size(
    merging: float, s: BulkEdges, seeds: Seeds, normalization: Normalization
) -> Iterator[Row]:
    """Yield the mean step at rank m_2 against N: with bulks apart, as they merge, and in one bulk.

    Theory is the gap of the mean edges, and a spacing 1 / (N density). Where the bulks merge the
    density vanishes as a cube root, and a spacing is of order N^{-3/4}.
    """
    for label, ratio in (("apart", merging / 10), ("merging", merging), ("merged", 1.0)):
        for N in s.sizes:
            place = {"regime": label, "ratio": ratio, "N": N}
            extremes = extreme_levels(ratio, N, s.size_draws, s, seeds, normalization)
            yield mean_row("step_at", relative(extremes[:, 1], extremes[:, 2]), **place)
            if label == "apart":
                edges = mean_extremes(N, s.aspect_ratios, [1.0, ratio], normalization)
                step = float(relative(edges[0, 1], edges[1, 0]))
            elif label == "merged":
                step = spacing(ratio, N, s, normalization)
            else:
                continue
            yield row("step_at", "theory", step, **place)


def theory_rows(
    ratio: float, merging: float | None, s: BulkEdges, normalization: Normalization
) -> Iterator[Row]:
    """Yield the edges of the limit and the mean extremes at finite N for one ratio."""
    edges = bulk_edges(s.aspect_ratios, [1.0, ratio], normalization).ravel()
    names = NAMES if len(edges) == len(NAMES) else OUTER
    for name, value in zip(names, edges, strict=True):
        yield row(name, "theory", value, ratio=ratio)
    if len(edges) == len(NAMES):
        step = float(relative(edges[1], edges[2]))
        yield row("relative_step", "theory", step, ratio=ratio)
    yield from finite(ratio, merging, s, normalization)


def finite(
    ratio: float, merging: float | None, s: BulkEdges, normalization: Normalization
) -> list[Row]:
    """Return means at finite N: of extreme eigenvalues, and of the step at rank m_2.

    Where the bulks have merged the step is a spacing of the bulk, 1 / (N density). Within
    `s.margin` of merging, where neither holds, there is none.
    """
    mean = mean_extremes(s.N, s.aspect_ratios, [1.0, ratio], normalization).ravel()
    place = {"ratio": float(ratio), "N": s.N}
    apart = merging is not None and ratio < merging
    names = NAMES if apart else OUTER
    rows = [row(name, "theory", value, **place) for name, value in zip(names, mean, strict=True)]
    if merging is None or abs(np.log(ratio / merging)) < s.margin:
        # The soft-edge shift of one bulk passes the other's edge.
        return [entry for entry in rows if entry["quantity"] in OUTER]
    gap = float(relative(mean[1], mean[2])) if apart else spacing(ratio, s.N, s, normalization)
    return [*rows, row("relative_step", "theory", gap, **place)]


def spacing(ratio: float, N: int, s: BulkEdges, normalization: Normalization) -> float:
    """Return the mean step at rank m_2 inside one bulk, 1 / (2 N density level)."""
    law = (s.aspect_ratios, [1.0, ratio], normalization)
    share = 1 - sum(s.aspect_ratios) + s.aspect_ratios[1]
    r = jacobian_quantiles(np.array([share]), 1.0, *law)
    level = -(1 + r) / r
    return float((1 / (N * spectral_density(level, *law)) / (2 * level))[0])


def relative(
    below: Float[np.ndarray, "..."] | float, above: Float[np.ndarray, "..."] | float
) -> Float[np.ndarray, "..."]:
    """Return (above - below) / (above + below)."""
    return np.asarray((above - below) / (above + below))


def extreme_levels(
    ratio: float, N: int, draws: int, s: BulkEdges, seeds: Seeds, normalization: Normalization
) -> Float[np.ndarray, "draws 4"]:
    """Return the least and largest of the m_2 small and of the m_1 large eigenvalues of F^T F."""
    counts = [round(part * N) for part in s.aspect_ratios]
    extremes = []
    for draw in range(draws):
        rng = seeds.generator({"ratio": ratio, "N": N}, draw)
        F = draw_columns(N, counts, [1.0, ratio], rng, normalization)
        level = np.linalg.eigvalsh(F.T @ F)
        extremes.append([level[0], level[counts[1] - 1], level[counts[1]], level[-1]])
    return np.array(extremes)
