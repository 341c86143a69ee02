"""Widths of the intermediate and the final gap against t: theory and drawn manifolds."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.measures.geometry.gap_widths import gap_widths
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import GapOpening
from memgen.tables.rows import Row, curve_rows, mean_row, row
from memgen.theory.spectra import (
    Gap,
    drawn_edges,
    gap_closing_time,
    gap_opening_time,
    gap_width,
    widest_gap,
    widest_gap_time,
)
from memgen.theory.spectra.mean_extremes import mean_extremes

SIZES = 100  # of the line of the widest gap against N


def table(s: GapOpening, seeds: Seeds, normalization: Normalization) -> Iterator[Row]:
    """Yield the widths of the "middle" and the "final" gap against t, and their times.

    Theory without N is the limit; with N it is made of the mean edges at that N, to order 1 / N.
    "widest_gap_first" has the Tracy-Widom shift alone, of order N^{-2/3}.
    """
    t = np.geomspace(*s.t_range, s.points)
    yield from theory(s, t, normalization)
    for N in tqdm(s.N, disable=None, desc="N"):
        yield from finite_theory(N, s, t, normalization)
        yield from simulation(N, s, t, seeds, normalization)
    for N in np.geomspace(min(s.N), 1e6, SIZES):
        yield from line_rows(float(N), s, normalization)


def line_rows(N: float, s: GapOpening, normalization: Normalization) -> Iterator[Row]:
    """Yield the largest width of the intermediate gap at N, to order 1 / N and to N^{-2/3}."""
    law = (s.aspect_ratios, s.variances, normalization)
    for quantity, edges in (("line", mean_extremes(N, *law)), ("first", drawn_edges(N, *law))):
        width, _ = widest(edges[1, 0], edges[0, 1])
        yield row(f"widest_gap_{quantity}", "theory", width, gap="middle", N=N)


def theory(s: GapOpening, t: np.ndarray, normalization: Normalization) -> Iterator[Row]:
    """Yield widths, opening and closing at the threshold, and the widest, for N to infinity."""
    law = (s.aspect_ratios, s.variances)
    gaps: dict[str, Gap] = {"middle": 0, "final": "final"}
    for label, gap in gaps.items():
        widths = gap_width(t, *law, gap, normalization)
        for time, width in zip(t, widths, strict=True):
            yield row("width", "theory", width, gap=label, t=time)
        opening = gap_opening_time(*law, s.threshold, gap, normalization)
        yield row("opening_time", "theory", opening, gap=label)
    closing = gap_closing_time(*law, s.threshold, 0, normalization)
    yield row("closing_time", "theory", closing, gap="middle")
    yield row("widest_time", "theory", widest_gap_time(*law, 0, normalization), gap="middle")
    yield row("widest_gap", "theory", widest_gap(*law, 0, normalization), gap="middle")
    yield row("threshold", "theory", s.threshold)


def finite_theory(
    N: int, s: GapOpening, t: np.ndarray, normalization: Normalization
) -> Iterator[Row]:
    """Yield the widths at N, and where the intermediate gap is widest, from the mean edges."""
    edges = mean_extremes(N, s.aspect_ratios, s.variances, normalization)
    # As the levels of a manifold that has its extreme eigenvalues there.
    middle, final = gap_widths(np.array([edges[0, 0], edges[0, 1], edges[1, 0]]), 1, t)
    for label, widths in (("middle", middle), ("final", final)):
        for time, width in zip(t, widths, strict=True):
            yield row("width", "theory", width, gap=label, t=time, N=N)
    width, time = widest(edges[1, 0], edges[0, 1])
    yield row("widest_time", "theory", time, gap="middle", N=N)
    yield row("widest_gap", "theory", width, gap="middle", N=N)
    opening = edges[0, 0] * (1 - s.threshold) / s.threshold
    yield row("opening_time", "theory", opening, gap="final", N=N)


def widest(larger: float, smaller: float) -> tuple[float, float]:
    """Return (sqrt g_1 - sqrt g_2) / (sqrt g_1 + sqrt g_2) and sqrt(g_1 g_2)."""
    g1, g2 = np.sqrt(larger), np.sqrt(smaller)
    return float((g1 - g2) / (g1 + g2)), float(g1 * g2)


def simulation(
    N: int, s: GapOpening, t: np.ndarray, seeds: Seeds, normalization: Normalization
) -> Iterator[Row]:
    """Yield the widths of drawn manifolds, and where their gaps are widest or open."""
    counts = [round(ratio * N) for ratio in s.aspect_ratios]
    widths, at_widest, openings = [], [], []
    for draw in range(s.draws):
        rng = seeds.generator({"N": N}, draw)
        F = draw_columns(N, counts, s.variances, rng, normalization)
        level = np.linalg.eigvalsh(F.T @ F)
        widths.append(gap_widths(level, counts[0], t))
        at_widest.append(widest(level[-counts[0]], level[-counts[0] - 1]))
        openings.append(level[0] * (1 - s.threshold) / s.threshold)
    for k, label in enumerate(("middle", "final")):
        yield from curve_rows("width", np.array(widths)[:, k], {"t": t}, gap=label, N=N)
    gaps, times = np.array(at_widest).T
    yield mean_row("widest_time", times, gap="middle", N=N)
    yield mean_row("widest_gap", gaps, gap="middle", N=N)
    yield mean_row("opening_time", np.array(openings), gap="final", N=N)
