"""When a curve rises fastest."""

import numpy as np
import pytest

from memgen.statistics.steepest_rise import steepest_rise

TAU = np.geomspace(1e-2, 1e3, 300)


@pytest.mark.parametrize("tau_0", [0.5, 7.0, 40.0])
def test_an_exponential_approach_rises_fastest_at_its_time(tau_0):
    assert steepest_rise(TAU, 3 - np.exp(-TAU / tau_0)) == pytest.approx(tau_0, rel=2e-3)


def test_a_rise_at_the_end_of_the_grid_is_refused():
    with pytest.raises(ValueError, match="widen the grid"):
        steepest_rise(TAU, TAU)
