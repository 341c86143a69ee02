"""Claims of fig7_learning_temperature, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig7_learning_temperature as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_learning_temperatures():
    rows = []
    for P, gain, shift, over in (
        (6, 0.9, 0.4, 0.2),
        (600, 0.9, 0.04, 0.2),
        (1000, 0.1, 0.04, 1.0),
        (3000, 0.0, 0.04 / 3, 0.9),
        (10000, 0.01, 0.004, 1.1),
    ):
        for N, worse in ((8, 0.2), (12, 0.0)):
            at = {"N": N, "P": P}
            moved = shift * (P / 1000) ** (worse / 2)
            rows += [
                mean_row("memorised_mass", draws(gain - worse), **at),
                mean_row("log_best_over_teacher", draws(moved, 0.1 * moved), **at),
                mean_row("log_best_over_teacher", draws(5 * shift), kind="theory", **at),
                mean_row("shift_over_theory", draws(over - worse, 0.3), **at),
                mean_row("least_kl_over_theory", draws(over - worse), **at),
                mean_row("gap_over_theory", draws(over + worse), **at),
            ]
    tables = {"learning_temperature": tidy(rows)}
    assert claims.memorised_when_cold(tables).value == pytest.approx(0.9)
    assert claims.many_gain_what_couplings_fit(tables).value == pytest.approx(1.1)
    assert claims.exponent_of_the_shift(tables).value == pytest.approx(-0.95)
    assert claims.exponent_of_few(tables).value == pytest.approx(-0.5)
    found = claims.best_temperature_by_theory(tables)
    assert found.value == pytest.approx(0.9)
    assert found.stderr == pytest.approx(0.3 / np.sqrt(3) / np.sqrt(6), rel=0.5)
    assert claims.least_divergence_by_theory(tables).value == pytest.approx(0.9)
