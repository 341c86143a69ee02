"""Claims of fig10_outlier_timescale: when the score learns the means."""

from memgen.claims.rows import furthest
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def gain_rises_at_outlier_time(tables: Tables) -> Measurement:
    """Training time at which the gain along m rises fastest in log tau, over tau_out."""
    rows = tables["outlier_timescale"]
    rise = select(rows, quantity="rise_time", kind="simulation")
    tau_out = select(rows, quantity="tau_out")
    return worst_ratio(rise, tau_out, ["signal"], "signal")


def gain_rises_when_theory_says(tables: Tables) -> Measurement:
    """Training time at which the gain along m rises fastest, over that of the predicted gain."""
    rows = tables["outlier_timescale"]
    rise = select(rows, quantity="rise_time")
    return worst_ratio(
        select(rise, kind="simulation"), select(rise, kind="theory"), ["signal"], "signal"
    )


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
    return furthest(ratios)
