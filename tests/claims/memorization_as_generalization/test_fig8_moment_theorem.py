"""Claims of fig8_moment_theorem, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.memorization_as_generalization import fig8_moment_theorem as claims
from memgen.tables.rows import mean_row, row, tidy


def theorem(gap=0.0, difference=0.0):
    rows = []
    for N, P, p in ((10, 4, 0.5), (14, 4, 1.0)):
        for quantity in ("span_is_data", "moments_are_unique"):
            drawn = np.arange(30) < 30 * (p - gap)
            rows.append(row(quantity, "theory", p, N=N, P=P))
            rows.append(mean_row(quantity, drawn, N=N, P=P))
    rows += [
        mean_row("minima_are_data", np.array([True] * 9 + [False]), N=10, P=4),
        mean_row("minima_are_data", np.array([True] * 30), N=14, P=4),
    ]
    for of in ("random", "bonds"):
        rows.append(row("moment_difference", "theory", difference, N=8, of=of))
        rows.append(row("minima_not_data", "theory", 8, N=8, of=of))
    return {"moment_theorem": tidy(rows)}


def test_fractions_are_judged_by_their_binomial_scatter():
    for claim in (claims.span_of_random_data, claims.moments_of_random_data):
        assert claim(theorem()).value == pytest.approx(0)
        found = claim(theorem(gap=0.1))
        assert found.value == pytest.approx(-0.1)
        expected = np.sqrt(0.25 / 30 + 1 / 30**2) / 2
        assert found.stderr == pytest.approx(expected)
        assert found.n == 30


def test_the_theorem_s_draws_are_pooled():
    found = claims.minima_where_moments_are_unique(theorem())
    assert (found.value, found.n) == (pytest.approx(39 / 40), 40)
    assert found.stderr == pytest.approx(np.sqrt(39 / 40 / 40 / 40))


def test_a_counterexample_has_equal_moments():
    for claim in (claims.counterexample_of_random_data, claims.counterexample_of_bonds):
        assert claim(theorem()).value == 8
        assert claim(theorem(difference=0.01)).value == 0
