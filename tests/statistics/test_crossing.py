import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.statistics.crossing import crossing_time, crossing_with_error

T = np.geomspace(0.01, 10, 13)


@given(st.floats(-4, 2), st.floats(0.1, 5), st.booleans(), st.booleans())
def test_exact_for_a_straight_line_in_log_t(log_crossing, slope, rising, descending):
    curve = 0.5 + (1 if rising else -1) * slope * (np.log(T) - log_crossing)
    order = slice(None, None, -1) if descending else slice(None)
    np.testing.assert_allclose(
        crossing_time(T[order], curve[order], 0.5), np.exp(log_crossing), rtol=1e-10
    )


def test_no_single_crossing():
    with pytest.raises(ValueError, match=r"runs from 0 at t=0\.01 to 0\.4 at t=10.*widen the grid"):
        crossing_time(T, np.linspace(0, 0.4, 13), 0.5)
    with pytest.raises(ValueError, match=r"3 times.*more draws"):
        crossing_time(T[:4], np.array([0.0, 1.0, 0.0, 1.0]), 0.5)
    with pytest.raises(ValueError, match="ascending or descending"):
        crossing_time(np.ones(13), np.linspace(0, 1, 13), 0.5)
    with pytest.raises(ValueError, match="one finite number"):
        crossing_time(T, np.full(13, np.nan), 0.5)


def test_the_error_is_the_scatter():
    # Curves shifted by delta in log t: the mean's crossing has the error std(delta) / sqrt(n).
    rng = np.random.default_rng(0)
    errors, times = [], []
    for _ in range(40):
        shift = 0.3 * rng.standard_normal(30)
        draws = 0.5 - 0.1 * (np.log(T)[None] - shift[:, None])
        found = crossing_with_error(T, draws, 0.5)
        errors.append(found.stderr / found.time)
        times.append(found.time)
        assert found.n == 30
        np.testing.assert_allclose(np.log(found.time), shift.mean(), atol=1e-9)
    expected = 0.3 / np.sqrt(30)
    assert abs(np.mean(errors) / expected - 1) < 0.1
    assert abs(np.std(np.log(times)) / expected - 1) < 0.4


def test_one_draw_has_no_error():
    with pytest.raises(ValueError, match="at least 2"):
        crossing_with_error(T, np.linspace(1, 0, 13)[None], 0.5)
