"""Claims of fig7_learning_temperature, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig7_learning_temperature as claims
from memgen.tables.rows import mean_row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_learning_temperatures():
    rows = [mean_row("free_spread", draws(1e-13, 0.0), P=300)]
    for P, mass, shift in ((6, 0.99, 0.9), (300, 0.7, 0.05)):
        rows += [
            mean_row("cold_mass", draws(mass), P=P),
            mean_row("mass_gain", draws(mass - 0.1), P=P),
            mean_row("log_best_over_teacher", draws(shift), P=P),
        ]
    tables = {"learning_temperature": tidy(rows)}
    assert claims.temperature_is_a_gauge(tables).value == pytest.approx(1e-13)
    assert claims.mass_on_the_training_set_when_cold(tables).value == pytest.approx(0.99)
    assert claims.mass_beyond_the_teacher_s_when_cold(tables).value == pytest.approx(0.89)
    assert claims.best_temperature_with_many_examples(tables).value == pytest.approx(0.05)
    assert claims.best_temperature_with_few_examples(tables).value == pytest.approx(0.9)
