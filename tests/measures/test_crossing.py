import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.measures.crossing import crossing_time, crossing_with_error, effective_dimension

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


def test_bootstrap_error_is_the_scatter():
    # Curves shifted by delta in log t: the mean's crossing has the error std(delta) / sqrt(n).
    rng = np.random.default_rng(0)
    errors, times = [], []
    for _ in range(40):
        shift = 0.3 * rng.standard_normal(30)
        draws = 0.5 - 0.1 * (np.log(T)[None] - shift[:, None])
        found = crossing_with_error(T, draws, 0.5, rng, resamples=100)
        errors.append(found.stderr / found.time)
        times.append(found.time)
        assert found.n == 30
        np.testing.assert_allclose(np.log(found.time), shift.mean(), atol=1e-9)
    expected = 0.3 / np.sqrt(30)
    assert abs(np.mean(errors) / expected - 1) < 0.1
    assert abs(np.std(np.log(times)) / expected - 1) < 0.4


def test_bootstrap_refuses():
    rng = np.random.default_rng(0)
    curve = np.linspace(1, 0, 13)
    with pytest.raises(ValueError, match="at least 2"):
        crossing_with_error(T, curve[None], 0.5, rng)
    edge = np.stack([curve - 0.6, curve + 0.6])
    with pytest.raises(ValueError, match="a resample fails"):
        crossing_with_error(T, edge, 0.5, rng)


@given(st.floats(0.5, 200), st.booleans())
def test_dimension_of_an_exact_power(D, weighted):
    P = np.array([100.0, 1000.0, 5000.0, 60000.0])
    t_c = 3 * P ** (-2 / D)
    stderr = 0.1 * t_c * np.array([1.0, 2.0, 0.5, 1.0]) if weighted else None
    found = effective_dimension(P, t_c, stderr)
    np.testing.assert_allclose(found.dimension, D, rtol=1e-8)
    np.testing.assert_allclose(found.slope, -2 / D, rtol=1e-8)
    assert found.degrees == 2
    assert found.stderr > 0 if weighted else found.stderr < 1e-6 * D**2


@pytest.mark.parametrize("weighted", [True, False])
def test_error_of_the_dimension_is_the_scatter(weighted):
    rng = np.random.default_rng(1)
    P = np.geomspace(100, 1e5, 12)
    relative = np.full(12, 0.05)
    found = []
    for _ in range(300):
        t_c = P ** (-2 / 8.0) * np.exp(relative * rng.standard_normal(12))
        found.append(effective_dimension(P, t_c, relative * t_c if weighted else None))
    dimensions = np.array([one.dimension for one in found])
    errors = np.array([one.stderr for one in found])
    assert abs(dimensions.mean() - 8) < 4 * dimensions.std() / np.sqrt(300)
    assert abs(errors.mean() / dimensions.std() - 1) < 0.15
    if weighted:
        assert abs(np.mean([one.chi_square for one in found]) / 10 - 1) < 0.15


def test_bad_fits():
    P = np.array([10.0, 100.0, 1000.0])
    with pytest.raises(ValueError, match="3 different P or more"):
        effective_dimension(P[:2], P[:2])
    with pytest.raises(ValueError, match="does not fall"):
        effective_dimension(P, P)
    with pytest.raises(ValueError, match="positive and finite"):
        effective_dimension(P, np.array([1.0, -1.0, 1.0]))
