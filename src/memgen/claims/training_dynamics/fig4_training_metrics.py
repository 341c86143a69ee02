"""Claims of fig4_training_metrics: training in two time scales."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def memorization_time_grows(tables: Tables) -> Measurement:
    """Exponent of the training loss's half-drop time from one psi_n to the next, the smallest."""
    rows = select(tables["metrics"], quantity="half_drop")
    # nearer to psi_p the small bulk merges, and the time falls again
    rows = rows[rows["psi_n"] < rows["psi_p"] / 2].sort_values("psi_n")
    if len(rows) < 2:
        return Measurement(float("nan"), float("inf"))
    steps = np.diff(np.log(rows["value"])) / np.diff(np.log(rows["psi_n"]))
    return Measurement(float(steps.min()))


def overfitting_time_is_linear(tables: Tables) -> Measurement:
    """Exponent of the test loss's half-rise time against psi_n."""
    rows = select(tables["metrics"], quantity="half_rise")
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].sum()))


def published_time_scale(tables: Tables) -> Measurement:
    """Half-rise time of the test loss over the published tau_mem, the psi_n furthest from 1."""
    rows = tables["metrics"]
    both = select(rows, quantity="half_rise").merge(
        select(rows, quantity="tau_mem"), on="psi_n", suffixes=("", "_scale")
    )
    ratios = (both["value"] / both["value_scale"]).to_numpy(float)
    furthest = int(np.abs(np.log(ratios)).argmax())
    worst = both.iloc[furthest]
    return Measurement(
        float(ratios[furthest]), float(worst["stderr"] / worst["value_scale"]), int(worst["n"])
    )


def descent_follows_closed_form(tables: Tables) -> Measurement:
    """Largest difference of gradient descent's training loss and closed form, tau up to 20."""
    rows = select(tables["metrics"], quantity="training_loss")
    worst = Measurement(0.0)
    for _, at in rows.groupby("psi_n"):
        curve = select(at, kind="theory").sort_values("tau")
        descent = select(at, kind="simulation")
        for _, point in descent[descent["tau"] <= 20].iterrows():
            line = np.interp(np.log(point["tau"]), np.log(curve["tau"]), curve["value"])
            gap = abs(float(point["value"] - line))
            if gap > worst.value:
                worst = Measurement(gap, float(point["stderr"]), int(point["n"]))
    return worst


def descent_is_the_flow(tables: Tables) -> Measurement:
    """Largest relative difference of gradient descent and the flow of the same matrices."""
    rows = tables["metrics"]
    gaps = []
    for quantity in ("training_loss", "test_loss", "score_error"):
        both = select(rows, quantity=quantity, kind="simulation").merge(
            select(rows, quantity=f"{quantity}_flow"), on=["psi_n", "tau"], suffixes=("", "_flow")
        )
        gaps += list((both["value"] - both["value_flow"]).abs() / both["value_flow"])
    return Measurement(float(max(gaps)))
