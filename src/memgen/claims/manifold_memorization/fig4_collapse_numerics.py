"""Claims of fig4_collapse_numerics: collapse in simulations and on real digits."""

import numpy as np

from memgen.claims.manifold_memorization._shared import extrapolated
from memgen.claims.rows import theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def crossing_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Weighted mean over the ladder of simulated over predicted collapse time at the same N."""
    simulated = select(tables["collapse"], quantity="collapse_time", kind="simulation")
    predicted = select(tables["finite_size"], quantity="collapse_time")
    return ratio_to_theory(simulated, predicted, ["N"])


def crossing_tends_to_collapse_time(tables: Tables) -> Measurement:
    """Collapse time of the finite-size theory at its largest N, extrapolated, over t_c."""
    t_c = value_of(tables["collapse"], "collapse_time", kind="theory")
    rows = select(tables["finite_size"], quantity="collapse_time")
    limit = extrapolated(
        1 / rows["N"].to_numpy(dtype=float), rows["value"].to_numpy(), rows["stderr"].to_numpy()
    )
    return Measurement(limit.value / t_c, limit.stderr / t_c, int(rows["n"].min()))


def collapse_is_condensation(tables: Tables) -> Measurement:
    """Condensation time of the other patterns' random energy model over t_c from I(t) = alpha."""
    condensation = theory_value(tables["collapse"], "condensation_time_of_others")
    return Measurement(condensation / theory_value(tables["collapse"], "collapse_time"))


def participation_follows_weight(tables: Tables) -> Measurement:
    """Time where Y2 crosses 1/2 over that where the own weight does, extrapolated."""
    finite = tables["finite_size"]
    weight = select(finite, quantity="collapse_time").sort_values("N")
    participation = select(finite, quantity="participation_time").sort_values("N")
    ratio = participation["value"].to_numpy() / weight["value"].to_numpy()
    # The two share their draws; adding their errors as if they did not errs on the safe side.
    error = ratio * np.hypot(
        (participation["stderr"] / participation["value"]).to_numpy(),
        (weight["stderr"] / weight["value"]).to_numpy(),
    )
    limit = extrapolated(1 / weight["N"].to_numpy(dtype=float), ratio, error)
    return Measurement(limit.value, limit.stderr, int(weight["n"].min()))
