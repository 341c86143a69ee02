import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.numpy import save_file

from memgen.diagnose.inputs import encoded, read, require_same_width

POINTS = np.arange(24, dtype=np.float32).reshape(4, 6)


def test_every_kind_of_source_gives_the_same_points(tmp_path):
    np.save(tmp_path / "a.npy", POINTS)
    np.savez(tmp_path / "b.npz", only=POINTS)
    np.savez(tmp_path / "c.npz", training=POINTS, other=POINTS[:2])
    save_file({"x": POINTS}, tmp_path / "d.safetensors")
    sources = [POINTS, torch.tensor(POINTS), POINTS.tolist()]
    sources += [tmp_path / name for name in ("a.npy", "b.npz", "c.npz", "d.safetensors")]
    for source in sources:
        np.testing.assert_array_equal(read(source, "training").values, POINTS)
    assert read(tmp_path / "a.npy", "training").digest == read(POINTS, "training").digest
    assert read(POINTS + 1, "training").digest != read(POINTS, "training").digest


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (np.array([[1.0, np.nan], [0, 0]]), "row 0 holds a number that is not finite"),
        (np.array([[0.0, 0], [np.inf, 0]]), "row 1 holds"),
        (np.array([[0, 0], [1e120, 0]]), "row 1 holds"),
        (np.array([["a", "b"]] * 3), "real numbers"),
        (np.ones(5), r"shape \(5,\)"),
        (np.ones((0, 5)), r"shape \(0, 5\)"),
        (np.ones((1, 5)), "has 1 point"),
        ([[1.0, 2.0], [3.0]], "rows of different lengths"),
        (np.ma.masked_less(POINTS, 3), "masked"),
        (np.ones((3, 2), complex), "complex"),
    ],
)
def test_what_is_refused(points, says):
    with pytest.raises(ValueError, match=says):
        read(points, "training")


def test_files_that_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file or folder"):
        read(tmp_path / "none.npy", "training")
    (tmp_path / "a.csv").write_text("1,2")
    with pytest.raises(ValueError, match=r"\.csv are not read"):
        read(tmp_path / "a.csv", "training")
    (tmp_path / "a.npy").write_text("no array")
    with pytest.raises(ValueError, match="not a readable"):
        read(tmp_path / "a.npy", "training")
    np.save(tmp_path / "b.npy", np.array([{}, {}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="not a readable"):
        read(tmp_path / "b.npy", "training")
    np.savez(tmp_path / "c.npz", a=POINTS, b=POINTS)
    with pytest.raises(ValueError, match="holds 2 arrays"):
        read(tmp_path / "c.npz", "training")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="no picture"):
        read(tmp_path / "empty", "training")


def test_different_widths_are_told():
    with pytest.raises(ValueError, match=r"shape \(3,\).*shape \(6,\)"):
        require_same_width(read(POINTS, "training"), read(POINTS[:, :3], "samples"))


def test_hidden_files_orientation_and_transparency(tmp_path):
    halves = np.zeros((4, 4, 3), np.uint8)
    halves[:, :2] = 255
    picture = Image.fromarray(halves)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "a.png", exif=exif)
    clear = Image.fromarray(np.full((4, 4, 4), (200, 0, 0, 0), np.uint8))
    clear.save(tmp_path / "b.png")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    picture.save(tmp_path / ".ipynb_checkpoints/a-checkpoint.png")
    (tmp_path / "._a.png").write_bytes(b"Mac")
    (tmp_path / "notes.txt").write_text("")
    given = read(tmp_path, "training")
    assert given.values.shape == (2, 4, 4, 3)
    assert "left out: 3" in given.note
    # a quarter turn clockwise: the white half is above
    assert (given.values[0, :2] == 255).all()
    assert (given.values[0, 2:] == 0).all()
    assert (given.values[1] == 255).all()
    assert read(tmp_path, "training", size=2, grey=True).values.shape == (2, 2, 2, 1)
    Image.fromarray(halves[:2]).save(tmp_path / "c.png")
    with pytest.raises(ValueError, match="ask for one size"):
        read(tmp_path, "training")
    (tmp_path / "d.png").write_bytes(b"broken")
    with pytest.raises(ValueError, match=r"d\.png: not a readable picture"):
        read(tmp_path, "training", size=2)


def test_features_by_an_encoder_and_wrong_ones():
    given = read(POINTS, "training")
    features = encoded(given, lambda images: images[:, :2] * 2, "mine", block=3)
    np.testing.assert_array_equal(features.values, 2 * POINTS[:, :2])
    with pytest.raises(ValueError, match=r"mine: encode\(images\) returned shape \(4,\)"):
        encoded(given, lambda images: images[:, 0], "mine")
    with pytest.raises(ValueError, match="one row of features an image"):
        encoded(given, lambda images: images[:1], "mine")
    with pytest.raises(ValueError, match="not finite"):
        encoded(given, lambda images: images * np.nan, "mine")
