import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from memgen.measures.samples.copying import authentic, copying_test
from memgen.measures.samples.neighbours import nearest


def test_copies_of_one_cell_have_the_closed_value():
    m, n = 40, 30
    found = copying_test(np.zeros(m), np.ones(n), np.zeros(m, int), np.zeros(n, int))
    assert found.value == pytest.approx(-(m * n / 2) / np.sqrt(m * n * (m + n + 1) / 12))
    assert found.stderr == 1
    assert found.cells == 1


def test_one_cell_is_the_test_of_mann_and_whitney():
    rng = np.random.default_rng(0)
    a, b = rng.exponential(size=50), rng.exponential(size=70)
    found = copying_test(a, b, np.zeros(50, int), np.zeros(70, int))
    U = mannwhitneyu(a, b).statistic
    assert found.value == pytest.approx((U - 1750) / np.sqrt(3500 * 121 / 12))


def test_fresh_samples_scatter_as_its_error_says():
    rng = np.random.default_rng(1)
    values, errors = [], []
    for _ in range(200):
        cells = [rng.integers(3, size=150) for _ in range(2)]
        found = copying_test(rng.exponential(size=150), rng.exponential(size=150), *cells)
        values.append(found.value)
        errors.append(found.stderr)
    assert abs(np.mean(values)) < 3 * np.mean(errors) / np.sqrt(200)
    assert np.std(values) == pytest.approx(np.mean(errors), rel=0.15)


def test_small_cells_do_not_count():
    cells = np.repeat([0, 1], [95, 5])
    found = copying_test(np.ones(100), np.ones(100), cells, cells)
    assert (found.value, found.cells) == (0, 1)
    nothing = copying_test(np.ones(5), np.ones(100), np.zeros(5, int), np.zeros(100, int))
    assert np.isnan(nothing.value)
    with pytest.raises(ValueError, match="held_out"):
        copying_test(np.ones(30), np.full(30, np.nan), np.zeros(30, int), np.zeros(30, int))


def test_fresh_points_of_a_line_are_authentic_in_one_case_of_three():
    # the gap beyond the nearest point, of mean 1, is shorter than the smaller part of one's own
    # gap, of mean 1/2, in one case of three
    rng = np.random.default_rng(2)
    points, fresh = rng.uniform(size=(4000, 1)), rng.uniform(size=(4000, 1))
    found = nearest(fresh, points)
    beside = nearest(points, points, exclude_self=True).distance[:, 0]
    share = authentic(found.distance[:, 0], beside[found.index[:, 0]]).mean()
    assert share == pytest.approx(1 / 3, abs=4 * np.sqrt(2 / 9 / 4000))


def test_a_copier_of_known_probability():
    rng = np.random.default_rng(3)
    points, fresh = rng.uniform(size=(2000, 1)), rng.uniform(size=(3000, 1))
    copied = rng.random(3000) < 0.4
    samples = np.where(copied[:, None], points[rng.integers(2000, size=3000)], fresh)
    found = nearest(samples, points)
    beside = nearest(points, points, exclude_self=True).distance[:, 0]
    kept = authentic(found.distance[:, 0], beside[found.index[:, 0]])
    assert not kept[copied].any()
    assert kept.mean() == pytest.approx(0.6 / 3, abs=0.03)
