import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.hidden_manifold import HiddenManifold
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.measures.geometry.effective_dimension import (
    SMALLEST,
    dimension_between,
    effective_dimension,
    error_of_fit,
)
from memgen.statistics.crossing import crossing_place

LADDER = np.array([32.0, 64, 128, 256, 512, 1024])


@given(st.floats(1, 60), st.floats(0.01, 100))
def test_an_isotropic_manifold_is_recovered(D, variance):
    found = effective_dimension(LADDER, variance / (LADDER ** (2 / D) - 1))
    assert found.dimension == pytest.approx(D, rel=1e-4)
    assert found.variance == pytest.approx(variance, rel=1e-3)
    assert found.stderr < 1e-3 * D
    np.testing.assert_allclose(
        found.collapse_time(LADDER), variance / (LADDER ** (2 / D) - 1), rtol=1e-5
    )


def test_the_error_is_the_scatter_of_repeated_fits():
    rng = np.random.default_rng(1)
    exact = 1 / (LADDER ** (2 / 8) - 1)
    fits = [
        effective_dimension(LADDER, exact * np.exp(0.03 * rng.normal(size=6))) for _ in range(200)
    ]
    spread = np.std([fit.dimension for fit in fits])
    assert np.mean([fit.dimension for fit in fits]) == pytest.approx(8, abs=4 * spread / 14)
    assert np.median([fit.stderr for fit in fits]) == pytest.approx(spread, rel=0.5)


def test_the_dimension_of_real_points_is_found():
    """Points on a D-dimensional linear manifold with orthonormal directions."""
    rng, D = np.random.default_rng(2), 4
    F = np.linalg.qr(rng.standard_normal((20, D)))[0]
    t = np.geomspace(1e-3, 10, 80)
    times = []
    for P in LADDER[:5]:
        curves = []
        for _ in range(8):
            points = HiddenManifold(F).sample(int(P), rng)
            seen = collapse_curves(draw_probes(points, 32, rng), points, t)
            curves.append(seen.own_weight.mean(axis=0))
        times.append(crossing_place(t, np.mean(curves, axis=0), 0.5))
    assert effective_dimension(LADDER[:5], np.array(times)).dimension == pytest.approx(D, rel=0.2)


@pytest.mark.parametrize(
    ("P", "t_c", "message"),
    [
        ([32, 64], [2, 1], "3 different"),
        ([32, 64, 128], [1, 2, 3], "does not fall"),
        ([32, 64, 128], [3, -2, 1], "positive"),
        ([1, 64, 128], [3, 2, 1], "at least 2"),
    ],
)
def test_what_tells_no_dimension_is_refused(P, t_c, message):
    with pytest.raises(ValueError, match=message):
        effective_dimension(np.array(P, dtype=float), np.array(t_c, dtype=float))


def test_two_sizes_tell_the_dimension_of_an_isotropic_manifold():
    P = np.array([40.0, 160.0])
    for D in (2.0, 7.5, 30.0):
        t_c = 3 / (P ** (2 / D) - 1)
        assert dimension_between(tuple(P), tuple(t_c)) == pytest.approx(D)
    # no faster than 1 / log P
    assert dimension_between((10, 100), (1.0, 0.6)) == np.inf
    with pytest.raises(ValueError, match="rise"):
        dimension_between((10, 100), (1.0, 2.0))


def test_errors_of_t_c_carry_over_to_what_is_read_off():
    exact = 1 / (LADDER ** (2 / 8) - 1)
    rng = np.random.default_rng(2)
    fits = [
        effective_dimension(LADDER, exact * np.exp(0.03 * rng.normal(size=6))).dimension
        for _ in range(40)
    ]
    error = error_of_fit(LADDER, exact, np.full(6, 0.03), lambda fit: fit.dimension)
    assert error == pytest.approx(np.std(fits), rel=0.4)
    # without errors of t_c the jackknife's is left
    scattered = exact * np.exp(0.03 * rng.normal(size=6))
    error = error_of_fit(LADDER, scattered, np.zeros(6), lambda fit: 2 * fit.dimension)
    assert error == pytest.approx(2 * effective_dimension(LADDER, scattered).stderr)
    steep = error_of_fit(LADDER, exact, np.full(6, 9.0), lambda fit: fit.dimension)
    assert np.isinf(steep)


def test_a_fall_that_is_too_steep_has_the_smallest_dimension():
    assert dimension_between((10, 20), (1.0, 1e-9)) == SMALLEST
