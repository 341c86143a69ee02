"""Claims of fig8_moment_theorem, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig8_moment_theorem as claims
from memgen.tables.rows import mean_row, row, tidy


def theorem(ratio=1.0, difference=0.0):
    rows = []
    for N, P, mean in ((10, 2, 0.1), (10, 4, 2.0), (14, 7, 4.0), (14, 12, 900.0)):
        drawn = mean * np.array([0.5, 1.5, 0.5, 1.5])
        # outside the loads that count the numbers are not those of theory
        scale = ratio if 0.4 <= P / N <= 0.5 else 3.0
        rows.append(mean_row("others_in_span", scale * drawn, N=N, P=P))
        rows.append(row("others_in_span", "theory", mean, N=N, P=P))
    for N, rate, law in ((8, 0.18, 0.18), (12, 0.14, 0.14), (20, 0.01, 0.01)):
        drawn = np.arange(1000) < 1000 * rate * ratio
        rows.append(mean_row("four_are_exchanged", drawn, N=N, P=N - 1))
        rows.append(row("four_are_exchanged", "theory", law, N=N, P=N - 1))
    for N, rate in ((8, 0.1), (10, 0.2), (14, 0.01)):
        shared = np.arange(1000) < 1000 * rate
        rows.append(mean_row("moments_are_shared", shared, N=N, P=N - 1))
    for of in ("random", "bonds"):
        rows.append(row("moment_difference", "theory", difference, N=8, of=of))
        rows.append(row("minima_not_data", "theory", 8, N=8, of=of))
    return {"moment_theorem": tidy(rows)}


def test_numbers_and_rates_are_compared_with_theory():
    for claim in (claims.others_in_the_span, claims.exchanges_by_theory):
        assert claim(theorem()).value == pytest.approx(1)
        found = claim(theorem(ratio=0.8))
        assert found.value == pytest.approx(0.8)
        assert 0 < found.stderr < 0.3


def test_exceptions_of_the_largest_size_are_rarer():
    found = claims.exceptions_are_ever_rarer(theorem())
    assert found.value == pytest.approx(0.01 / 0.2)
    assert found.stderr == pytest.approx(np.sqrt(0.01 * 0.99 / 999) / 0.2, rel=0.1)


def test_a_counterexample_has_equal_moments():
    for claim in (claims.counterexample_of_random_data, claims.counterexample_of_bonds):
        assert claim(theorem()).value == 8
        assert claim(theorem(difference=0.01)).value == 0
