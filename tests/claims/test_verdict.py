import numpy as np
import pytest

from memgen.claims.verdict import verdict
from memgen.statistics.measurement import Measurement


@pytest.mark.parametrize(
    ("value", "stderr", "relation", "expected", "tolerance", "answer"),
    [
        (-2.01, 0.0, "equal", -2, 0.02, "holds"),
        (-2.03, 0.0, "equal", -2, 0.02, "fails"),
        (1.0, 0.3, "equal", 1, 0.5, "not resolved at this size"),
        (1.0, 0.2, "equal", 1, 0.5, "holds"),
        (2.0, 0.2, "equal", 1, 0.5, "fails"),
        (1.6, 0.2, "equal", 1, 0.5, "not resolved at this size"),
        (0.9, 0.0, "at least", 0.8, 0, "holds"),
        (0.7, 0.0, "at least", 0.8, 0, "fails"),
        (0.9, 0.1, "at least", 0.8, 0, "not resolved at this size"),
        (0.5, 0.1, "at least", 0.8, 0, "fails"),
        (0.01, 0.001, "at most", 0.02, 0, "holds"),
        (0.03, 0.001, "at most", 0.02, 0, "fails"),
    ],
)
def test_verdicts(value, stderr, relation, expected, tolerance, answer):
    measurement = Measurement(value, stderr, 10**6 if stderr else None)
    assert verdict(measurement, relation, expected, tolerance) == answer


def test_few_draws_need_a_wider_margin():
    """Student's law: with three draws 4.53 standard errors are as sure as 2 with many."""
    assert Measurement(1.0, 0.1, 10**6).margin == pytest.approx(0.2, rel=1e-4)
    assert Measurement(1.0, 0.1, 3).margin == pytest.approx(0.4527, rel=1e-3)
    assert Measurement(1.0, 0.1, 300, freedom=2).margin == Measurement(1.0, 0.1, 3).margin
    assert Measurement(1.0).margin == 0
    assert verdict(Measurement(1.0, 0.1, 100), "equal", 1, 0.3) == "holds"
    assert verdict(Measurement(1.0, 0.1, 3), "equal", 1, 0.3) == "not resolved at this size"


def test_the_margin_covers_as_often_as_it_says():
    """Means of three normal draws: the margin misses the truth in 4.6 % of the cases."""
    draws = np.random.default_rng(0).standard_normal((20000, 3))
    errors = draws.std(axis=1, ddof=1) / np.sqrt(3)
    margin = Measurement(0.0, 1.0, 3).margin * errors
    assert np.mean(np.abs(draws.mean(axis=1)) > margin) == pytest.approx(0.0455, abs=0.005)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_measurement(value):
    with pytest.raises(ValueError, match="no measurement"):
        Measurement(value)


@pytest.mark.parametrize(("value", "answer"), [(0.9, "holds"), (1.1, "fails")])
def test_an_error_without_draws_cannot_be_resolved_by_more_of_them(value, answer):
    assert verdict(Measurement(value, 0.3), "equal", 0, 1.0) == answer
    assert verdict(Measurement(value, 0.3, 100), "equal", 0, 1.0) == "not resolved at this size"


def test_what_could_not_be_measured_is_not_resolved():
    nothing = Measurement(float("nan"), float("inf"))
    assert verdict(nothing, "equal", 0, 1.0) == "not resolved at this size"
    assert np.isnan(nothing.standard_score(0))


def test_standard_scores():
    assert Measurement(1.5, 0.25, 9).standard_score(1.0) == pytest.approx(2)
    assert np.isnan(Measurement(1.5).standard_score(1.0))
