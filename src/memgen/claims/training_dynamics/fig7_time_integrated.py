"""Claims of fig7_time_integrated: one network for all times."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

GAP = 0.1  # of test and training loss, that of fig4_training_metrics too


def onset_grows_faster_than_data(tables: Tables) -> Measurement:
    """Exponent of the first tau at which test - training loss has risen by GAP, smaller choice.

    From the smallest to the largest psi_n whose gap rises as far.
    """
    exponents = []
    for _, rows in tables["time_integrated"].groupby("choice"):
        onsets = {}
        for psi_n in sorted(map(float, rows["psi_n"].dropna().unique())):
            test, training = (
                select(rows, quantity=loss, psi_n=psi_n).sort_values("tau")
                for loss in ("test_loss", "training_loss")
            )
            found = _onset(test, training)
            if found is not None:
                onsets[psi_n] = found
        if len(onsets) < 2:
            return Measurement(float("nan"), float("inf"), 1)
        few, many = min(onsets), max(onsets)
        step = np.log(many / few)
        exponent = (onsets[many].value - onsets[few].value) / step
        error = np.hypot(onsets[many].stderr, onsets[few].stderr) / step
        exponents.append(Measurement(float(exponent), float(error), onsets[few].n))
    return min(exponents, key=lambda exponent: exponent.value)


def _onset(test: pd.DataFrame, training: pd.DataFrame) -> Measurement | None:
    """Logarithm of the first tau at which the gap exceeds its start by GAP; None if it never does.

    Its error is that of the gap over its slope, both losses' errors as if independent.
    """
    log_tau = np.log(test["tau"].to_numpy(float))
    gap = test["value"].to_numpy(float) - training["value"].to_numpy(float)
    gap = gap - gap[0]
    above = gap > GAP
    if not above.any():
        return None
    k = int(np.argmax(above))
    slope = (gap[k] - gap[k - 1]) / (log_tau[k] - log_tau[k - 1])
    error = np.hypot(test["stderr"].iloc[k], training["stderr"].iloc[k]) / slope
    place = log_tau[k - 1] + (GAP - gap[k - 1]) / slope
    return Measurement(float(place), float(error), int(test["n"].iloc[k]))


def memorization_takes_longer_with_data(tables: Tables) -> Measurement:
    """Exponent of the time at which half of the memorised fraction is there, against n."""
    return _smallest_exponent(
        select(tables["time_integrated"], quantity="half_memorised"), "n_data"
    )


def _smallest_exponent(rows: pd.DataFrame, x: str) -> Measurement:
    """The exponent from the smallest to the largest x, the smaller of the choices."""
    exponents = []
    for _, line in rows.groupby("choice"):
        few, many = line.sort_values(x).iloc[[0, -1]].to_dict("records")
        steps = np.log(many[x] / few[x])
        error = np.hypot(few["stderr"] / few["value"], many["stderr"] / many["value"]) / steps
        exponent = np.log(many["value"] / few["value"]) / steps
        exponents.append(Measurement(float(exponent), float(error), int(few["n"])))
    return min(exponents, key=lambda exponent: exponent.value)


def memorised_fraction_rises(tables: Tables) -> Measurement:
    """Memorised fraction at the end over that by chance, smallest n, the smaller of the choices."""
    ratios = []
    for _, rows in tables["time_integrated"].groupby("choice"):
        n = int(rows["n_data"].min())
        last = select(rows, quantity="memorised_fraction", n_data=n).sort_values("tau").iloc[-1]
        chance = single(rows, quantity="memorised_by_chance", n_data=n)
        ratios.append(quotient(of_row(last), of_row(chance)))
    return min(ratios, key=lambda ratio: ratio.value)


def memorised_fraction_falls_with_data(tables: Tables) -> Measurement:
    """Final memorised fraction of the largest over that of the smallest n, the larger choice."""
    ratios = []
    for _, rows in tables["time_integrated"].groupby("choice"):
        fractions = select(rows, quantity="memorised_fraction")
        ends = fractions[fractions["tau"] == fractions["tau"].max()].sort_values("n_data")
        ratios.append(quotient(of_row(ends.iloc[-1]), of_row(ends.iloc[0])))
    return max(ratios, key=lambda ratio: ratio.value)
