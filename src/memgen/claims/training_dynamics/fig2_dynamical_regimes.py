"""Claims of fig2_dynamical_regimes: speciation and collapse."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import mean_squared_miss, ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

UNDECIDED = (0.52, 0.98)  # of phi: beyond, too few pairs part or meet for a normal error
PAST_COLLAPSE = 1.2  # t / t_C from which the rounding at finite N is small


def clones_in_one_class_at_speciation(tables: Tables) -> Measurement:
    """Probability phi(t_S) that two clones end in one class, largest d (theory)."""
    rows = select(tables["regimes"], quantity="same_class_at_speciation")
    return of_row(rows.sort_values("d").iloc[-1])


def clones_in_one_class_match_theory(tables: Tables) -> Measurement:
    """Mean squared miss of the clones to phi(t), in standard errors, over t and d."""
    misses = []
    for _, at in select(tables["regimes"], quantity="same_class").groupby("d"):
        simulated, theory = select(at, kind="simulation"), select(at, kind="theory")
        ordered = theory.sort_values("t")
        phi = np.interp(simulated["t"].to_numpy(float), ordered["t"], ordered["value"])
        used = (phi > UNDECIDED[0]) & (phi < UNDECIDED[1])
        errors = np.sqrt(phi * (1 - phi) / simulated["n"].to_numpy(float))
        misses.append(((simulated["value"] - phi) / errors)[used])
    return mean_squared_miss(np.concatenate(misses))


def released_points_match_theory(tables: Tables) -> Measurement:
    """Mean squared miss of the released f / alpha to theory at their N and P, in their errors."""
    both = _released(tables, "finite")
    return mean_squared_miss(((both["value"] - both["value_theory"]) / both["stderr"]).to_numpy())


def drawn_entropy_matches_theory(tables: Tables) -> Measurement:
    """N f of drawn points less theory, in nats, mean over t past the collapse: the worst N."""
    rows = select(tables["regimes"], quantity="excess_entropy_miss")
    return worst_of([of_row(row) for _, row in rows.iterrows()], 0.0)


def entropy_missing_from_the_published_law(tables: Tables) -> Measurement:
    """What the published law of f lacks at the released points / what theory says it lacks.

    A least squares fit over all released points past the collapse.
    """
    both = _released(tables, "finite")
    law = _released(tables, "published")["value_theory"].to_numpy()
    past = (both["t"] > PAST_COLLAPSE * both["collapse_time"]).to_numpy()
    if not past.any():
        return Measurement(float("nan"), float("inf"), 1)
    missing = (law - both["value"].to_numpy())[past]
    expected = (law - both["value_theory"].to_numpy())[past]
    weights = expected / both["stderr"].to_numpy()[past] ** 2
    scale = float(weights @ expected)
    return Measurement(float(weights @ missing) / scale, scale**-0.5, int(past.sum()))


def collapse_at_predicted_time(tables: Tables) -> Measurement:
    """Measured t_C over that of theory at the same N and P, weighted mean over N."""
    rows = select(tables["regimes"], quantity="collapse_time")
    simulated, theory = select(rows, kind="simulation"), select(rows, model="finite")
    return ratio_to_theory(simulated, theory, ["N"])


def _released(tables: Tables, model: str) -> pd.DataFrame:
    """The released points with the theory of a model there, and t_C; empty at other N and P."""
    rows = tables["regimes"]
    released = rows[(rows["kind"] == "published") & (rows["quantity"] == "excess_entropy")]
    at = (rows["quantity"] == "excess_entropy_at_published") & (rows["model"] == model)
    times = rows[(rows["quantity"] == "collapse_time") & (rows["model"] == "published")]
    times = times[["N", "value"]].rename(columns={"value": "collapse_time"})
    both = released.merge(rows[at][["N", "t", "value"]], on=["N", "t"], suffixes=("", "_theory"))
    return both.merge(times, on="N")
