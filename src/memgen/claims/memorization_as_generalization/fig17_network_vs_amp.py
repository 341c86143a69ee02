"""Claims of fig17_network_vs_amp: learnt denoisers against the message-passing denoiser."""

import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def network_closes_the_gap(tables: Tables) -> Measurement:
    """1 - squared distance of the network / of the best affine denoiser, the least of all t."""
    rows = _at_times(tables, "gap_closed", "network")
    # the least is the furthest from all of the gap
    return worst_of((of_row(row) for _, row in rows.iterrows()), target=1.0)


def empirical_is_nearer_at_large_t(tables: Tables) -> Measurement:
    """Part of the gap that the network closes less that of the empirical mean, largest t."""
    last = (
        of_row(_at_times(tables, "gap_closed", model).sort_values("t").iloc[-1])
        for model in ("network", "empirical")
    )
    # the same manifolds and points: as if their errors were independent
    return difference(*last)


def more_points_bring_no_more(tables: Tables) -> Measurement:
    """Part of the gap that the network closes, mean over t, most points less the next fewer."""
    rows = _over_times(tables, "gap_closed", model="network").sort_values("P")
    return difference(of_row(rows.iloc[-1]), of_row(rows.iloc[-2]))


def network_knows_more_than_covariance_and_relu(tables: Tables) -> Measurement:
    """Ratio of the distances of the network and of the bent affine denoiser, most points."""
    rows = _over_times(tables, "over_bent", model="network")
    return of_row(rows.sort_values("P").iloc[-1])


def message_passing_is_optimal(tables: Tables) -> Measurement:
    """Excess risk over direct distance of the best affine denoiser, means over t."""
    (row,) = _over_times(tables, "identity", model="best affine").iloc
    return of_row(row)


def few_points_are_memorized(tables: Tables) -> Measurement:
    """Error of the network on the points that it was trained on, the fewest."""
    rows = _over_times(tables, "error_on_training", model="network")
    return of_row(rows.sort_values("P").iloc[0])


def next_points_are_not(tables: Tables) -> Measurement:
    """Error of the network on the points that it was trained on, the fewest but one."""
    rows = _over_times(tables, "error_on_training", model="network")
    return of_row(rows.sort_values("P").iloc[1])


def many_points_are_not(tables: Tables) -> Measurement:
    """Error of the network on its training points less that on new ones, the most points."""
    rows = _over_times(tables, "training_less_fresh", model="network")
    return of_row(rows.sort_values("P").iloc[-1])


def moments_tell_the_manifold(tables: Tables) -> Measurement:
    """Exponent in P of the excess of message passing with a learnt F, where it can be trusted.

    Those P at which the excess is larger than the change that a rotation of the latents makes.
    """
    rows = _over_times(tables, "excess")
    floor = single(rows, model="rotated")["value"]
    judged = rows[(rows["model"] == "messages") & (rows["value"] > floor)]
    return power_law(judged["P"], judged["value"], judged["stderr"], int(judged["n"].sum()))


def _at_times(tables: Tables, quantity: str, model: str) -> pd.DataFrame:
    rows = select(tables["message_passing_networks"], quantity=quantity, model=model)
    return rows[rows["t"].notna() & (rows["P"] == rows["P"].max())]


def _over_times(tables: Tables, quantity: str, **where: str) -> pd.DataFrame:
    rows = select(tables["message_passing_networks"], quantity=quantity, **where)
    return rows[rows["t"].isna()]
