"""Claims of fig18_structure_in_rnn, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig18_structure_in_rnn as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


GAINS = {"perceptron": 0.2, "daydreaming": 0.1, "unlearning": 0.05, "pseudo_inverse": 0.0}


def tables(stability=-0.5):
    """Gains that double with N and alpha_D; all but the perceptron lose at the first of both."""
    rows = []
    for N in (100, 200):
        for alpha_D, share in ((0.0, 0.0), (0.05, -1.0), (0.1, 1.0), (0.2, 0.8), (0.4, 0.5)):
            for rule, gain in GAINS.items():
                at = {"N": N, "alpha_D": alpha_D, "rule": rule}
                value = 0.4 + (0.02 if share < 0 else gain) * share * N / 100
                rows.append(mean_row("retrieved", draws(value), **at))
                least = stability if rule == "daydreaming" else 1.0
                rows.append(mean_row("smallest_stability", draws(least), **at))
    return {"structure": tidy(rows)}


def test_structure():
    for claim, gain in (
        (claims.structure_helps_the_perceptron, 0.2),
        (claims.structure_helps_daydreaming, 0.1),
        (claims.structure_helps_at_larger_dimension, 0.05),
        (claims.gains_fall_with_dimension, 0.05 * 1.5),
        (claims.structure_helps_unlearning, 0.1),
        (claims.structure_leaves_the_projector, 0.0),
        (claims.few_dimensions_harm, -0.02),
        (claims.smallest_stability_does_not_tell, 0.2),
    ):
        found = claim(tables())
        assert found.value == pytest.approx(gain, abs=1e-12)
        assert found.stderr >= 0.999 * 0.02 * np.sqrt(1 / 3)


def test_of_stabilities_in_the_other_order_nothing_is_said():
    assert np.isinf(claims.smallest_stability_does_not_tell(tables(stability=2.0)).stderr)
