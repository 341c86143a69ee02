"""Claims of fig18_structure_in_rnn, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig18_structure_in_rnn as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_structure():
    gains = {"perceptron": 0.2, "daydreaming": 0.1, "unlearning": 0.05, "pseudo_inverse": 0.0}
    rows = []
    for N in (100, 200):
        for alpha_D, share in ((0.0, 0.0), (0.05, 1.0), (0.1, 2.0), (1.6, 0.0)):
            for rule, gain in gains.items():
                # only the largest network has the gain
                at = {"N": N, "alpha_D": alpha_D, "rule": rule}
                rows.append(mean_row("retrieved", draws(0.5 + gain * share * (N == 200)), **at))
                rows.append(mean_row("smallest_stability", draws(0.3 - share), **at))
    tables = {"structure": tidy(rows)}
    for claim, gain in (
        (claims.structure_helps_the_perceptron, 0.2),
        (claims.structure_helps_daydreaming, 0.2),
        (claims.structure_helps_unlearning, 0.1),
        (claims.structure_leaves_the_projector, 0.0),
    ):
        found = claim(tables)
        assert found.value == pytest.approx(gain, abs=1e-12)
        assert found.stderr == pytest.approx(0.02 * np.sqrt(2 / 3))
    assert claims.unlearning_stabilises_no_structured_patterns(tables).value == pytest.approx(-0.7)
