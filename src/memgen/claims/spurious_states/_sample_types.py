"""What claims on types of sample share."""

from collections.abc import Iterable

import numpy as np

from memgen.statistics.measurement import Measurement

UNKNOWN = Measurement(float("nan"), float("inf"))


def worst(measurements: Iterable[Measurement]) -> Measurement:
    """The measurement that is least certain to be positive: of image sets, widths, K."""
    known = [each for each in measurements if np.isfinite(each.value)]
    return min(known, key=lambda each: each.value - 2 * each.stderr, default=UNKNOWN)
