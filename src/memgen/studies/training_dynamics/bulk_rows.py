"""Rows of the limiting spectrum of U: its atom and its bulks."""

from collections.abc import Iterator, Sequence
from typing import Any

from memgen.tables.rows import Row, row
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, atom_mass, feature_density


def atom_rows(model: FeatureModel, **point: Any) -> Iterator[Row]:
    """Yield the eigenvalue s^2 of the atom, and its share of all eigenvalues."""
    yield row("atom", "theory", model.coefficients.s2, **point)
    yield row("atom_mass", "theory", atom_mass(model), **point)


def bulk_rows(
    model: FeatureModel, bulks: list[Bulk], points: int, fields: Sequence[str] = (), **point: Any
) -> Iterator[Row]:
    """Yield each bulk's density at `points` eigenvalues x, and these fields of the bulk."""
    for number, bulk in enumerate(bulks):
        x = bulk.grid(points)
        for place, value in zip(x, feature_density(x, model), strict=True):
            yield row("density", "theory", value, **point, bulk=number, x=place)
        for quantity in fields:
            yield row(quantity, "theory", getattr(bulk, quantity), **point, bulk=number)
