"""Claims of fig10_forward_backward, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig10_forward_backward as claims
from memgen.tables.rows import row, tidy


def forward_backward(ratio=0.65, ends=0.0, onset=5.0):
    rows = [row("onset_time", "simulation", onset, 0.1, 4, of="gaussian")]
    rows.append(row("onset_time", "simulation", 3.0, 0.1, 4, of="digits"))
    rows.append(row("onset_time", "theory", 5.0, of="gaussian"))
    for of, value in (("digits", ratio), ("gaussian", 0.64)):
        rows.append(row("log_onset_over_collapse", "simulation", value, 0.01, 4, of=of))
    for score, value in (("empirical", 1.0), ("classes", ends)):
        rows.append(row("ends_on_training_digit", "simulation", value, 0.0, 98, score=score))
    return {"forward_backward": tidy(rows)}


def test_ends():
    assert claims.exact_score_memorises(forward_backward()).value == 1
    found = claims.classes_do_not_memorise(forward_backward())
    assert (found.value, found.stderr) == (0, pytest.approx(0.01))
    assert claims.classes_do_not_memorise(forward_backward(ends=0.4)).value == 0.4


def test_times_are_compared_with_theory_and_with_gaussian_points():
    found = claims.onset_of_gaussian_points(forward_backward(onset=5.5))
    assert (found.value, found.stderr) == (pytest.approx(1.1), pytest.approx(0.02))
    found = claims.onset_set_by_covariance(forward_backward(ratio=0.8))
    assert found.value == pytest.approx(0.16)
    assert found.stderr == pytest.approx(0.01 * np.sqrt(2))
