"""When a loss is halfway up from its minimum."""

import numpy as np
import pytest

from memgen.statistics.late_rise import first_passage, half_rise


def test_a_rise_in_log_tau():
    tau = np.geomspace(1e-2, 1e4, 400)
    loss = np.exp(-tau / 0.1) - np.exp(-tau / 100)
    assert half_rise(tau, loss) == pytest.approx(100 * np.log(2), rel=0.03)


def test_a_loss_that_only_falls_is_refused():
    tau = np.geomspace(1, 10, 5)
    with pytest.raises(ValueError, match="train longer"):
        half_rise(tau, -tau)


def test_first_passage():
    tau = np.geomspace(1e-2, 1e4, 600)
    gap = 1 - np.exp(-tau / 50)
    assert first_passage(tau, gap, 0.3) == pytest.approx(-50 * np.log(0.7), rel=0.01)
    for curve in (gap, np.ones(600)):
        with pytest.raises(ValueError, match="another level"):
            first_passage(tau, curve, 0.5 if curve[0] > 0.5 else 2.0)
