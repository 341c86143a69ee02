"""DDIM: exact on one point, and towards the probability flow as steps grow."""

import numpy as np
import pytest

from memgen.diffusion.ddim import ddim
from memgen.diffusion.samplers import log_times


def test_one_training_point_is_reached_in_any_number_of_steps():
    point = np.array([[1.0, -2.0]])
    x = np.random.default_rng(0).standard_normal((7, 2)) * 5
    for times in (np.array([4.0, 0.0]), np.array([4.0, 2.0, 0.5, 0.0])):
        found = ddim(lambda x, t: (point - x) / t, x, times)
        np.testing.assert_allclose(found, np.repeat(point, 7, 0), atol=1e-13)


def test_a_gaussian_is_contracted_as_the_flow_says():
    """dx / d sigma = sigma x / (1 + sigma^2): x ~ sqrt(1 + t)."""
    x, errors = np.ones((1, 1)), []
    for steps in (100, 200):
        found = ddim(lambda x, t: -x / (1 + t), x, log_times(9.0, 1e-4, steps))
        errors.append(abs(found[0, 0] - np.sqrt(1.0001 / 10)))
    assert errors[0] < 0.03
    assert errors[1] == pytest.approx(errors[0] / 2, rel=0.1)


def test_times_that_do_not_fall_are_refused():
    for times in ([1.0, 2.0], [1.0], [1.0, -1.0]):
        with pytest.raises(ValueError, match="fall"):
            ddim(lambda x, _t: x, np.ones((1, 1)), np.array(times))
