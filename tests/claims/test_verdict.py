import pytest

from memgen.claims.verdict import Measurement, verdict


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
    assert verdict(Measurement(value, stderr), relation, expected, tolerance) == answer
