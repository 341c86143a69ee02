"""Claims of fig10_forward_backward, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig10_forward_backward as claims
from memgen.tables.rows import row, tidy


def forward_backward(ratio=0.65, ends=0.0, onset=5.0, collapse=1.0, decided=1.0):
    rows = [row("onset_time", "simulation", onset, 0.1, 4, of="gaussian")]
    rows.append(row("onset_time", "simulation", 3.0, 0.1, 4, of="digits"))
    rows.append(row("onset_time", "theory", 5.0, of="gaussian"))
    for of, t_c in (("digits", 2.0), ("gaussian", 3.0 * collapse)):
        rows.append(row("collapse_time", "simulation", t_c, 0.02 * t_c, 4, of=of))
    rows.append(row("collapse_time", "theory", 3.0, of="gaussian"))
    for t in np.geomspace(0.5 * decided, 8 * decided, 9):
        weight = 1 / (1 + (t / (2 * decided)) ** 2)
        rows.append(row("final_weight", "simulation", weight, 0.01, 98, t=t))
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


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_collapse_backward_and_of_gaussian_points(factor):
    found = claims.collapse_of_gaussian_points(forward_backward(collapse=factor))
    assert (found.value, found.stderr) == (pytest.approx(factor), pytest.approx(0.02 * factor))
    found = claims.digit_is_decided_at_collapse(forward_backward(decided=factor))
    assert found.value == pytest.approx(np.log(factor), abs=0.02)
    # half of the slope 2 of the logit: .01 / .5, beside the 2 % of t_c
    assert found.stderr == pytest.approx(np.hypot(0.02, 0.02), rel=0.1)
    assert found.n == 98
