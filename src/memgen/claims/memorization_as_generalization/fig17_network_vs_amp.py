"""Claims of fig17_network_vs_amp: learnt denoisers against the message-passing denoiser."""

import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def network_closes_the_gap(tables: Tables) -> Measurement:
    """1 - squared distance of the network / of the best affine denoiser, mean over t."""
    rows = _over_times(tables, "gap_closed", model="network")
    return of_row(rows.sort_values("P").iloc[-1])


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


def _over_times(tables: Tables, quantity: str, **where: str) -> pd.DataFrame:
    rows = select(tables["message_passing_networks"], quantity=quantity, **where)
    return rows[rows["t"].isna()]
