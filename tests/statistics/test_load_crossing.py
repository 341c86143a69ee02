"""Half loads: broad falls by their scatter, sharp ones by the step."""

import numpy as np
import pytest

from memgen.statistics.load_crossing import half_load_with_error


def test_a_broad_fall_has_its_scatter():
    loads, rng = np.linspace(0.1, 0.5, 41), np.random.default_rng(0)
    draws = 1 / (1 + np.exp((loads - 0.3) / 0.05)) + 0.02 * rng.standard_normal((50, 1))
    found = half_load_with_error(loads, draws, "it")
    assert found.time == pytest.approx(0.3, abs=3 * found.stderr)
    assert found.stderr == pytest.approx(0.02 / np.sqrt(50) / 5, rel=0.3)


def test_a_sharp_fall_has_the_step():
    loads = np.array([0.1, 0.2, 0.3, 0.4])
    draws = np.repeat([[1.0, 1.0, 0.0, 0.0]], 5, axis=0)
    found = half_load_with_error(loads, draws, "it")
    assert 0.2 < found.time < 0.3
    assert found.stderr == pytest.approx(0.1 / np.sqrt(12))


def test_no_crossing_names_the_loads():
    loads, draws = np.array([0.1, 0.2]), np.array([[0.9, 0.8], [0.9, 0.7]])
    with pytest.raises(ValueError, match=r"success of x: the mean runs from 0\.9 at alpha = 0\.1"):
        half_load_with_error(loads, draws, "success of x")
