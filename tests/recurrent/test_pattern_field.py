"""The integral over fields, against the levels of all states, and its limit."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.recurrent.few_patterns import few_patterns
from memgen.recurrent.pattern_field import field_specific_heat, heat_peak


def drawn(P, N, seed):
    rng = np.random.default_rng(seed)
    return first_independent(lambda: draw_patterns("binary", P, N, rng))


@pytest.mark.parametrize(("P", "N"), [(1, 12), (2, 30), (3, 40)])
def test_the_heat_is_that_of_all_states(P, N):
    patterns = drawn(P, N, 1)
    network = few_patterns(patterns)
    for t in (0.5, 1.3, 4.0):
        expected = network.entropy_and_heat(t)[1]
        assert field_specific_heat(patterns, t) == pytest.approx(expected, rel=1e-4)


def test_the_peak_is_where_the_heat_is_largest():
    patterns = drawn(2, 60, 2)
    peak = heat_peak(patterns, 0.8, 2.2)
    heats = [field_specific_heat(patterns, peak * ratio) for ratio in (0.97, 1.0, 1.03)]
    assert heats[1] > max(heats[0], heats[2])


def test_more_spins_have_their_peak_nearer_to_two():
    peaks = [heat_peak(drawn(1, N, 3), 0.8, 2.2) for N in (100, 10_000)]
    assert peaks[0] < peaks[1] < 2
    assert peaks[1] == pytest.approx(2, abs=0.1)


def test_what_is_no_pattern_is_refused():
    with pytest.raises(ValueError, match="patterns"):
        field_specific_heat(np.full((2, 8), 0.5), 1.0)
    with pytest.raises(ValueError, match="t"):
        field_specific_heat(drawn(2, 10, 0), -1.0)
