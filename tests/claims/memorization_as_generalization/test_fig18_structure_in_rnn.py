"""Claims of fig18_structure_in_rnn, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig18_structure_in_rnn as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_structure():
    rules = ("hebb", "unlearning", "perceptron", "pseudo_inverse", "daydreaming")
    rows = [
        mean_row("final_overlap", draws(0.5 + gain * k), alpha_D=alpha_D, rule=rule)
        for k, rule in enumerate(rules)
        for alpha_D, gain in ((0.0, 0.0), (0.1, 0.1), (3.2, 0.0))
    ]
    tables = {"structure": tidy(rows)}
    for k, rule in enumerate(rules):
        found = getattr(claims, f"structure_helps_{rule}")(tables)
        assert found.value == pytest.approx(0.1 * k)
        assert found.stderr == pytest.approx(0.02 * np.sqrt(2 / 3))
    assert claims.weak_structure_changes_nothing(tables).value == pytest.approx(0)
