import numpy as np
import pytest

from memgen.data.images import load_digits
from memgen.data.points import load_points, standardise


def test_centred_with_one_scale(tmp_path):
    raw = np.random.default_rng(0).integers(0, 255, size=(50, 4))
    raw[:, 3] = 7  # a coordinate that never varies
    np.save(tmp_path / "raw.npy", raw)
    cloud = load_points(tmp_path / "raw.npy")
    np.testing.assert_allclose(cloud.points.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(cloud.points.var(axis=0).mean(), 1)
    np.testing.assert_array_equal(cloud.points[:, 3], 0)
    np.testing.assert_allclose(cloud.restore(cloud.points), raw, rtol=1e-12)
    # One scale: the ratios of distances are those of the raw points.
    ratio = np.linalg.norm(raw[0] - raw[1]) / np.linalg.norm(raw[0] - raw[2])
    scaled = np.linalg.norm(cloud.points[0] - cloud.points[1])
    np.testing.assert_allclose(scaled / np.linalg.norm(cloud.points[0] - cloud.points[2]), ratio)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (np.zeros((5, 2, 2)), r"reshape\(len\(x\), -1\)"),
        (np.zeros((1, 3)), "at least 2"),
        (np.full((4, 2), 0.1), "all 4 points are the same"),
        (np.array([[0.0, 1.0], [np.nan, 2.0], [0.0, 3.0]]), "first row 1"),
        (np.array([[0.0, 1.0], [1e200, 2.0]]), "beyond 1e150"),
        (np.array([["a", "b"], ["c", "d"]]), "real numbers"),
        (np.ones((3, 2), dtype=complex), "complex128"),
    ],
)
def test_bad_points(tmp_path, raw, message):
    path = tmp_path / "bad.npy"
    np.save(path, raw)
    with pytest.raises(ValueError, match=message) as caught:
        load_points(path)
    assert str(path) in str(caught.value)


def test_files_that_are_none(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file"):
        load_points(tmp_path / "absent.npy")
    (tmp_path / "text.npy").write_text("1 2 3")
    np.save(tmp_path / "objects.npy", np.array([{}, {}], dtype=object), allow_pickle=True)
    whole = tmp_path / "whole.npy"
    np.save(whole, np.eye(4))
    (tmp_path / "cut.npy").write_bytes(whole.read_bytes()[:-8])
    (tmp_path / "empty.npy").write_bytes(b"")
    for name in ("text.npy", "objects.npy", "cut.npy", "empty.npy"):
        with pytest.raises(ValueError, match=r"not a plain \.npy array .* numpy\.save"):
            load_points(tmp_path / name)


def test_standardise_names_what_it_was_given():
    with pytest.raises(ValueError, match=r"^faces has shape"):
        standardise(np.zeros(3), "faces")


def test_digits():
    digits = load_digits()
    assert digits.points.shape == (1797, 64)
    np.testing.assert_allclose(digits.points.mean(axis=0), 0, atol=1e-13)
    np.testing.assert_allclose(digits.points.var(axis=0).mean(), 1)
    raw = digits.restore(digits.points)
    np.testing.assert_allclose(raw, np.round(raw), atol=1e-12)
    assert round(raw.max()) == 16
