"""Claims of fig2_dynamical_regimes: speciation and collapse."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def clones_in_one_class_at_speciation(tables: Tables) -> Measurement:
    """Probability phi(t_S) that two clones end in one class, largest d (theory)."""
    rows = select(tables["regimes"], quantity="same_class_at_speciation")
    return of_row(rows.sort_values("d").iloc[-1])


def clones_in_one_class_match_theory(tables: Tables) -> Measurement:
    """Difference of the fraction of clones in one class to phi(t), the largest over t and d."""
    rows = select(tables["regimes"], quantity="same_class")
    gaps = []
    for _, at in rows.groupby("d"):
        simulated, theory = select(at, kind="simulation"), select(at, kind="theory")
        ordered = theory.sort_values("t")
        predicted = np.interp(simulated["t"].to_numpy(float), ordered["t"], ordered["value"])
        # where all clones agree the error is not 0 but about one pair of them
        gaps += [
            Measurement(
                float(abs(row["value"] - at_t)),
                float(max(row["stderr"], 1 / row["n"])),
                int(row["n"]),
            )
            for (_, row), at_t in zip(simulated.iterrows(), predicted, strict=True)
        ]
    return max(gaps, key=lambda gap: gap.value)


def collapse_at_predicted_time(tables: Tables) -> Measurement:
    """Measured over predicted t_C, weighted mean over N."""
    rows = select(tables["regimes"], quantity="collapse_time")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["N"])
