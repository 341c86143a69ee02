"""Claims of fig10_forward_backward, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig10_forward_backward as claims
from memgen.tables.rows import row, tidy


def forward_backward(capture=2.0, ratio=0.65, ends=0.0):
    rows = [row("collapse_time", "simulation", 2.0, 0.1, 4, of="digits")]
    rows.append(row("collapse_time", "simulation", 3.0, 0.1, 4, of="gaussian"))
    for of, value in (("digits", ratio), ("gaussian", 0.64)):
        rows.append(row("log_onset_over_collapse", "simulation", value, 0.01, 4, of=of))
    for score, value in (("empirical", 1.0), ("gaussian", ends), ("classes", ends)):
        rows.append(row("ends_on_training_digit", "simulation", value, 0.0, 98, score=score))
    for t in np.geomspace(0.1, 50, 60):
        rows.append(row("final_weight", "simulation", 1 / (1 + t / capture), 0.02, 20, t=t))
    return {"forward_backward": tidy(rows)}


def test_trajectories():
    for capture in (2.0, 1.0):
        found = claims.capture_at_collapse_time(forward_backward(capture=capture))
        assert found.value == pytest.approx(capture / 2, rel=0.01)
        assert 0 < found.stderr < 0.2


def test_the_ratio_of_times_is_compared_with_the_gaussian_one():
    found = claims.onset_set_by_covariance(forward_backward(ratio=0.8))
    assert found.value == pytest.approx(0.16)
    assert found.stderr == pytest.approx(0.01 * np.sqrt(2))


def test_controls():
    for claim in (claims.gaussian_does_not_memorise, claims.classes_do_not_memorise):
        found = claim(forward_backward())
        assert (found.value, found.stderr) == (0, pytest.approx(0.01))
        assert claim(forward_backward(ends=0.4)).value == 0.4
