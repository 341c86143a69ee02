"""The rows of an array in blocks, so that they may be too many for memory."""

from collections.abc import Iterator

import numpy as np

NUMBERS = 2**22  # in a block


def blocks_of(values: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (first row, rows as a matrix) of an array (P, ...) in blocks."""
    width = int(np.prod(values.shape[1:]))
    step = max(1, NUMBERS // width)
    for start in range(0, len(values), step):
        block = np.asarray(values[start : start + step])
        yield start, block.reshape(len(block), width)
