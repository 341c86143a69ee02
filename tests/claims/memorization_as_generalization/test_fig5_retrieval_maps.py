"""Claims of fig5_retrieval_maps, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig5_retrieval_maps as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_final_overlaps_are_those_of_the_smallest_network():
    def table(rules):
        return tidy(
            mean_row("final_overlap", draws(m if N == 100 else 0.1), N=N, rule=rule, m0=m0)
            for rule, m in rules.items()
            for N in (100, 200)
            for m0, m in ((0.4, 0.3), (0.8, m))
        )

    tables = {
        "dreams": table({"D_opt": 0.99}),
        "retrieval_maps": table({"perceptron": 0.98, "pseudo_inverse": 0.97, "hebb": 0.5}),
    }
    assert claims.unlearning_retrieves(tables).value == pytest.approx(0.99)
    assert claims.perceptron_retrieves(tables).value == pytest.approx(0.98)
    assert claims.pseudo_inverse_retrieves(tables).value == pytest.approx(0.97)
    assert claims.hebb_loses_the_patterns(tables).value == pytest.approx(0.5)
