"""Settings of spurious_states' circle that cannot be are refused, with the remedy."""

import pytest

from memgen.settings import SettingsError, load


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"circle": {"K": [9, 2, 1000]}}, "must rise"),
        ({"circle": {"K": [1, 2, 9]}}, "K.0 = 1"),
        ({"circle": {"width": 33}}, "circle.width = 33"),
        ({"circle_samples": {"times": [0.15, 0.05, 0.25]}}, "must rise"),
        ({"toy_landscape": {"shown_times": [0.25, 0.15, 0.1]}}, "must be of circle_samples"),
        ({"circle_samples": {"samples": 100}}, "pair_samples = 3000"),
        ({"circle_samples": {"samples": 50000}}, "<= 20000"),
        ({"toy_basins": {"p": 1.5}}, "toy_basins.p = 1.5"),
        ({"toy_minima": {"K": [9]}}, "toy_minima.K"),
        ({"toy_minima": {"K": [2, 5000]}}, "<= 400"),
        ({"merging": {"t": 0}}, "merging.t = 0"),
    ],
)
def test_refused(values, words):
    with pytest.raises(SettingsError, match=words):
        load({"spurious_states": values})
