"""Combining rows: weights, scatter, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from memgen.claims.combine import fraction, furthest_from_one, ratio_to_theory, weighted_mean
from memgen.tables import row, tidy


def test_weighted_mean_and_its_scatter():
    quiet = weighted_mean(pd.Series([1.0, 1.02]), pd.Series([0.1, 0.1]), 5)
    assert (quiet.value, quiet.n) == (pytest.approx(1.01), 5)
    assert quiet.stderr == pytest.approx(0.1 / np.sqrt(2))
    loud = weighted_mean(pd.Series([0.5, 1.5]), pd.Series([0.1, 0.1]), 5)
    assert loud.stderr == pytest.approx(0.5)


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
