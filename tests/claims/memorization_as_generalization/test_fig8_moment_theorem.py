"""Claims of fig8_moment_theorem, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig8_moment_theorem as claims
from memgen.tables.rows import mean_row, row, tidy


def test_the_theorem_s_draws_are_pooled():
    rows = [
        mean_row("minima_are_data", np.array([True] * 9 + [False]), N=10, P=4),
        mean_row("minima_are_data", np.array([True] * 30), N=14, P=4),
        row("moment_difference", "theory", 0.0, N=8),
        row("minima_not_data", "theory", 8, N=8),
    ]
    tables = {"moment_theorem": tidy(rows)}
    found = claims.theorem_for_random_data(tables)
    assert (found.value, found.n) == (pytest.approx(39 / 40), 40)
    assert found.stderr == pytest.approx(np.sqrt(39 / 40 / 40 / 40))
    assert claims.counterexample_moments(tables).value == 0
    assert claims.counterexample_minima(tables).value == 8
