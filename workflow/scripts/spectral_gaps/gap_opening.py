"""Widths of the intermediate and the final gap against t: theory and drawn manifolds."""

import numpy as np

from memgen.data.linear_columns import draw_columns
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.spectra import (
    gap_closing_time,
    gap_opening_time,
    gap_width,
    widest_gap,
    widest_gap_time,
)

SOURCE, TABLE = "spectral_gaps", "gap_opening"


def widths(level, first, t):
    """Intermediate gap, below the `first` largest of the levels, and final gap, against t."""
    large, small, least = level[-first], level[-first - 1], level[0]
    middle = t / (t + small) - t / (t + large)
    return np.stack([middle, least / (t + least)])


with job(snakemake) as this:
    s = this.settings
    parts = (s["aspect_ratios"], s["variances"])
    norm, N, t = s["normalization"], s["N"], np.geomspace(*s["t_range"], s["points"])
    rows = []
    for gap, label in ((0, "middle"), ("final", "final")):
        curve = gap_width(t, *parts, gap, norm)
        rows += [row("width", "theory", v, gap=label, t=at) for at, v in zip(t, curve, strict=True)]
        opening = gap_opening_time(*parts, s["threshold"], gap, norm)
        rows.append(row("opening_time", "theory", opening, gap=label))
    closing = gap_closing_time(*parts, s["threshold"], 0, norm)
    rows += [
        row("closing_time", "theory", closing, gap="middle"),
        row("widest_time", "theory", widest_gap_time(*parts, 0, norm), gap="middle"),
        row("widest_gap", "theory", widest_gap(*parts, 0, norm), gap="middle"),
        row("threshold", "theory", s["threshold"]),
    ]
    counts = [round(ratio * N) for ratio in s["aspect_ratios"]]
    first = counts[int(np.argmax(s["variances"]))]
    found, widest_times, widest_widths = [], [], []
    fine = np.geomspace(*s["t_range"], 4001)
    for draw in range(s["draws"]):
        rng = generator(s["seed"], SOURCE, TABLE, {"N": N}, draw)
        F = draw_columns(N, counts, s["variances"], rng, norm)
        level = np.linalg.eigvalsh(F.T @ F)
        found.append(widths(level, first, t))
        middle = widths(level, first, fine)[0]
        widest_times.append(fine[middle.argmax()])
        widest_widths.append(middle.max())
    for k, label in enumerate(("middle", "final")):
        rows += [
            mean_row("width", np.array(found)[:, k, j], gap=label, t=at, N=N)
            for j, at in enumerate(t)
        ]
    rows.append(mean_row("widest_time", np.array(widest_times), gap="middle", N=N))
    rows.append(mean_row("widest_gap", np.array(widest_widths), gap="middle", N=N))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
