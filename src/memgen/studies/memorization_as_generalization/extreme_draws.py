"""One draw of the highest levels of a random energy model, seen at one temperature or at many."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.seeds import Seeds
from memgen.tables.rows import Row, curve_rows
from memgen.theory.energies.extreme_levels import LevelLaw, edge_exponent, expected_exponent

# Levels from which the exponent at the edge is read, or a tenth of those drawn if they are few.
EDGE_LEVELS = 80
# Beyond exp(this) levels the number drawn is not limited by how many there are.
LARGEST_EXPONENT = 50


def count_drawn(levels: int, log_M: float) -> int:
    """Return how many of exp(log_M) levels to draw: `levels`, or a quarter of all."""
    return min(levels, int(np.exp(min(log_M, LARGEST_EXPONENT)) / 4))


def exponent(levels: Float[np.ndarray, " levels"]) -> float:
    """Return lambda_* from the highest of the levels drawn (in falling order)."""
    return edge_exponent(levels, min(EDGE_LEVELS, levels.size // 10))


def finite_exponent(law: LevelLaw, log_M: float, levels: int) -> float:
    """Return what `exponent` reads on average at this M from the levels drawn."""
    return expected_exponent(law, log_M, min(EDGE_LEVELS, levels // 10))


def generator_of(seeds: Seeds, energies: str, N: int, t: float, draw: int) -> np.random.Generator:
    """Return the generator of one draw at one temperature, whatever the others."""
    point = {"energies": energies, "N": N, "t": float(t)}
    return seeds.stream("random_energy_levels").generator(point, draw)


def thermal_rows(
    t: np.ndarray,
    free: Float[np.ndarray, "draws times"],
    share: Float[np.ndarray, "draws times"],
    kind: str = "simulation",
    **point: Any,
) -> Iterator[Row]:
    """Yield free energy and participation against t, means over draws."""
    yield from curve_rows("free_energy", free, {"t": t}, kind=kind, **point)
    yield from curve_rows("participation", share, {"t": t}, kind=kind, **point)
