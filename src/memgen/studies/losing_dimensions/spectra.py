"""Ordered singular values against t, in theory and of the empirical score."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Spectra
from memgen.studies.losing_dimensions.ordered_spectra import (
    dimension,
    noise_levels,
    spectra_against_t,
)
from memgen.tables.rows import Point, Row, row
from memgen.theory.energies.one_norm import one_norm_variances
from memgen.theory.spectra import one_norm_jacobian_law, slide_jacobian_law


def table(
    s: Spectra,
    seeds: Seeds,
    N: int,
    counts: tuple[int, int],
    stds: tuple[float, float],
    floor: float,
    of: Literal["theory", "empirical"],
) -> Iterator[Row]:
    """Yield spectra over their largest value, and the dimension that they show, as t falls.

    The panel "theory_published" has the published law, whose terms differ in dimension, with the
    variances of y; "theory_derived" that of points y / |y|, with their own. "empirical" is the
    score of drawn points at the origin.
    """
    variances = direction_variances(N, counts, stds, floor)
    if of == "theory":
        yield from theory(variances, sum(counts), s)
        return
    probes = []
    for draw in range(s.draws):
        rng = seeds.stream("spectra_empirical").generator({"P": s.P}, draw)
        points = draw_directions(variances, s.P, rng, unit_norm=True)
        probes.append((np.zeros(N), EmpiricalScore(points).score, rng))
    yield from spectra_against_t(probes, counts, s, "empirical", s.P)


def theory(variances: Float[np.ndarray, " N"], manifold: int, s: Spectra) -> Iterator[Row]:
    """Yield the column norms of the Jacobian's law, as published and as derived."""
    of_points = one_norm_variances(variances)
    for t in noise_levels(s):
        t = float(t)
        laws = {
            "published": slide_jacobian_law(t, variances, s.P, unit_norm=True),
            "derived": one_norm_jacobian_law(t, of_points, s.P),
        }
        for form, law in laws.items():
            values = np.sort(t * law.singular_values)[::-1]
            point: Point = {"panel": f"theory_{form}", "P": s.P, "t": t}
            for k, value in enumerate(values):
                yield row("singular_value", "theory", value / values[0], **point, rank=k)
            yield row("dimension", "theory", float(dimension(values, manifold, s)), **point)
