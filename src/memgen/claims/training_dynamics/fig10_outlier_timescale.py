"""Claims of fig10_outlier_timescale: when the score learns the means."""

import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def gain_rises_as_outlier_time(tables: Tables) -> Measurement:
    """Time of the fastest rise along m, smallest |m|^2 over largest, over the same of tau_out."""
    rows = tables["outlier_timescale"]
    rise = select(rows, quantity="rise_time", kind="simulation").sort_values("signal")
    ratio = quotient(of_row(rise.iloc[0]), of_row(rise.iloc[-1]))
    scale = select(rows, quantity="tau_out").sort_values("signal")["value"]
    predicted = float(scale.iloc[0] / scale.iloc[-1])
    return Measurement(ratio.value / predicted, ratio.stderr / predicted, ratio.n)


def gain_rises_when_theory_says(tables: Tables) -> Measurement:
    """Training time at which the gain along m rises fastest, over that of the predicted gain."""
    rise = select(tables["outlier_timescale"], quantity="rise_time")
    return _worst_signal(select(rise, kind="simulation"), select(rise, kind="theory"))


def gain_matches_theory(tables: Tables) -> Measurement:
    """Gain of real features over theory along m, tau over tau_out, the worst |m|^2."""
    rows = tables["outlier_timescale"]
    gain = select(rows, quantity="gain", direction="along")
    tau_out = select(rows, quantity="tau_out").set_index("signal")["value"]
    late = gain[gain["tau"] > gain["signal"].map(tau_out)]
    simulated, theory = select(late, kind="simulation"), select(late, kind="theory")
    ratios = []
    for _, at in simulated.groupby("signal"):
        # the tau of one draw are not independent: their mean error, not error over sqrt(count)
        both = at.merge(theory, on=["signal", "tau"], suffixes=("", "_theory"))
        ratio = both["value"] / both["value_theory"]
        error = (both["stderr"] / both["value_theory"]).mean()
        ratios.append(Measurement(float(ratio.mean()), float(error), int(at["n"].min())))
    return worst_of(ratios)


def gain_overshoots(tables: Tables) -> Measurement:
    """Gain along m at the last training time over the exact score's, the smaller of the |m|^2."""
    rows = tables["outlier_timescale"]
    gain = select(rows, quantity="gain", direction="along", kind="simulation")
    last = gain[gain["tau"] == gain["tau"].max()]
    exact = select(rows, quantity="exact_gain", direction="along").set_index("signal")["value"]
    ratios = [
        Measurement(at.value / exact[at.signal], at.stderr / exact[at.signal], int(at.n))
        for at in last.itertuples()
    ]
    return worst_of(ratios, target=10.0)


def means_are_seen_at_transition(tables: Tables) -> Measurement:
    """Log of the mean square along m over across it at t_BBP, late features / the mixture."""
    return _log_ratio(tables, "transition", "late")


def little_training_sees_less_at_transition(tables: Tables) -> Measurement:
    """The same by late less early features, in units of the mixture's."""
    late, early = (_log_ratio(tables, "transition", stage) for stage in ("late", "early"))
    return difference(late, early)


def little_training_sees_less_at_the_end(tables: Tables) -> Measurement:
    """The same at the end of the reverse process, early features / the mixture."""
    return _log_ratio(tables, "end", "early")


def _log_ratio(tables: Tables, place: str, stage: str) -> Measurement:
    rows = select(tables["outlier_timescale"], quantity="log_ratio", place=place)
    (own,) = select(rows, kind="theory")["value"]
    return of_row(single(rows, kind="simulation", stage=stage), scale=float(own))


def _worst_signal(simulated: pd.DataFrame, theory: pd.DataFrame) -> Measurement:
    """Of the |m|^2 the ratio furthest from 1, its error widened for the choice."""
    return worst_of(
        ratio_to_theory(at, theory, ["signal"]) for _, at in simulated.groupby("signal")
    )
