"""Claims of fig9_outlier_transition: the outlier of a mixture."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def outlier_ends_at_bulk_edge(tables: Tables) -> Measurement:
    """Closed form of the outlier at t_BBP over the bulk's edge there, the worst |m|^2."""
    return furthest_from_one(select(tables["outlier"], quantity="eigenvalue_over_edge")["value"])


def eigenvalue_matches_equivalent(tables: Tables) -> Measurement:
    """Largest eigenvalue of U over that of the equivalent of the same d, mean over t, worst."""
    rows = tables["outlier"]
    drawn = select(rows, quantity="eigenvalue", kind="simulation")
    finite = select(rows, quantity="eigenvalue_finite")[["signal", "t", "value", "stderr"]]
    ratios = []
    for _, at in drawn.merge(finite, on=["signal", "t"], suffixes=("", "_finite")).groupby(
        "signal"
    ):
        ratio = at["value"] / at["value_finite"]
        # U has draws of its own at each t; the equivalent's are shared by all
        own = np.sqrt(((at["stderr"] / at["value_finite"]) ** 2).sum()) / len(at)
        shared = (at["stderr_finite"] / at["value_finite"]).mean()
        error = float(np.hypot(own, shared))
        ratios.append(Measurement(float(ratio.mean()), error, int(at["n"].min())))
    return worst_of(ratios)


def overlap_matches_equivalent(tables: Tables) -> Measurement:
    """U's overlap minus that of the equivalent of the same d, mean over t, the worst |m|^2."""
    rows = tables["outlier"]
    drawn = select(rows, quantity="overlap", kind="simulation")
    finite = select(rows, quantity="overlap_finite")[["signal", "t", "value", "stderr"]]
    differences = []
    for _, at in drawn.merge(finite, on=["signal", "t"], suffixes=("", "_finite")).groupby(
        "signal"
    ):
        difference = (at["value"] - at["value_finite"]).mean()
        # U has draws of its own at each t; the equivalent's are shared by all
        own = np.sqrt((at["stderr"] ** 2).sum()) / len(at)
        error = float(np.hypot(own, at["stderr_finite"].mean()))
        differences.append(Measurement(float(difference), error, int(at["n"].min())))
    return worst_of(differences, target=0.0)


def overlap_vanishes_past_transition(tables: Tables) -> Measurement:
    """Mean of U's squared overlap at t beyond 1.3 t_BBP."""
    rows = tables["outlier"]
    times = select(rows, quantity="transition_time").set_index("signal")["value"]
    drawn = select(rows, quantity="overlap", kind="simulation")
    past = drawn[drawn["t"] > 1.3 * drawn["signal"].map(times)]
    # the |m|^2 share their draws: their mean error, not error over sqrt(count)
    error = float(past["stderr"].mean())
    return Measurement(float(past["value"].mean()), error, int(past["n"].min()))


def map_has_predicted_line(tables: Tables) -> Measurement:
    """|m|^2 at which the equivalent's overlap is 1/2 over the closed form's, mean over t."""
    rows = tables["outlier"]
    half = select(rows, quantity="half_signal").set_index("t")["value"]
    ratios, errors = [], []
    for t, at in select(rows, quantity="map").groupby("t"):
        ordered = at.sort_values("signal")
        log_signal, overlap = np.log(ordered["signal"].to_numpy(float)), ordered["value"].to_numpy()
        (above,) = np.nonzero(overlap > 0.5)
        if not len(above) or above[0] == 0:
            continue
        k = above[0]
        share = (0.5 - overlap[k - 1]) / (overlap[k] - overlap[k - 1])
        step = log_signal[k] - log_signal[k - 1]
        expected = float(half.iloc[int(np.abs(half.index.to_numpy() - t).argmin())])
        ratios.append(np.exp(log_signal[k - 1] + share * step) / expected)
        slope = (overlap[k] - overlap[k - 1]) / step
        errors.append(ratios[-1] * ordered["stderr"].iloc[k] / slope)
    # all t share their draws: their mean error
    n = int(select(rows, quantity="map")["n"].min())
    return Measurement(float(np.mean(ratios)), float(np.mean(errors)), n)
