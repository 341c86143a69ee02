"""Claims of fig6_image_dimension: dimension of networks against the number of images and steps."""

import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def dimension_grows(tables: Tables) -> Measurement:
    """Dimension at fresh images at the larger t: most minus fewest training images."""
    rows = _longest(tables, "dimension", probed="fresh")
    return difference(_at(rows, "max"), _at(rows, "min"))


def linear_dimension_grows_less(tables: Tables) -> Measurement:
    """Growth of the principal components' dimension over that of networks, the larger t."""
    linear = _longest(tables, "linear_dimension")
    grown = difference(_at(linear, "max"), _at(linear, "min"))
    return quotient(grown, dimension_grows(tables))


def fewest_images_are_memorized(tables: Tables) -> Measurement:
    """Dimension at the fewest training images over that of their principal components."""
    seen = _at(_longest(tables, "dimension", probed="trained"), "min")
    return quotient(seen, _at(_longest(tables, "linear_dimension"), "min"))


def most_images_lie_below_linear(tables: Tables) -> Measurement:
    """Dimension at fresh images over that of principal components, most images, the worst t."""
    rows = tables["image_dimension"]
    return worst_of(
        (
            quotient(
                _at(_longest(tables, "dimension", float(t), probed="fresh"), "max"),
                _at(_longest(tables, "linear_dimension", float(t)), "max"),
            )
            for t in rows["t"].unique()
        ),
        target=0.0,
    )


def memorized_with_training(tables: Tables) -> Measurement:
    """Dimension at the fewest training images, larger t: longest over shortest training."""
    rows = tables["image_dimension"]
    at = select(rows, quantity="dimension", probed="trained", t=float(rows["t"].max()))
    fewest = select(at, trained_on=int(at["trained_on"].min())).sort_values("steps")
    return quotient(of_row(fewest.iloc[-1]), of_row(fewest.iloc[0]))


def _longest(tables: Tables, quantity: str, t: float | None = None, **where: str) -> pd.DataFrame:
    """Rows of the longest training, at the larger t unless it is given."""
    rows = tables["image_dimension"]
    at = float(rows["t"].max()) if t is None else t
    return select(rows, quantity=quantity, steps=int(rows["steps"].max()), t=at, **where)


def _at(rows: pd.DataFrame, which: str) -> Measurement:
    """The row of the most or the fewest images."""
    size = rows["trained_on"].max() if which == "max" else rows["trained_on"].min()
    return of_row(single(rows, trained_on=int(size)))
