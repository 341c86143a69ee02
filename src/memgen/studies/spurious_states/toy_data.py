"""The published points of the circle, in their order, and how many of them networks learn."""

from collections.abc import Iterator, Sequence

import numpy as np

from memgen.data.circle import published_angles
from memgen.tables.rows import Row, row


def table(K: Sequence[int]) -> Iterator[Row]:
    """Yield the angle of each point in degrees, in [-180, 180), and the sizes K of the subsets."""
    degrees = np.degrees(published_angles(max(K)))
    degrees = (degrees + 180) % 360 - 180
    for index, angle in enumerate(degrees, start=1):
        yield row("angle", "published", float(angle), unit="degree", index=index)
    for count in K:
        yield row("K", "published", float(count))
