"""Image sets by name, from files that the tests write, without a network."""

import gzip
import hashlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from memgen.data import image_sets
from memgen.data.image_sets import load_image_set
from tests.data.test_image_files import idx_bytes, pixels


def put_mnist(monkeypatch, directory, raw):
    """Put a file where MNIST's belongs, and its checksum into the registry."""
    source = image_sets.DOWNLOADS["mnist"]
    (directory / source.name).write_bytes(raw)
    checksum = f"md5:{hashlib.md5(raw, usedforsecurity=False).hexdigest()}"
    monkeypatch.setitem(image_sets.DOWNLOADS, "mnist", replace(source, checksum=checksum))


def test_a_file_that_is_there_is_read(monkeypatch, tmp_path):
    images = pixels(20, 6, 6, 1)
    put_mnist(monkeypatch, tmp_path, gzip.compress(idx_bytes(images)))
    found = load_image_set("mnist", tmp_path)
    assert found.shape == (6, 6, 1)
    np.testing.assert_allclose(found.as_images(found.cloud.points), images, atol=1e-9)
    assert found.cloud.points.var() == pytest.approx(1)


def test_a_corrupt_file_is_refused_by_its_checksum(monkeypatch, tmp_path):
    raw = gzip.compress(idx_bytes(pixels(20, 6, 6, 1)))
    put_mnist(monkeypatch, tmp_path, raw)
    name = image_sets.DOWNLOADS["mnist"].name
    (tmp_path / name).write_bytes(raw[:-1] + b"x")
    with pytest.raises(ValueError, match="checksum"):
        load_image_set("mnist", tmp_path)


def test_a_missing_file_says_where_to_get_it(monkeypatch, tmp_path):
    source = replace(image_sets.DOWNLOADS["cifar10"], url="http://localhost:1/cifar.tar.gz")
    monkeypatch.setitem(image_sets.DOWNLOADS, "cifar10", source)
    with pytest.raises(FileNotFoundError, match=r"localhost:1.*md5:c58f") as error:
        load_image_set("cifar10", tmp_path)
    assert str(tmp_path) in str(error.value)
    assert not list(tmp_path.iterdir())


def test_folders_and_grey(tmp_path):
    for k in range(3):
        Image.fromarray(pixels(1, 8, 8, 3, k)[0]).save(tmp_path / f"{k}.png")
    assert load_image_set("folder", tmp_path, size=4).shape == (4, 4, 3)
    assert load_image_set("folder", tmp_path, size=4, grey=True).shape == (4, 4, 1)


def test_pixels_run_from_0_to_1():
    digits = load_image_set("digits")
    raw = image_sets.raw_images("digits")
    assert raw.shape == (1797, 8, 8, 1)
    np.testing.assert_allclose(digits.as_pixels(digits.cloud.points), raw / 16, atol=1e-12)
    # beyond the set's own extremes
    assert digits.as_pixels(100 * digits.cloud.points).min() == 0
    assert digits.as_pixels(100 * digits.cloud.points).max() == 1


def test_digits_need_no_file():
    digits = load_image_set("digits")
    assert digits.shape == (8, 8, 1)
    assert digits.cloud.points.shape == (1797, 64)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(ValueError, match="directory"):
        load_image_set("mnist")
    with pytest.raises(ValueError, match="size"):
        load_image_set("folder", tmp_path)


def test_the_registry_names_the_publishers_files():
    for source in image_sets.DOWNLOADS.values():
        assert source.url.startswith("https://")
        assert len(source.checksum) == len("md5:") + 32
