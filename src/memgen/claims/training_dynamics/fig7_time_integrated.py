"""Claims of fig7_time_integrated: one network for all times."""

from itertools import pairwise

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.late_rise import half_rise
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def overfitting_comes_later_with_data(tables: Tables) -> Measurement:
    """Time at which the test loss has risen, from one psi_n to the next: the smallest ratio.

    Of all rises past the minimum that are levels, and of both choices.
    """
    rows = tables["time_integrated"]
    onsets = rows[rows["quantity"] == "rise_onset"]
    if onsets.empty:
        return Measurement(float("nan"), float("inf"), 1)
    ratios = []
    for _, line in onsets.groupby(["choice", "level"]):
        ordered = [of_row(row) for _, row in line.sort_values("psi_n").iterrows()]
        ratios += [quotient(later, earlier) for earlier, later in pairwise(ordered)]
    # the smallest is the one that could refute the claim
    if not ratios:
        return Measurement(float("nan"), float("inf"), 1)
    return min(ratios, key=lambda ratio: ratio.value)


def overfitting_is_less_with_data(tables: Tables) -> Measurement:
    """Final rise of the test loss past its minimum, largest psi_n / smallest, larger choice."""
    ratios = []
    for _, line in select(tables["time_integrated"], quantity="rise").groupby("choice"):
        ordered = line.sort_values("psi_n")
        ratios.append(quotient(of_row(ordered.iloc[-1]), of_row(ordered.iloc[0])))
    return max(ratios, key=lambda ratio: ratio.value)


def half_rise_hardly_depends_on_data(tables: Tables) -> Measurement:
    """Exponent of the time of half of the test loss's late rise against psi_n, larger choice.

    From the smallest to the largest psi_n, of the mean over draws; the error of a time is the
    loss's over its slope in log tau.
    """
    rows = select(tables["time_integrated"], quantity="test_loss")
    exponents = []
    for _, line in rows.groupby("choice"):
        few, many = (_half(line[line["psi_n"] == psi_n]) for psi_n in _ends(line["psi_n"]))
        low, high = _ends(line["psi_n"])
        steps = float(np.log(high / low))
        error = float(np.hypot(few[1], many[1])) / steps
        if not np.isfinite(error):
            return Measurement(float("nan"), float("inf"), 1)
        exponents.append(Measurement((many[0] - few[0]) / steps, error, int(line["n"].min())))
    return max(exponents, key=lambda exponent: exponent.value)


def _ends(values: pd.Series) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _half(curve: pd.DataFrame) -> tuple[float, float]:
    """Return the log of the time of half of the late rise, and its error."""
    ordered = curve.sort_values("tau")
    tau, loss, stderr = (ordered[name].to_numpy(float) for name in ("tau", "value", "stderr"))
    if loss.argmin() == len(loss) - 1:  # it never rises, at a small size
        return float("nan"), float("inf")
    middle = np.log(half_rise(tau, loss))
    slope = np.interp(middle, np.log(tau), np.gradient(loss, np.log(tau)))
    return float(middle), float(np.interp(middle, np.log(tau), stderr) / abs(slope))


def memorization_takes_longer_with_data(tables: Tables) -> Measurement:
    """Exponent of the time of half of the memorised fraction against n, noise-weighted loss."""
    rows = select(tables["time_integrated"], quantity="half_memorised", choice="a")
    few, many = rows.sort_values("n_data").iloc[[0, -1]].to_dict("records")
    steps = float(np.log(many["n_data"] / few["n_data"]))
    error = np.hypot(few["stderr"] / few["value"], many["stderr"] / many["value"]) / steps
    exponent = np.log(many["value"] / few["value"]) / steps
    return Measurement(float(exponent), float(error), int(few["n"]))


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
