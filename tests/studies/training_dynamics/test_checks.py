"""Mixtures whose outlier would not stand out are refused, with the remedy."""

import pytest

from memgen.settings.training_dynamics import Outlier, OutlierTimescale
from memgen.studies.training_dynamics.checks import CHECKS


@pytest.mark.parametrize(
    ("name", "section", "words"),
    [
        ("outlier_timescale", OutlierTimescale(signals=[0.1]), "signals .* lie above"),
        ("outlier", Outlier(signals=[0.5, 8.0]), "signals .* their transition"),
        ("outlier", Outlier(signals=[1.5, 50.0]), "signals .* their transition"),
    ],
)
def test_refused(name, section, words):
    with pytest.raises(ValueError, match=words):
        CHECKS[name](section)


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("outlier_timescale", OutlierTimescale(signals=[1.0])),
        ("outlier", Outlier(signals=[0.8, 25.0])),
    ],
)
def test_just_above_the_threshold_is_accepted(name, section):
    CHECKS[name](section)
