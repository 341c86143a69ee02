"""Combining rows: weights, scatter, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from memgen.statistics.combine import (
    fraction,
    furthest_from_one,
    mean_squared_miss,
    power_law,
    ratio_to_theory,
    weighted_mean,
    worst_of,
)
from memgen.statistics.measurement import Measurement
from memgen.tables.rows import row, tidy


def test_weighted_mean_and_its_scatter():
    quiet = weighted_mean(pd.Series([1.0, 1.02]), pd.Series([0.1, 0.1]), 5)
    assert (quiet.value, quiet.n) == (pytest.approx(1.01), 5)
    assert quiet.stderr == pytest.approx(0.1 / np.sqrt(2))
    loud = weighted_mean(pd.Series([0.5, 1.5]), pd.Series([0.1, 0.1]), 5)
    assert loud.stderr == pytest.approx(0.5)


def test_the_worst_pays_for_being_chosen():
    """The worst of four without a miss is beyond its margin as rarely as one, in 4.6 %."""
    worst = worst_of([Measurement(1.0, 0.1, 50), Measurement(0.7, 0.1, 9), Measurement(1.2, 0.1)])
    assert (worst.value, worst.n) == (0.7, 9)
    assert worst.stderr == pytest.approx(0.1 * 1.2138, rel=1e-3)
    assert worst_of([Measurement(2.0, 0.1)], target=2.5).stderr == pytest.approx(0.1)
    z = np.random.default_rng(0).standard_normal((20000, 4))
    four = worst_of([Measurement(1.0 + x, 1.0) for x in (0.1, 0.2, -0.3, 0.05)])
    assert (np.abs(z).max(axis=1) > four.margin).mean() == pytest.approx(0.0455, abs=0.005)


def test_ratios_meet_at_their_coordinates():
    simulated = tidy([row("x", "simulation", 2.2, 0.1, 7, N=N) for N in (10, 20)])
    theory = tidy([row("x", "theory", 2.0, N=N) for N in (20, 30)])
    found = ratio_to_theory(simulated, theory, ["N"])
    assert (found.value, found.stderr) == (pytest.approx(1.1), pytest.approx(0.05))
    assert found.n == 7
    with pytest.raises(ValueError, match="N"):
        ratio_to_theory(simulated[simulated["N"] == 10], theory, ["N"])


def test_the_furthest_ratio_and_a_fraction():
    assert furthest_from_one([1.1, 0.8, 1.0]).value == 0.8
    sure = fraction(pd.Series({"value": 1.0, "stderr": 0.0, "n": 8}))
    assert sure.stderr == pytest.approx(0.1)


def test_power_law_of_exact_points():
    x = pd.Series([1.0, 2.0, 5.0])
    found = power_law(x, 3 * x**-0.7, 0.01 * x**0, None)
    assert found.value == pytest.approx(-0.7)
    assert found.stderr > 0


def test_power_law_without_errors_takes_the_scatter():
    rng = np.random.default_rng(0)
    x = pd.Series(np.geomspace(1, 100, 400))
    none = pd.Series(np.full(400, np.nan))
    found = power_law(x, x**1.5 * np.exp(0.1 * rng.standard_normal(400)), none, None)
    assert found.value == pytest.approx(1.5, abs=4 * found.stderr)
    assert found.stderr == pytest.approx(
        0.1 / np.sqrt(((np.log(x) - np.log(x).mean()) ** 2).sum()), rel=0.2
    )


def test_power_law_grows_its_error_where_it_does_not_fit():
    x = pd.Series([1.0, 2.0, 4.0, 8.0])
    error = pd.Series(np.full(4, 1e-3))
    bent = pd.Series(np.exp(np.log(x) ** 2))
    assert power_law(x, bent, error * bent, 5).stderr > 0.1
    assert power_law(x, x, error * x, 5).stderr < 0.002


def test_mean_squared_miss():
    misses = np.random.default_rng(0).standard_normal(4000)
    right, wrong = mean_squared_miss(misses), mean_squared_miss(2 * misses)
    assert abs(right.value - 1) < 3 * right.stderr
    assert wrong.value == pytest.approx(4 * right.value)
    assert right.stderr == pytest.approx(np.sqrt(2 / 4000))
    assert mean_squared_miss(np.array([])).stderr == np.inf


def test_the_worst_of_none_is_not_measured():
    assert worst_of([]).stderr == np.inf
