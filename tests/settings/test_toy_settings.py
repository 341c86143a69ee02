"""Settings of spurious_states that cannot be are refused, with the remedy."""

import pytest

from memgen.settings import SettingsError, load


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"circle": {"K": [2, 9, 4, 1000]}}, "must rise"),
        ({"circle": {"K": [1, 2, 4, 9]}}, "K.0 = 1"),
        ({"circle": {"width": 33}}, "circle.width = 33"),
        ({"samples": {"times": [0.15, 0.05, 0.25]}}, "must rise"),
        ({"samples": {"shown_times": [0.25, 0.25, 0.15, 0.1]}}, "must be of times"),
        ({"samples": {"samples": 100}}, "pair_samples = 3000"),
        ({"samples": {"samples": 50000}}, "<= 20000"),
        ({"recovery": {"p": 1.5}}, "recovery.p = 1.5"),
        ({"exact_minima": {"minima_K": [9]}}, "two values or more"),
        ({"exact_minima": {"minima_K": [2, 5000]}}, "<= 400"),
        ({"merging": {"t": 0}}, "merging.t = 0"),
    ],
)
def test_refused(values, words):
    with pytest.raises(SettingsError, match=words):
        load({"spurious_states": {"toy": values}})
