"""Widths of the intermediate and the final gap against t: theory and drawn manifolds."""

from collections.abc import Iterator

import numpy as np

from memgen.data.linear_columns import draw_columns
from memgen.measures.geometry.gap_widths import gap_widths
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import GapOpening
from memgen.tables.rows import Row, curve_rows, mean_row, row
from memgen.theory.spectra import (
    Gap,
    gap_closing_time,
    gap_opening_time,
    gap_width,
    widest_gap,
    widest_gap_time,
)


def table(s: GapOpening, seeds: Seeds, normalization: Normalization) -> Iterator[Row]:
    """Yield the widths of the "middle" and the "final" gap against t, and their times."""
    t = np.geomspace(*s.t_range, s.points)
    yield from theory(s, t, normalization)
    yield from simulation(s, t, seeds, normalization)


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


def simulation(
    s: GapOpening, t: np.ndarray, seeds: Seeds, normalization: Normalization
) -> Iterator[Row]:
    """Yield the widths of drawn manifolds, and where their intermediate gap is widest."""
    counts = [round(ratio * s.N) for ratio in s.aspect_ratios]
    fine = np.geomspace(*s.t_range, s.search_points)
    widths, widest_times, widest_gaps = [], [], []
    for draw in range(s.draws):
        rng = seeds.generator({"N": s.N}, draw)
        F = draw_columns(s.N, counts, s.variances, rng, normalization)
        level = np.linalg.eigvalsh(F.T @ F)
        widths.append(gap_widths(level, counts[0], t))
        middle = gap_widths(level, counts[0], fine)[0]
        widest_times.append(fine[middle.argmax()])
        widest_gaps.append(middle.max())
    for k, label in enumerate(("middle", "final")):
        yield from curve_rows("width", np.array(widths)[:, k], {"t": t}, gap=label, N=s.N)
    yield mean_row("widest_time", np.array(widest_times), gap="middle", N=s.N)
    yield mean_row("widest_gap", np.array(widest_gaps), gap="middle", N=s.N)
