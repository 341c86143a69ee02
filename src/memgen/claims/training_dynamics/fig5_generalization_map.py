"""Claims of fig5_generalization_map: the generalization gap over data and features."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.extrapolation import extrapolate_with_bias
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


def real_gap_reaches_the_equivalent_gap(tables: Tables) -> Measurement:
    """Gap of real features over their equivalent's, extrapolated in 1/d to 0, the worst tau.

    By a straight line; what leaving out the smallest d changes is in its error.
    """
    rows = select(tables["generalization_map"], part="ladder")
    limits = []
    for _, at in rows.groupby("tau"):
        real, equivalent = (
            select(at, kind=kind).set_index("d").sort_index() for kind in ("simulation", "theory")
        )
        ratio = real["value"] / equivalent["value"]
        error = ratio * np.hypot(
            real["stderr"] / real["value"], equivalent["stderr"] / equivalent["value"]
        )
        sizes = 1 / ratio.index.to_numpy(float)
        if len(sizes) < 3:
            continue
        limit = extrapolate_with_bias(sizes, ratio.to_numpy(float), error.to_numpy(float))
        limits.append(Measurement(limit.value, limit.stderr, int(real["n"].min())))
    return worst_of(limits)


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
