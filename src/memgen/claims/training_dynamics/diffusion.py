"""Claims of fig1 and fig2: trajectories, speciation and collapse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.statistics.combine import fraction, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def value_at_speciation(tables: Tables) -> Measurement:
    """phi(t_S) of the largest d (theory)."""
    rows = select(tables["regimes"], quantity="same_class_at_speciation").sort_values("d")
    return Measurement(float(rows["value"].iloc[-1]))


def clones_match_theory(tables: Tables) -> Measurement:
    """|Fraction of clones in one class - phi(t)|, the largest over t and d."""
    rows = select(tables["regimes"], quantity="same_class")
    found = []
    for _, at in rows.groupby("d"):
        simulated, theory = select(at, kind="simulation"), select(at, kind="theory")
        ordered = theory.sort_values("t")
        predicted = np.interp(simulated["t"], ordered["t"], ordered["value"])
        # where all clones agree the error is not 0 but about one pair of them
        found += [
            Measurement(float(abs(row.value - at_t)), float(max(row.stderr, 1 / row.n)), int(row.n))
            for row, at_t in zip(simulated.itertuples(), predicted, strict=True)
        ]
    return max(found, key=lambda gap: gap.value)


def collapse_at_predicted_time(tables: Tables) -> Measurement:
    """Measured over predicted t_C, weighted mean over N."""
    rows = select(tables["regimes"], quantity="collapse_time")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["N"])


def trajectories_end_on_training_points(tables: Tables) -> Measurement:
    """Largest final d1 / d2 of the empirical score's trajectories."""
    rows = select(tables["diffusion"], quantity="nearest_ratio", score="empirical")
    return Measurement(float(rows["value"].max()), n=len(rows))


def exact_score_generalises(tables: Tables) -> Measurement:
    """Fraction of the exact score's trajectories that end on a training point."""
    return fraction(
        select(tables["diffusion"], quantity="memorised_fraction", score="exact").iloc[0]
    )
