"""Claims of fig11_separation: close and well-separated mixtures."""

from collections.abc import Iterator

import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def close_mixture_is_unimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, |m| of order 1, last training time, smallest of d."""
    return worst_of(_last(tables, "close", "central_density"))


def separated_mixture_is_bimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, |m| of order sqrt d, last time, largest of d."""
    return worst_of(_last(tables, "separated", "central_density"), target=0.0)


def separated_peaks_are_too_wide(tables: Tables) -> Measurement:
    """Width of the separated peaks over the mixture's, last training time, smallest of d."""
    rows = select(tables["separation"], quantity="peak_width", kind="theory")
    widths = _last(tables, "separated", "peak_width")
    scales = (
        value_of(rows, "peak_width", regime="separated", d=int(d))
        for d in sorted(rows["d"].unique())
    )
    ratios = [
        Measurement(found.value / scale, found.stderr / scale, found.n)
        for found, scale in zip(widths, scales, strict=True)
    ]
    return worst_of(ratios, target=100.0)


def sampler_is_exact(tables: Tables) -> Measurement:
    """Variance across m by the exact score in the same sampler over the mixture's, the worst."""
    rows = select(tables["separation"], quantity="variance_across")
    return worst_of(
        of_row(
            single(at, kind="simulation", score="exact"),
            scale=value_of(at, "variance_across", kind="theory"),
        )
        for _, at in rows.groupby(["regime", "d"])
    )


def separated_peaks_widen_with_size(tables: Tables) -> Measurement:
    """Width of the separated peaks, largest d over smallest d, last training time."""
    widths = list(_last(tables, "separated", "peak_width"))
    if len(widths) < 2:
        return Measurement(float("nan"), float("inf"), 1)
    return quotient(widths[-1], widths[0])


def _last(tables: Tables, regime: str, quantity: str) -> Iterator[Measurement]:
    """The features' value at the last training time, at each d in increasing order."""
    rows: pd.DataFrame = select(
        tables["separation"], regime=regime, quantity=quantity, score="features"
    )
    for _, at in rows.groupby("d"):
        yield of_row(at.sort_values("tau").iloc[-1])
