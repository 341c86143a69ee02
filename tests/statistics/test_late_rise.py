"""When a loss is halfway up from its minimum."""

import numpy as np
import pytest

from memgen.statistics.late_rise import half_rise


def test_a_rise_in_log_tau():
    tau = np.geomspace(1e-2, 1e4, 400)
    loss = np.exp(-tau / 0.1) - np.exp(-tau / 100)
    assert half_rise(tau, loss) == pytest.approx(100 * np.log(2), rel=0.03)


def test_a_loss_that_only_falls_is_refused():
    tau = np.geomspace(1, 10, 5)
    with pytest.raises(ValueError, match="train longer"):
        half_rise(tau, -tau)
