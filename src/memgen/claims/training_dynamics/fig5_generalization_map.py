"""Claims of fig5_generalization_map: the generalization gap over data and features."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def gap_falls_with_data(tables: Tables) -> Measurement:
    """Fraction of steps up in psi_n, at fixed psi_p and tau, at which the gap falls."""
    rows = select(tables["generalization_map"], kind="theory", part="map")
    falls = [
        step < 0
        for _, line in rows.groupby(["psi_p", "tau"])
        for step in np.diff(line.sort_values("psi_n")["value"])
    ]
    return Measurement(float(np.mean(falls)), n=int(rows["n"].min()))


def real_gap_approaches_as_one_over_d(tables: Tables) -> Measurement:
    """Deviation from 1 of real over equivalent gap at the largest d over that at the next.

    In units of the ratio of these d, the mean of all tau: 1 if it falls as 1/d. The tau share their
    draws: their mean error.
    """
    rows = select(tables["generalization_map"], part="ladder")
    sizes = sorted(map(float, rows["d"].unique()))
    if len(sizes) < 2:
        return Measurement(float("nan"), float("inf"), 1)
    falls = []
    for _, at in rows.groupby("tau"):
        next_one, last = (_deviation(at[at["d"] == d]) for d in sizes[-2:])
        falls.append(quotient(last, next_one))
    law = sizes[-2] / sizes[-1]
    value, error = (
        np.mean([getattr(fall, name) for fall in falls]) for name in ("value", "stderr")
    )
    return Measurement(float(value / law), float(error / law), falls[0].n)


def _deviation(rows: pd.DataFrame) -> Measurement:
    """1 less real over equivalent gap at one d."""
    ratio = quotient(*(only_row(select(rows, kind=kind)) for kind in ("simulation", "theory")))
    return Measurement(1 - ratio.value, ratio.stderr, ratio.n)


def real_gap_approaches_the_equivalent_gap(tables: Tables) -> Measurement:
    """Deviation from 1 of real over equivalent gap, largest over smallest d, the worst tau."""
    rows = select(tables["generalization_map"], part="ladder")
    approaches = []
    for _, at in rows.groupby("tau"):
        real = select(at, kind="simulation").sort_values("d")
        ratio = real["value"].to_numpy() / select(at, kind="theory").sort_values("d")["value"]
        error = (real["stderr"] / real["value"]).to_numpy()
        gap = np.abs(ratio.to_numpy() - 1)
        relative = np.hypot(error[0] / gap[0], error[-1] / gap[-1])
        closer = gap[-1] / gap[0]
        approaches.append(
            Measurement(float(closer), float(closer * relative), int(real["n"].min()))
        )
    return max(approaches, key=lambda ratio: ratio.value)
