"""Random numbers that depend on what is computed, and on nothing else.

Every draw has its own place in one tree of seeds: (run seed, source, table, point, replica).
So a point's value depends neither on how a sweep was cut into jobs, nor on the number of
cores, nor on which other points were computed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

DIGITS = 10


def seed_sequence(
    seed: int, source: str, table: str, point: Mapping[str, object], replica: int
) -> np.random.SeedSequence:
    """Return the leaf of the seed tree that belongs to one independent draw.

    Parameters
    ----------
    seed : int
        The run's seed.
    source, table : str
        Whose table is being computed.
    point : mapping
        The coordinates of the point (numbers and strings); their order does not matter.
    replica : int
        Which independent draw of the point this is.

    """
    spawn_key: list[int] = []
    for label in (source, table, _canonical(point)):
        digest = hashlib.sha256(label.encode()).digest()
        spawn_key += [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4)]
    return np.random.SeedSequence(entropy=seed, spawn_key=(*spawn_key, replica))


def generator(
    seed: int, source: str, table: str, point: Mapping[str, object], replica: int
) -> np.random.Generator:
    """Return a numpy generator for one independent draw (see `seed_sequence`)."""
    return np.random.default_rng(seed_sequence(seed, source, table, point, replica))


@dataclass(frozen=True)
class Seeds:
    """The branch of the seed tree that belongs to a table.

    Attributes
    ----------
    seed : int
        The run's seed.
    source, table : str
        Whose table is being computed.

    """

    seed: int
    source: str
    table: str

    def generator(self, point: Mapping[str, object], replica: int = 0) -> np.random.Generator:
        """Return the generator of one independent draw at a point (see `seed_sequence`)."""
        return np.random.default_rng(self.sequence(point, replica))

    def sequence(self, point: Mapping[str, object], replica: int = 0) -> np.random.SeedSequence:
        """Return the leaf of the seed tree of one independent draw at a point."""
        return seed_sequence(self.seed, self.source, self.table, point, replica)

    def stream(self, table: str) -> "Seeds":
        """Return another branch of the same source, for draws that must not share this one's."""
        return replace(self, table=table)


def _canonical(point: Mapping[str, object]) -> str:
    plain = {}
    for name, value in point.items():
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise TypeError(f"{name}={value!r} cannot label a random draw: use a number or a word.")
        # 20 and 20.0 are the same coordinate, and so are the solutions of one equation on two
        # processors, whose last digits differ: ten digits tell one point from another.
        plain[name] = value if isinstance(value, str) else float(f"{value:.{DIGITS}g}")
    return json.dumps(plain, sort_keys=True)
