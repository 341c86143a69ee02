"""Claims of fig4_three_panels: what is lost at the centre, what condenses, what networks see."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

DIRECTIONS = ("large", "small")
MANY = 1000  # points from which on their number is not seen in the t of loss


def loss_of_many_points_is_of_infinitely_many(tables: Tables) -> Measurement:
    """Measured t of loss at the centre over that of infinitely many points; the worst P >= 1000."""
    return worst_of(_loss_over_exact(tables, MANY))


def loss_hardly_depends_on_the_number(tables: Tables) -> Measurement:
    """Measured t of loss at the centre over that of infinitely many points; the least of all P."""
    return _least(_loss_over_exact(tables))


def larger_variance_is_lost_first(tables: Tables) -> Measurement:
    """Measured t of loss at the centre, larger over smaller variance; the P where it is least."""
    return _least(_between_variances(tables, "loss_time", "large", "small"))


def loss_comes_before_condensation(tables: Tables) -> Measurement:
    """Measured t of loss at the centre over that at which Y2 is 1/2; the P where it is least."""
    rows = select(tables["centre"], kind="simulation")
    lost = select(rows, quantity="loss_time").set_index(["P", "direction"])
    half = select(rows, quantity="half_time")
    # the least ratio is chosen: it is the one nearest to 0
    return _least(
        quotient(of_row(lost.loc[(row["P"], row["direction"])]), of_row(row))
        for _, row in half.iterrows()
    )


def condensation_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured t at Y2 = 1/2 over exact theory at each P, mean over P, the worse variance."""
    rows = select(tables["centre"], quantity="half_time")
    drawn, exact = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_of(
        ratio_to_theory(select(drawn, direction=name), exact, ["direction", "P"])
        for name in DIRECTIONS
    )


def smaller_variance_condenses_first(tables: Tables) -> Measurement:
    """Measured t at Y2 = 1/2, smaller over larger variance; the P where it is least."""
    return _least(_between_variances(tables, "half_time", "small", "large"))


def network_sees_less_with_training(tables: Tables) -> Measurement:
    """Share of the smaller variance seen at training points, longest / shortest training."""
    rows = _at_middle_t(tables, "visible")
    seen = select(rows, of="network", direction="small").sort_values("steps")
    return quotient(of_row(seen.iloc[-1]), of_row(seen.iloc[0]))


def network_sees_less_of_the_smaller_variance(tables: Tables) -> Measurement:
    """Share of the exact value seen: larger minus smaller variance, a mean over networks."""
    rows = select(_at_middle_t(tables, "order"), of="network").sort_values("steps")
    return of_row(rows.iloc[-1])


def network_sees_more_than_its_points(tables: Tables) -> Measurement:
    """Share seen at the smallest t, network minus score of its points; the less of both."""
    rows = select(tables["visible"], quantity="visible", probed="training")
    last = rows[(rows["steps"] == rows["steps"].max()) & (rows["t"] == rows["t"].min())]
    return _least(
        difference(
            of_row(single(last, of="network", direction=name)),
            of_row(single(last, of="empirical", direction=name)),
        )
        for name in DIRECTIONS
    )


def _loss_over_exact(tables: Tables, least: int = 0) -> list[Measurement]:
    """Measured t of loss over that of infinitely many points, at each P of `least` or more."""
    rows = select(tables["centre"], quantity="loss_time")
    exact, drawn = select(rows, kind="theory"), select(rows, kind="simulation")
    return [
        of_row(row, float(single(exact, direction=row["direction"])["value"]))
        for _, row in drawn[drawn["P"] >= least].iterrows()
    ]


def _between_variances(tables: Tables, quantity: str, upper: str, lower: str) -> list[Measurement]:
    """A measured time of one variance over that of the other, at each P."""
    rows = select(tables["centre"], quantity=quantity, kind="simulation")
    return [
        quotient(of_row(single(at, direction=upper)), of_row(single(at, direction=lower)))
        for _, at in rows.groupby("P")
    ]


def _least(measurements: Iterable[Measurement]) -> Measurement:
    """The least of several, its error widened for having been chosen."""
    several = list(measurements)
    above = 1 + max((one.value for one in several), default=0.0)
    return worst_of(several, target=above)


def _at_middle_t(tables: Tables, quantity: str) -> pd.DataFrame:
    """What is seen at training points at the middle t."""
    rows = select(tables["visible"], quantity=quantity, probed="training")
    times = np.sort(rows["t"].unique())
    return select(rows, t=float(times[len(times) // 2]))
