"""Rows in which types of sample are compared within the networks that made them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from jaxtyping import Float

from memgen.measures.samples.types import TYPES
from memgen.statistics.effect_size import compare
from memgen.tables.rows import Point, Row, row

ENOUGH = 4  # samples of a type and network with which it is compared


def comparison_rows(
    quantity: str, values: Mapping[str, Sequence[Float[np.ndarray, " _"]]], about: Point
) -> Iterator[Row]:
    """Yield <quantity>_difference and <quantity>_effect of every two types that are there.

    And <quantity>_effect_of_network for each network, by its `number`.

    Parameters
    ----------
    quantity : str
        What was measured.
    values : mapping of type to list of (_,)
        At the samples of each type, by network.
    about : mapping
        Further coordinates; the rows' own are `upper` and `lower`, the type before the other in
        the order memorised, spurious, generalised.
    """
    for upper, lower in combinations([kind for kind in TYPES if kind in values], 2):
        found = compare(values[upper], values[lower], ENOUGH)
        if found is None:
            continue
        pair: Point = {**about, "upper": upper, "lower": lower}
        for of, value, stderr in (
            ("difference", found.difference, found.difference_error),
            ("effect", found.effect, found.effect_error),
        ):
            yield row(f"{quantity}_{of}", "simulation", value, stderr, found.n, **pair)
        for number, groups in enumerate(zip(values[upper], values[lower], strict=True)):
            alone = compare(groups[:1], groups[1:], ENOUGH)
            if alone is not None:
                own: Point = {**pair, "number": number}
                error = {"stderr": alone.effect_error, "n": alone.n}
                yield row(
                    f"{quantity}_effect_of_network", "simulation", alone.effect, **error, **own
                )
