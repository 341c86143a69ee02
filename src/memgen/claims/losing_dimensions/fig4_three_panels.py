"""Claims of fig4_three_panels: what is lost at the centre, what condenses, what a network loses."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.members import over_members
from memgen.tables.read import select, single

DIRECTIONS = ("large", "small")


def loss_at_the_centre_knows_no_number(tables: Tables) -> Measurement:
    """Measured t of loss at the centre, largest P, over that of infinitely many; worse variance."""
    rows = select(tables["centre"], quantity="loss_time")
    exact, drawn = select(rows, kind="theory"), select(rows, kind="simulation")
    last = drawn[drawn["P"] == drawn["P"].max()]
    return worst_of(
        of_row(single(last, direction=name), float(single(exact, direction=name)["value"]))
        for name in DIRECTIONS
    )


def no_point_weighs_at_the_loss(tables: Tables) -> Measurement:
    """Participation at sqrt(t) e_j where e_j is lost, largest P, the larger of either variance."""
    rows = select(tables["centre"], quantity="participation", kind="simulation")
    last = rows[rows["P"] == rows["P"].max()]
    return worst_of((of_row(row) for _, row in last.iterrows()), target=0.0)


def condensation_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured t at Y2 = 1/2 over exact theory at each P, mean over P, the worse variance."""
    rows = select(tables["centre"], quantity="half_time")
    drawn, exact = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_of(
        ratio_to_theory(select(drawn, direction=name), exact, ["direction", "P"])
        for name in DIRECTIONS
    )


def smaller_variance_condenses_first(tables: Tables) -> Measurement:
    """Measured t at Y2 = 1/2, smaller over larger variance, the smallest P, where it is least."""
    rows = select(tables["centre"], quantity="half_time", kind="simulation")
    first = rows[rows["P"] == rows["P"].min()]
    small, large = (of_row(single(first, direction=name)) for name in ("small", "large"))
    return quotient(small, large)


def network_loses_with_training(tables: Tables) -> Measurement:
    """Share of the smaller variance seen at training points, longest / shortest training."""
    rows = _network(tables, "small").sort_values("steps")
    return quotient(of_row(rows.iloc[-1]), of_row(rows.iloc[0]))


def network_loses_the_smaller_variance_first(tables: Tables) -> Measurement:
    """Fraction lost, longest training: smaller minus larger variance, a mean over networks."""
    rows = select(tables["memorizing"], probed="training")
    times = np.sort(rows["t"].unique())
    last = select(rows, steps=int(rows["steps"].max()), t=float(times[len(times) // 2]))
    seen = last.pivot_table(index="member", columns=["of", "direction"], values="value")
    share = seen["network"] / seen["population"]
    lost = (share["large"] - share["small"]).to_numpy(float)
    return Measurement(float(lost.mean()), float(lost.std(ddof=1) / np.sqrt(lost.size)), lost.size)


def _network(tables: Tables, direction: str) -> pd.DataFrame:
    """What the network sees at training points by steps, at the middle t."""
    rows = select(over_members(tables["memorizing"]), probed="training")
    times = np.sort(rows["t"].unique())
    at = select(rows, direction=direction, t=float(times[len(times) // 2]))
    return select(at, of="network")
