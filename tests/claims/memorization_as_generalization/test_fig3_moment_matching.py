"""Claims of fig3_moment_matching, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig3_moment_matching as claims
from memgen.tables.rows import mean_row, row, tidy


def draws(mean, spread=0.02, n=4):
    """Numbers of this mean, whose standard error is `spread` / sqrt(3)."""
    return mean + spread * np.array([-1.0, 1.0] * (n // 2))


def test_regimes_at_their_loads():
    rows = [mean_row("excess_ratio", draws(0.22), load=0.2)]
    for load, cold, warm, q in ((0.05, 0.95, 0.8, 0.2), (0.2, 0.4, 0.01, 0.3), (100.0, 0, 0, 0.97)):
        rows += [
            mean_row("fraction_on_data", draws(cold), load=load, regime="cold"),
            mean_row("fraction_on_data", draws(warm), load=load, regime="warm"),
            mean_row("fraction_elsewhere", draws(0.9 * cold), load=load, regime="warm"),
            mean_row("fraction_elsewhere", draws(0.9 * warm), load=load, regime="cold"),
            mean_row("overlap", draws(q), load=load, regime="warm"),
            mean_row("overlap", draws(q / 2), load=load, regime="cold"),
            row("overlap", "theory", q / 0.99, load=load, regime="warm"),
            mean_row("overlap_without_noise", draws(1.005 * q), load=load, regime="warm"),
            mean_row("stable_examples", draws(cold), load=load, regime="cold"),
            mean_row("stable_examples", draws(warm), load=load, regime="warm"),
            mean_row("overlap_gain", draws(q / 2), load=load),
        ]
    tables = {"moment_matching": tidy(rows)}
    # shares of 1/2 on lines in the logarithm of the load
    slope = np.log(0.2 / 0.05)
    warm, elsewhere, cold, moved = (
        0.05 * np.exp((first - 0.5) / (first - second) * slope)
        for first, second in ((0.8, 0.01), (0.9 * 0.95, 0.9 * 0.4), (0.95, 0.4), (0.72, 0.009))
    )
    decides = claims.sampling_temperature_decides(tables)
    assert decides.value == pytest.approx(elsewhere / warm)
    assert 0 < decides.stderr < 0.2
    assert claims.learning_temperature_matters_less(tables).value == pytest.approx(cold / elsewhere)
    found = claims.learning_temperature_matters_less_when_warm(tables)
    assert found.value == pytest.approx(moved / warm)
    assert claims.learning_temperature_decides_stability(tables).value == pytest.approx(0.39)
    assert claims.teacher_learnt_at_positive_t(tables).value == pytest.approx(0.99 * 1.005)
    assert claims.teacher_missed_at_zero_t(tables).value == pytest.approx(0.485)
    assert claims.noise_falls_with_the_rate(tables).value == pytest.approx(0.22)
