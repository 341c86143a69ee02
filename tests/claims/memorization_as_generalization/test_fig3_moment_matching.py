"""Claims of fig3_moment_matching, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig3_moment_matching as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_learning_steps():
    rows = []
    for N in (50, 100):
        for load, last in ((0.1, 0.02), (0.2, 0.08)):
            for step, value in ((0, 0.4), (9, last if N == 100 else 0.3)):
                at = {"N": N, "load": load, "t": 0.0, "step": step}
                rows.append(mean_row("residual", draws(value, 0.001), **at))
                rows.append(mean_row("smallest_stability", draws(step - 1 + load), **at))
                rows.append(mean_row("fraction_on_data", draws(1 - load * 4), **at))
    # nothing to match at t = 1: the residual starts at 0
    rows += [
        mean_row("residual", draws(0.0, 0.01), N=50, load=0.1, t=1.0, step=step) for step in (0, 9)
    ]
    tables = {"moment_matching": tidy(rows)}
    worst = claims.residual_at_zero_t(tables)
    assert worst.value == pytest.approx(0.2)
    assert worst.stderr > 0
    assert np.isinf(claims.residual_at_positive_t(tables).stderr)
    assert claims.patterns_become_stable(tables).value == pytest.approx(8.1)
    assert claims.starts_that_end_on_data(tables).value == pytest.approx(0.2)
