"""Settings that theory refuses, by key, value and remedy."""

import pytest

from memgen.settings.spectral_gaps import GapOpening
from memgen.studies.spectral_gaps.checks import CHECKS


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"variances": (1.0, 0.5)}, r"variances = \[1.0, 0.5\].*further apart"),
        ({"threshold": 0.95}, "threshold = 0.95 is never reached.*smaller"),
    ],
)
def test_gaps_that_never_open_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        CHECKS["gap_opening"](GapOpening(**values))


def test_the_default_passes():
    CHECKS["gap_opening"](GapOpening())
