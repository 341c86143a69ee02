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
from memgen.theory.spectra import bulk_edges, merging_ratio

NAMES = ("small_lower", "small_upper", "large_lower", "large_upper")
OUTER = (NAMES[0], NAMES[3])  # of a single bulk


def table(s: BulkEdges, seeds: Seeds, normalization: Normalization) -> Iterator[Row]:
    """Yield the edges for s_1^2 = 1 against s_2^2, where they merge, and extreme eigenvalues.

    "<edge>_there" is theory at the ratios of the drawn manifolds.
    """
    ratios = s.aspect_ratios
    merging = merging_ratio(ratios, normalization)
    for ratio in np.geomspace(*s.ratio_range, s.points):
        edges = bulk_edges(ratios, [1.0, float(ratio)], normalization).ravel()
        names = NAMES if len(edges) == len(NAMES) else OUTER
        for name, value in zip(names, edges, strict=True):
            yield row(name, "theory", value, ratio=ratio)
    if merging is not None:
        yield row("merging_ratio", "theory", merging)
    for ratio in tqdm(np.geomspace(*s.ratio_range, s.simulated), disable=None):
        extremes = extreme_levels(float(ratio), s, seeds, normalization)
        names = NAMES if merging is not None and ratio < merging else OUTER
        for name in names:
            yield mean_row(name, extremes[:, NAMES.index(name)], ratio=ratio, N=s.N)
        edges = bulk_edges(ratios, [1.0, float(ratio)], normalization).ravel()
        for name, value in zip(names, edges, strict=True):
            yield row(f"{name}_there", "theory", value, ratio=ratio)


def extreme_levels(
    ratio: float, s: BulkEdges, seeds: Seeds, normalization: Normalization
) -> Float[np.ndarray, "draws 4"]:
    """Return the least and largest of the m_2 small and of the m_1 large eigenvalues of F^T F."""
    counts = [round(part * s.N) for part in s.aspect_ratios]
    extremes = []
    for draw in range(s.draws):
        rng = seeds.generator({"ratio": ratio, "N": s.N}, draw)
        F = draw_columns(s.N, counts, [1.0, ratio], rng, normalization)
        level = np.linalg.eigvalsh(F.T @ F)
        extremes.append([level[0], level[counts[1] - 1], level[counts[1]], level[-1]])
    return np.array(extremes)
