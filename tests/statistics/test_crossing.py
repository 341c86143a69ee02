import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.statistics.crossing import count_crossings, crossing, crossing_place

T = np.geomspace(0.01, 10, 13)


@given(st.floats(-4, 2), st.floats(0.1, 5), st.booleans(), st.booleans())
def test_exact_for_a_straight_line_in_log_t(log_crossing, slope, rising, descending):
    curve = 0.5 + (1 if rising else -1) * slope * (np.log(T) - log_crossing)
    order = slice(None, None, -1) if descending else slice(None)
    np.testing.assert_allclose(
        crossing_place(T[order], curve[order], 0.5), np.exp(log_crossing), rtol=1e-10
    )


@given(st.floats(0.05, 9.9), st.floats(0.1, 5))
def test_exact_for_a_straight_line_in_x(place, slope):
    curve = 0.5 + slope * (T - place)
    assert crossing_place(T, curve, 0.5, scale="linear") == pytest.approx(place, rel=1e-10)
    assert count_crossings(curve, 0.5) == 1


def test_no_single_crossing():
    with pytest.raises(ValueError, match=r"runs from 0 at 0\.01 to 0\.4 at 10.*widen the grid"):
        crossing_place(T, np.linspace(0, 0.4, 13), 0.5)
    with pytest.raises(ValueError, match=r"3 times.*more draws"):
        crossing_place(T[:4], np.array([0.0, 1.0, 0.0, 1.0]), 0.5)
    with pytest.raises(ValueError, match="ascending or descending"):
        crossing_place(np.ones(13), np.linspace(0, 1, 13), 0.5)
    with pytest.raises(ValueError, match="one finite number"):
        crossing_place(T, np.full(13, np.nan), 0.5)
    with pytest.raises(ValueError, match="positive on a logarithmic scale"):
        crossing_place(T - 1, np.linspace(0, 1, 13), 0.5)
    assert crossing_place(T - T.mean(), T - T.mean(), 0.0, scale="linear") == pytest.approx(0)


def test_the_error_is_the_scatter():
    # Curves shifted by delta in log t: the mean's crossing has the error std(delta) / sqrt(n).
    rng = np.random.default_rng(0)
    errors, times = [], []
    for _ in range(40):
        shift = 0.3 * rng.standard_normal(30)
        draws = 0.5 - 0.1 * (np.log(T)[None] - shift[:, None])
        found = crossing(T, draws, 0.5)
        errors.append(found.stderr / found.place)
        times.append(found.place)
        assert found.n == 30
        np.testing.assert_allclose(np.log(found.place), shift.mean(), atol=1e-9)
    expected = 0.3 / np.sqrt(30)
    assert abs(np.mean(errors) / expected - 1) < 0.1
    assert abs(np.std(np.log(times)) / expected - 1) < 0.4


def test_the_error_on_a_linear_scale():
    shift = 0.3 * np.random.default_rng(1).standard_normal(30)
    found = crossing(T, T - 4 - shift[:, None], 0.0, scale="linear")
    assert found.place == pytest.approx(4 + shift.mean())
    assert found.stderr == pytest.approx(shift.std(ddof=1) / np.sqrt(30))


def test_one_draw_has_no_error():
    with pytest.raises(ValueError, match="at least 2"):
        crossing(T, np.linspace(1, 0, 13)[None], 0.5)


def test_a_broad_fall_has_its_scatter():
    loads, rng = np.linspace(0.1, 0.5, 41), np.random.default_rng(0)
    draws = 1 / (1 + np.exp((loads - 0.3) / 0.05)) + 0.02 * rng.standard_normal((50, 1))
    found = crossing(loads, draws, 0.5, resolution="linear")
    assert found.place == pytest.approx(0.3, abs=3 * found.stderr)
    assert found.stderr == pytest.approx(0.02 / np.sqrt(50) / 5, rel=0.3)


def test_a_sharp_fall_has_the_step():
    loads = np.array([0.1, 0.2, 0.3, 0.4])
    draws = np.repeat([[1.0, 1.0, 0.0, 0.0]], 5, axis=0)
    found = crossing(loads, draws, 0.5, resolution="linear")
    assert 0.2 < found.place < 0.3
    assert found.stderr == pytest.approx(0.1 / np.sqrt(12))
    log = crossing(loads, draws, 0.5, resolution="log")
    assert log.stderr == pytest.approx(log.place * np.log(1.5) / np.sqrt(12))


def test_no_crossing_names_the_curve():
    loads, draws = np.array([0.1, 0.2]), np.array([[0.9, 0.8], [0.9, 0.7]])
    with pytest.raises(ValueError, match=r"success of x runs from 0\.9 at 0\.1"):
        crossing(loads, draws, 0.5, of="success of x")
