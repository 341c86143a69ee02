"""Claims of fig6_curved_manifold: the spectrum on a curved manifold."""

from memgen.claims.rows import furthest_row, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def tangent_dimension(tables: Tables) -> Measurement:
    """Fraction of points at which the gap gives the dimension of the manifold."""
    at = single(tables["curved"], quantity="dimension_recovered")
    points = theory_value(tables["curved"], "probes") * int(at["n"])
    return Measurement(float(at["value"]), float(max(at["stderr"], 1 / points)), int(at["n"]))


def tangent_values_vanish(tables: Tables) -> Measurement:
    """Exponent of the mean singular value along the manifold against t <= 1e-3, furthest from 1."""
    return furthest_row(select(tables["curved"], quantity="vanishing_exponent"))


def tangent_map(tables: Tables) -> Measurement:
    """Singular value along the manifold over the tangent map's, smallest t, furthest from 1."""
    rows = select(tables["curved"], quantity="ratio_to_tangent_map")
    return furthest_row(rows[rows["t"] == rows["t"].min()])
