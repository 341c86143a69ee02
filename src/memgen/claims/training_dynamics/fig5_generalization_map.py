"""Claims of fig5_generalization_map: the generalization gap over data and features."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_ratio
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


def real_gap_is_the_equivalent_gap(tables: Tables) -> Measurement:
    """Gap of real features over that of their equivalent at the largest d, the worst tau."""
    rows = select(tables["generalization_map"], part="ladder")
    largest = rows[rows["d"] == rows["d"].max()]
    simulated, theory = select(largest, kind="simulation"), select(largest, kind="theory")
    return worst_ratio(simulated, theory, ["tau"], "tau")


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
