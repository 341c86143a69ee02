"""Claims of fig10_forward_backward, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig10_forward_backward as claims
from memgen.tables.rows import row, tidy


def forward_backward(ends=1.0, capture=2.0, t_o=4.0):
    rows = [
        row("ends_on_training_digit", "simulation", ends, 0.0, 20),
        row("collapse_time", "simulation", 2.0, 0.1, 4),
        row("onset_time", "simulation", t_o, 0.1, 4),
    ]
    for t in np.geomspace(0.1, 50, 60):
        rows.append(row("final_weight", "simulation", 1 / (1 + t / capture), 0.02, 20, t=t))
    return {"forward_backward": tidy(rows)}


def test_trajectories():
    assert claims.ends_on_training_digit(forward_backward()).value == 1
    assert claims.ends_on_training_digit(forward_backward(ends=0.3)).value == 0.3
    for capture in (2.0, 1.0):
        found = claims.capture_at_collapse_time(forward_backward(capture=capture))
        assert found.value == pytest.approx(capture / 2, rel=0.01)
        assert 0 < found.stderr < 0.2
    assert claims.onset_before_collapse(forward_backward()).value == pytest.approx(np.log(2))
    assert claims.onset_before_collapse(forward_backward(t_o=1.0)).value < 0
