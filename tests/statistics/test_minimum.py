import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.statistics.minimum import (
    minimum_place,
    minimum_with_error,
    refined_minimum,
)

T = np.geomspace(0.01, 10, 31)


@given(st.floats(0.02, 5))
def test_a_parabola_in_log_t_is_found_exactly(t_g):
    assert minimum_place(T, 3 + np.log(T / t_g) ** 2) == pytest.approx(t_g, rel=1e-9)


def test_the_cross_entropy_of_the_condensed_phase_is_lowest_at_its_distance():
    """1/2 log t + d / 2t is lowest at t = d."""
    fine = np.geomspace(0.05, 5, 400)
    assert minimum_place(fine, np.log(fine) / 2 + 0.3 / (2 * fine)) == pytest.approx(0.3, rel=1e-4)


def test_a_minimum_at_the_end_of_the_grid_is_refused():
    with pytest.raises(ValueError, match="widen the grid"):
        minimum_place(T, np.log(T))


def test_the_error_is_the_spread_of_repeated_measurements():
    rng = np.random.default_rng(3)
    depth = np.log(T / 0.5) ** 2

    def measure():
        shifts = rng.normal(0, 0.3, size=(40, 1))
        return minimum_with_error(T, depth + 2 * shifts * np.log(T), rng, resamples=100)

    found = [measure() for _ in range(60)]
    spread = np.std([one.place for one in found], ddof=1)
    assert np.mean([one.stderr for one in found]) == pytest.approx(spread, rel=0.3)
    assert found[0].n == 40


def test_a_finer_grid_comes_nearer_to_the_minimum():
    def curve(t):
        return 2 + np.log(t / 0.55) ** 2

    coarse = np.geomspace(0.01, 10, 8)
    least = refined_minimum(curve, coarse, curve(coarse), 401)
    assert least == pytest.approx(2, abs=1e-4)
    assert least < curve(coarse).min()


def test_a_lowest_point_at_the_end_is_not_refined():
    with pytest.raises(ValueError, match="widen the grid"):
        refined_minimum(np.log, T, np.log(T), 10)
