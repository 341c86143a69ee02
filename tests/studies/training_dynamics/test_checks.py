"""Mixtures whose outlier would not stand out are refused, with the remedy."""

import pytest

from memgen.settings import SettingsError, load
from memgen.studies.checks import check


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outlier_timescale": {"signals": [0.1]}}, "outlier_timescale: signals .* lie above"),
        ({"outlier": {"signals": [0.5]}}, "outlier: signals .* twice the"),
        ({"mixture_spectrum": {"cases": [[1.0, 0.1]]}}, "mixture_spectrum: cases.*leaves the bulk"),
    ],
)
def test_refused(values, words):
    with pytest.raises(SettingsError, match=words):
        check(load({"training_dynamics": values}))


def test_just_above_the_thresholds_is_accepted():
    check(load({"training_dynamics": {"outlier_timescale": {"signals": [1.0]}}}))
    check(load({"training_dynamics": {"outlier": {"signals": [0.5, 2.0]}}}))
    check(load({"training_dynamics": {"mixture_spectrum": {"cases": [[0.01, 1.0]]}}}))
