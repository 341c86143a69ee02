"""The most typical samples of each type, and samples at random."""

import numpy as np

from memgen.measures.samples.types import TYPES
from memgen.measures.samples.typical import at_random, most_typical

KINDS = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
TO_TRAINING = np.array([3, 1, 2, 9, 8, 7, 9, 9, 9.0])
TO_SYNTHETIC = np.array([1, 2, 3, 2, 1, 3, 5, 7, 6.0])


def test_the_most_typical():
    chosen = most_typical(KINDS, TO_TRAINING, TO_SYNTHETIC, 2)
    assert list(chosen) == list(TYPES)
    assert list(chosen["memorised"]) == [1, 2]
    assert list(chosen["spurious"]) == [4, 3]
    assert list(chosen["generalised"]) == [7, 8]
    few = most_typical(KINDS[:3], TO_TRAINING[:3], TO_SYNTHETIC[:3], 9)
    assert [len(few[kind]) for kind in TYPES] == [3, 0, 0]


def test_at_random():
    kinds = np.repeat([0, 1], [50, 4])
    chosen = at_random(kinds, 10, np.random.default_rng(0))
    assert [len(chosen[kind]) for kind in TYPES] == [10, 4, 0]
    assert set(chosen["memorised"]) <= set(range(50))
    assert sorted(chosen["spurious"]) == [50, 51, 52, 53]
    assert list(chosen["memorised"]) != sorted(chosen["memorised"])
