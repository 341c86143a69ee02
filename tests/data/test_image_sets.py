"""Image sets by name."""

import logging

import numpy as np
import pytest
from PIL import Image

from memgen.data import image_sets
from memgen.data.image_sets import load_image_set, raw_images, read_image_set
from tests.data.test_image_files import pixels


def test_folders_and_grey(tmp_path):
    for k in range(3):
        Image.fromarray(pixels(1, 8, 8, 3, k)[0]).save(tmp_path / f"{k}.png")
    assert load_image_set("folder", tmp_path, size=4).shape == (4, 4, 3)
    assert load_image_set("folder", tmp_path, size=4, grey=True).shape == (4, 4, 1)


def test_grey_is_the_same_of_a_folder_and_of_a_published_set(tmp_path, monkeypatch):
    colours = pixels(2, 8, 8, 3)
    for k in range(2):
        Image.fromarray(colours[k]).save(tmp_path / f"{k}.png")
    monkeypatch.setattr(image_sets, "published_images", lambda *_: colours)
    greys = raw_images("folder", tmp_path, size=8, grey=True)
    assert greys.dtype == np.uint8
    np.testing.assert_array_equal(raw_images("cifar10", tmp_path, grey=True), greys)


def test_what_was_read_left_out_and_is_equal_is_said(tmp_path, caplog):
    for k, seed in enumerate((0, 1, 1)):
        Image.fromarray(pixels(1, 8, 8, 3, seed)[0]).save(tmp_path / f"{k}.png")
    (tmp_path / ".hidden.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("")
    with caplog.at_level(logging.INFO, logger="memgen"):
        read = read_image_set("folder", tmp_path, size=8)
        read_image_set("digits")
    assert (len(read.pixels), read.left_out, read.equal) == (3, 2, 1)
    said = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert said == [
        (
            "WARNING",
            "folder: 3 images of 8 x 8 x 3 read; other files, left out: 2; 1 equal an earlier one.",
        ),
        ("INFO", "digits: 1797 images of 8 x 8 x 1 read; all differ."),
    ]


def test_pixels_run_from_0_to_1():
    digits = load_image_set("digits")
    raw = raw_images("digits")
    assert raw.shape == (1797, 8, 8, 1)
    np.testing.assert_allclose(digits.as_pixels(digits.cloud.points), raw / 16, atol=1e-12)
    # beyond the set's own extremes
    assert digits.as_pixels(100 * digits.cloud.points).min() == 0
    assert digits.as_pixels(100 * digits.cloud.points).max() == 1


def test_digits_need_no_file():
    digits = load_image_set("digits")
    assert digits.shape == (8, 8, 1)
    assert digits.cloud.points.shape == (1797, 64)
    assert digits.cloud.points.var() == pytest.approx(1)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(ValueError, match="directory"):
        load_image_set("mnist")
    with pytest.raises(ValueError, match="size"):
        load_image_set("folder", tmp_path)
