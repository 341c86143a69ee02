"""Claims of fig6_image_dimension: dimension of networks against the number of images and steps."""

import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def fewest_images_lie_far_below_linear(tables: Tables) -> Measurement:
    """Dimension at fresh images over that of principal components, fewest images; the larger."""
    return worst_of(_over_linear(tables, "min"), target=0.0)


def most_images_lie_near_linear(tables: Tables) -> Measurement:
    """Dimension at fresh images over that of principal components, most images, the smaller one."""
    ratios = _over_linear(tables, "max")
    above = 1 + max(ratio.value for ratio in ratios)
    return worst_of(ratios, target=above)


def most_images_lie_below_linear(tables: Tables) -> Measurement:
    """Dimension at fresh images over that of principal components, most images, the larger one."""
    return worst_of(_over_linear(tables, "max"), target=0.0)


def dimension_falls_with_training(tables: Tables) -> Measurement:
    """Dimension at fresh images, larger t: longest over shortest training, the larger of both."""
    rows = tables["image_dimension"]
    at = select(rows, quantity="dimension", probed="fresh", t=float(rows["t"].max()))
    fallen = []
    for size in (at["trained_on"].min(), at["trained_on"].max()):
        seen = select(at, trained_on=int(size)).sort_values("steps")
        fallen.append(quotient(of_row(seen.iloc[-1]), of_row(seen.iloc[0])))
    return worst_of(fallen, target=0.0)


def fewest_images_tell_fresh_from_trained(tables: Tables) -> Measurement:
    """Dimension at fresh minus at trained-on images, fewest images, the larger t."""
    return difference(*_fresh_and_trained(tables, "min"))


def most_images_do_not(tables: Tables) -> Measurement:
    """Dimension at fresh over that at trained-on images, most images, the larger t."""
    return quotient(*_fresh_and_trained(tables, "max"))


def _fresh_and_trained(tables: Tables, which: str) -> list[Measurement]:
    probed = ("fresh", "trained")
    return [_at(_longest(tables, "dimension", probed=name), which) for name in probed]


def _over_linear(tables: Tables, which: str) -> list[Measurement]:
    """Dimension at fresh images over that of principal components, at each t."""
    return [
        quotient(
            _at(_longest(tables, "dimension", float(t), probed="fresh"), which),
            _at(_longest(tables, "linear_dimension", float(t)), which),
        )
        for t in tables["image_dimension"]["t"].unique()
    ]


def _longest(tables: Tables, quantity: str, t: float | None = None, **where: str) -> pd.DataFrame:
    """Rows of the longest training, at the larger t unless it is given."""
    rows = tables["image_dimension"]
    at = float(rows["t"].max()) if t is None else t
    return select(rows, quantity=quantity, steps=int(rows["steps"].max()), t=at, **where)


def _at(rows: pd.DataFrame, which: str) -> Measurement:
    """The row of the most or the fewest images."""
    size = rows["trained_on"].max() if which == "max" else rows["trained_on"].min()
    return of_row(single(rows, trained_on=int(size)))
