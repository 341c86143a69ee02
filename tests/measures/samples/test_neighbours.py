"""Nearest neighbours, against all differences in extended precision."""

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from memgen.measures.memorization import nearest_ratio
from memgen.measures.samples import neighbours
from memgen.measures.samples.neighbours import nearest


def brute_force(samples, points):
    """All distances, in extended precision."""
    difference = samples[:, None].astype(np.longdouble) - points[None].astype(np.longdouble)
    return np.sqrt((difference**2).sum(axis=2))


def assert_nearest(samples, points, count):
    """The distances are the least there are, and the rows are at these distances."""
    found, all_distances = nearest(samples, points, count), brute_force(samples, points)
    expected = np.sort(all_distances, axis=1)[:, :count]
    width = expected.shape[1]
    np.testing.assert_allclose(found.distance[:, :width], expected.astype(float), rtol=1e-13)
    at = np.take_along_axis(all_distances, found.index[:, :width], axis=1)
    np.testing.assert_allclose(at.astype(float), expected.astype(float), rtol=1e-13)
    assert all(len(set(row)) == width for row in found.index[:, :width].tolist())
    assert np.isinf(found.distance[:, width:]).all()
    assert (found.index[:, width:] == -1).all()


@st.composite
def clouds(draw):
    """Points and samples: clusters of any width, far away, outliers, copies, any precision."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, P, batch = draw(st.integers(1, 12)), draw(st.integers(1, 60)), draw(st.integers(1, 9))
    origin = 10.0 ** draw(st.integers(-8, 12)) * rng.standard_normal(N)
    width, apart = (10.0 ** draw(st.integers(-14, 3)) for _ in range(2))
    centres = origin + apart * rng.standard_normal((draw(st.integers(1, 4)), N))
    points = centres[rng.integers(len(centres), size=P)] + width * rng.standard_normal((P, N))
    if draw(st.booleans()):
        points[rng.integers(P, size=P // 2)] = points[0]
    if draw(st.booleans()):
        points[-1] = -1e9
    samples = points[rng.integers(P, size=batch)]
    samples = samples + 10.0 ** draw(st.integers(-16, 0)) * width * rng.standard_normal((batch, N))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    return samples.astype(dtype), points.astype(dtype)


@given(clouds(), st.integers(1, 6))
def test_as_all_distances_say(cloud, count):
    assert_nearest(*cloud, count)


@given(clouds(), st.integers(1, 3))
def test_in_blocks(cloud, count):
    whole = neighbours.BLOCKS, neighbours.DIFFERENCES
    neighbours.BLOCKS, neighbours.DIFFERENCES = {"cpu": (2, 3)}, {"cpu": 5}
    try:
        assert_nearest(*cloud, count)
    finally:
        neighbours.BLOCKS, neighbours.DIFFERENCES = whole


@given(clouds())
def test_ratios(cloud):
    samples, points = cloud
    if len(points) < 2:
        return
    first, second = np.sort(brute_force(samples, points), axis=1)[:, :2].T
    expected = np.where(second == 0, 1, first / np.where(second == 0, 1, second))
    np.testing.assert_allclose(nearest_ratio(samples, points), expected.astype(float), rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-200, 1e-160, 1e140])
def test_squares_that_are_no_numbers(scale):
    points = scale * np.array([[0.0, 0.0], [3.0, 4.0], [1e-9, 0.0]])
    found = nearest(points[:1] + 0.0, points, 2, exclude_self=True)
    np.testing.assert_allclose(found.distance[0], [1e-9 * scale, 5 * scale], rtol=1e-14)
    np.testing.assert_array_equal(found.index[0], [2, 1])


def test_squares_that_overflow_are_refused():
    with pytest.raises(ValueError, match="overflows"):
        nearest(np.full((1, 2), 1e200), np.ones((3, 2)))


def test_the_lower_row_first_at_equal_distances():
    points = np.array([[1.0], [-1.0], [1.0], [-1.0], [5.0]])
    np.testing.assert_array_equal(nearest(np.zeros((1, 1)), points, 5).index[0], [0, 1, 2, 3, 4])


def test_itself_is_left_out_once():
    points = np.array([[0.0], [0.0], [1.0], [5.0]])
    found = nearest(points, points, 1, exclude_self=True)
    np.testing.assert_array_equal(found.distance[:, 0], [0, 0, 1, 4])
    # samples that are not in the set lose nothing
    assert nearest(np.array([[2.0]]), points, exclude_self=True).distance[0, 0] == 1


def test_sets_that_are_too_small():
    found = nearest(np.zeros((1, 2)), np.zeros((1, 2)), 2, exclude_self=True)
    assert np.isinf(found.distance).all()
    assert (found.index == -1).all()
    assert nearest(np.zeros((0, 2)), np.zeros((3, 2)), 2).distance.shape == (0, 2)
    with pytest.raises(ValueError, match="count=0"):
        nearest(np.zeros((1, 2)), np.zeros((1, 2)), 0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_give_tensors(dtype):
    rng = np.random.default_rng(1)
    points, samples = rng.standard_normal((50, 4)), rng.standard_normal((6, 4))
    tensor = torch.tensor(samples, dtype=dtype, requires_grad=True)
    expected = nearest(samples, points, 2)
    for other in (points, torch.tensor(points, requires_grad=True)):
        found = nearest(tensor, other, 2)
        assert found.distance.dtype == dtype
        assert not found.distance.requires_grad
        np.testing.assert_allclose(found.distance.numpy(), expected.distance, rtol=1e-6)
        np.testing.assert_array_equal(found.index.numpy(), expected.index)
        ratio = nearest_ratio(tensor, other)
        np.testing.assert_allclose(ratio.numpy(), nearest_ratio(samples, points), rtol=1e-6)


def test_lists_frames_and_integers_are_converted():
    points = np.array([[0, 0], [4, 0], [0, 10]], dtype=np.uint8)
    samples = [[1, 0], [4, 3]]
    expected = [1 / 3, 3 / 5]
    for one in (samples, np.array(samples), pd.DataFrame(samples), np.array(samples, ">f8")):
        for all_of_them in (
            points,
            points.tolist(),
            pd.DataFrame(points),
            torch.tensor(points) * 1.0,
        ):
            np.testing.assert_allclose(nearest_ratio(one, all_of_them), expected)


BAD = [
    (np.array([[np.nan, 0.0]]), ValueError, r"samples\[0\] is not finite"),
    (torch.tensor([[torch.inf, 0.0]]), ValueError, r"samples\[0\] is not finite"),
    (np.ma.masked_less(np.zeros((2, 2)), -1), TypeError, "samples is masked"),
    ([np.ma.masked_less(np.zeros(2), -1)], TypeError, "samples is masked"),
    (np.zeros(2), ValueError, r"samples\[None\]"),
    (np.zeros((2, 3)), ValueError, r"\(batch, 2\)"),
    (torch.zeros((2, 2), dtype=torch.bfloat16), TypeError, r"samples\.double\(\)"),
    (torch.zeros((2, 2)).to_sparse(), TypeError, r"samples\.to_dense\(\)"),
    ([torch.zeros(2), torch.zeros(2)], TypeError, r"torch\.stack\(samples\)"),
    ([["1", "2"]], TypeError, "samples has dtype"),
    ([[1.0], [1.0, 2.0]], ValueError, "different lengths"),
    (None, TypeError, "samples has dtype object"),
]


@pytest.mark.parametrize(("samples", "error", "message"), BAD)
def test_what_is_refused(samples, error, message):
    with pytest.raises(error, match=message):
        nearest(samples, np.eye(2))


def test_one_cluster_of_thousands_beside_an_outlier():
    rng = np.random.default_rng(0)
    points = 1e6 + 1e-9 * rng.standard_normal((3000, 4))
    points[0] = -1e6
    assert_nearest(points[5:25] + 1e-10, points, 2)
