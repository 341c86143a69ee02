"""The door of inputs: what is taken, what is converted, what is refused and by what name."""

import numpy as np
import pandas as pd
import pytest
import torch
from scipy.sparse import csr_array

from memgen.diffusion.arrays import as_numpy, as_real, check_points, check_samples, check_time

MATRIX = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
KINDS = [
    MATRIX,
    np.array(MATRIX, dtype=">f4"),
    np.array(MATRIX, dtype=np.float16),
    np.array(MATRIX, dtype=np.longdouble),
    np.array(MATRIX, dtype=np.uint8),
    np.asfortranarray(MATRIX),
    pd.DataFrame(MATRIX),
    torch.tensor(MATRIX),
    torch.tensor(MATRIX, dtype=torch.float64, requires_grad=True),
    torch.nn.Parameter(torch.tensor(MATRIX)),
]


@pytest.mark.parametrize("given", KINDS)
def test_real_matrices_of_any_kind_are_taken(given):
    taken = as_numpy(given, "x", 2)
    assert type(taken) is np.ndarray
    assert taken.dtype == np.float64
    assert taken.dtype.isnative
    np.testing.assert_array_equal(taken, MATRIX)
    points = check_points(given)
    assert tuple(points.shape) == (3, 2)
    assert isinstance(points, torch.Tensor) == isinstance(given, torch.Tensor)


REFUSED = [
    (np.ma.masked_equal(MATRIX, 1.0), TypeError, "xi is masked"),
    ([np.ma.masked_equal(row, 1.0) for row in MATRIX], TypeError, "xi is masked"),
    (csr_array(MATRIX), TypeError, r"xi\.toarray\(\)"),
    (torch.tensor(MATRIX).to_sparse(), TypeError, r"xi\.to_dense\(\)"),
    ([torch.tensor(row) for row in MATRIX], TypeError, r"torch\.stack\(xi\)"),
    (torch.tensor(MATRIX).bfloat16(), TypeError, r"xi\.double\(\)"),
    (torch.tensor(MATRIX).int(), TypeError, r"xi\.double\(\)"),
    (torch.tensor(MATRIX) * 1j, TypeError, "xi has dtype torch.complex64; give real"),
    (torch.tensor(MATRIX) > 2, TypeError, "xi has dtype torch.bool; give real"),
    (np.array(MATRIX) > 2, TypeError, "xi has dtype bool"),
    (np.array(MATRIX) * 1j, TypeError, "xi has dtype complex128"),
    ([["a", "b"]], TypeError, "xi has dtype <U1"),
    (pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}), TypeError, "xi has dtype object"),
    (None, TypeError, "xi has dtype object"),
    ([[1.0], [1.0, 2.0]], ValueError, "xi has rows of different lengths"),
    (np.zeros(2), ValueError, "xi has shape"),
    (np.zeros((2, 2, 2)), ValueError, "xi has shape"),
    (1.0, ValueError, "xi has shape"),
    ([[1.0, np.nan], [1.0, 2.0]], ValueError, r"xi\[0\] is not finite"),
    (pd.DataFrame([[1.0, 2.0], [None, 2.0]]), ValueError, r"xi\[1\] is not finite"),
    (np.array([[1.0, 2.0], [np.longdouble("1e4000"), 0]]), ValueError, r"xi\[1\] is not finite"),
]


@pytest.mark.parametrize(("given", "error", "message"), REFUSED)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
def test_what_is_refused_by_name(given, error, message):
    for door in (lambda x: check_points(x, "xi"), lambda x: as_numpy(x, "xi", 2)):
        with pytest.raises(error, match=message):
            door(given)


def test_samples_keep_library_and_dtype_in_native_order():
    x = np.array(MATRIX, dtype=">f4")
    taken = check_samples(x, 2)
    assert taken.dtype == np.dtype(np.float32)
    assert taken.dtype.isnative
    with pytest.raises(TypeError, match="x is masked"):
        check_samples(np.ma.masked_equal(MATRIX, 1.0), 2)
    with pytest.raises(TypeError, match=r"x\.to_dense"):
        check_samples(torch.tensor(MATRIX).to_sparse(), 2)
    tensor = torch.tensor(MATRIX, requires_grad=True)
    assert check_samples(tensor, 2) is tensor


@pytest.mark.parametrize("array", [np.array(MATRIX), torch.tensor(MATRIX), pd.DataFrame(MATRIX)])
def test_a_copy_knows_nothing_of_changes(array):
    taken = check_points(array, copy=True)
    if isinstance(array, pd.DataFrame):
        array.iloc[0, 0] = 9.0
    else:
        array[0, 0] = 9.0
    assert float(taken[0, 0]) == 1.0


def test_no_copy_without_need():
    array = np.array(MATRIX)
    assert check_points(array) is array
    assert as_numpy(array, "x") is array


@pytest.mark.parametrize("t", [None, "1", True, 1j, np.ma.masked_equal([1.0, 1.0], 1.0)])
def test_no_time(t):
    with pytest.raises(TypeError, match=r"^t"):
        check_time(t, np.zeros((2, 3)))


@pytest.mark.parametrize("t", [2, 2.0, [2.0], [2.0, 2.0], np.float32(2), torch.tensor(2.0)])
def test_times(t):
    np.testing.assert_array_equal(check_time(t, np.zeros((2, 3))), [2.0, 2.0])
    np.testing.assert_array_equal(check_time(t, torch.zeros((2, 3))), [2.0, 2.0])


def test_numbers_of_any_shape():
    assert as_real(3, "x").shape == ()
    assert np.isinf(as_real([np.inf], "x")).all()
    with pytest.raises(TypeError, match="x has dtype <U1"):
        as_real("3", "x")
