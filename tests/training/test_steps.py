"""The thousand steps: the discrete products, and what is refused."""

import numpy as np
import pytest

from memgen.training.schedules import VariancePreserving
from memgen.training.steps import falling_variances, step_variances


def test_variances_are_those_of_the_discrete_process():
    """abar = prod (1 - beta) for a thousand betas from 1e-4 to 2e-2."""
    abar = np.cumprod(1 - np.linspace(1e-4, 2e-2, 1000))
    steps = np.array([1, 10, 50, 200, 500, 1000])
    t = step_variances(VariancePreserving(), steps.astype(float))
    np.testing.assert_allclose(1 / (1 + t[2:]), abar[steps[2:] - 1], rtol=0.08)
    np.testing.assert_allclose(t[:3], (1 - abar[steps[:3] - 1]) / abar[steps[:3] - 1], rtol=0.12)
    assert step_variances(VariancePreserving(), np.zeros(1))[0] == pytest.approx(0, abs=1e-15)


def test_the_way_down():
    times = falling_variances(VariancePreserving(), 200, 20)
    assert len(times) == 21
    assert (np.diff(times) < 0).all()
    assert times[-1] == 0
    assert len(falling_variances(VariancePreserving(), 3, 20)) == 4
    with pytest.raises(ValueError, match="1001"):
        step_variances(VariancePreserving(), np.array([1001.0]))
