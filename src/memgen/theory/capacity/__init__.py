"""How many patterns a dense associative memory retrieves and stores: log P / N at most.

Here are the capacities for N to infinity; `finite` has the weights and loads of simulations at
finite N, `poisson` retrieval among any number of patterns, `cumulants` the laws of the overlaps.
"""

from memgen.theory.capacity._limit import (
    PATTERNS,
    Saturation,
    condensation_line,
    retrieval_capacity,
    saturation,
    smallest_norm,
    storage_capacity,
)

__all__ = [
    "PATTERNS",
    "Saturation",
    "condensation_line",
    "retrieval_capacity",
    "saturation",
    "smallest_norm",
    "storage_capacity",
]
