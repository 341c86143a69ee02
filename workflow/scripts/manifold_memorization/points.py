"""Collapse measured on real points, with the effective dimension that it betrays."""

from pathlib import Path

import numpy as np

from memgen.data.images import load_digits
from memgen.data.points import load_points
from memgen.job import job
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.measures.geometry.effective_dimension import effective_dimension
from memgen.seeds import generator
from memgen.statistics.crossing import crossing, crossing_place
from memgen.tables import mean_row, row, tidy, write_table

SOURCE, TABLE = "manifold_memorization", "points"


def sizes(asked, total):
    """The ladder of P: as asked, or 32 and its doublings up to all the points."""
    if asked is None:
        return [*(32 * 2**k for k in range(20) if 32 * 2**k < total), total]
    too_large = [P for P in asked if total < P]
    if too_large:
        raise ValueError(
            f"{SOURCE}.points.P asks for {too_large} of {total} points: leave them out, or set "
            f"it to null for a ladder up to {total}."
        )
    return asked


def half_time(t, draws):
    """Where the mean own weight is 1/2, with an error where there is more than one subset."""
    try:
        if len(draws) == 1:
            return crossing_place(t, draws[0], 0.5), None
        found = crossing(t, draws, 0.5)
        return found.place, found.stderr
    except ValueError as error:
        raise ValueError(f"{SOURCE}.points.t_range does not suit these points: {error}") from error


with job(snakemake) as this:
    s = this.settings
    cloud = load_digits() if s["file"] is None else load_points(s["file"])
    points = cloud.points
    about = {"data": "digits" if s["file"] is None else Path(s["file"]).name, "N": points.shape[1]}
    t = np.geomspace(*s["t_range"], s["times"])
    rows, times, ladder = [], [], sizes(s["P"], len(points))
    for P in ladder:
        subsets = min(s["draws"], len(points) // P)
        order = generator(s["seed"], SOURCE, TABLE, {"P": P}, 0).permutation(len(points))
        weights, participations = [], []
        for draw in range(subsets):
            rng = generator(s["seed"], SOURCE, TABLE, {"P": P}, draw + 1)
            subset = points[order[draw * P : (draw + 1) * P]]
            seen = collapse_curves(draw_probes(subset, min(s["probes"], P), rng), subset, t)
            weights.append(seen.own_weight.mean(axis=0))
            participations.append(seen.participation.mean(axis=0))
        for name, draws in (("own_weight", weights), ("participation", participations)):
            draws = np.array(draws)
            rows += [mean_row(name, draws[:, k], **about, P=P, t=t[k]) for k in range(t.size)]
        time, stderr = half_time(t, np.array(weights))
        rows.append(row("collapse_time", "simulation", time, stderr, subsets, **about, P=P))
        times.append(time)
    if len(ladder) < 3:
        raise ValueError(
            f"{SOURCE}.points.P = {ladder} holds {len(ladder)} size(s), and a dimension needs 3: "
            f"list three of them, from 4 to {len(points)}."
        )
    fit = effective_dimension(np.array(ladder, dtype=float), np.array(times))
    # The subsets of all sizes share the data: the jackknife over sizes is no error over draws.
    rows.append(row("effective_dimension", "simulation", fit.dimension, fit.stderr, 1, **about))
    rows += [
        row("collapse_time_fit", "theory", float(line), **about, P=P)
        for P, line in zip(ladder, fit.collapse_time(np.array(ladder, dtype=float)), strict=True)
    ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())
