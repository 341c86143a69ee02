"""Published image sets in the layouts that people have, from files that the tests write."""

import gzip
import hashlib
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from memgen.data import image_places
from memgen.data.image_files import CIFAR_BATCHES, CIFAR_FOLDER
from memgen.data.image_places import PUBLISHED, published_images
from tests.data.test_image_files import archive, cifar_batch, idx_bytes, pixels

RAW = "train-images-idx3-ubyte"


def md5(raw):
    return hashlib.md5(raw, usedforsecurity=False).hexdigest()


@pytest.fixture
def sets(monkeypatch):
    """Small images in place of the published ones: sets by name, pixels and payload."""
    small = {}
    for name, images in {
        "mnist": pixels(6, 5, 4, 1, 1),
        "fashion_mnist": pixels(7, 5, 4, 1, 2),
    }.items():
        small[name] = (images, idx_bytes(images))
    batches = [pixels(2, 32, 32, 3, seed) for seed in range(5)]
    payload = dict(zip(CIFAR_BATCHES, map(cifar_batch, batches), strict=True))
    small["cifar10"] = (np.concatenate(batches), payload)
    for name, (_, raw) in small.items():
        parts = raw.values() if isinstance(raw, dict) else [raw]
        known = replace(
            PUBLISHED[name],
            payload=tuple(md5(part) for part in parts),
            url=f"http://localhost:1/{PUBLISHED[name].url.rpartition('/')[2]}",
        )
        monkeypatch.setitem(image_places.PUBLISHED, name, known)
    return small


def put(path, raw):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def test_the_layouts_of_idx_files(tmp_path, sets):
    """torchvision's, the set's own folder, Debian's; plain or gzipped; the file itself."""
    layouts = {
        "mnist": ["MNIST/raw/" + RAW, "mnist/" + RAW, RAW, "train-images.idx3-ubyte"],
        "fashion_mnist": ["FashionMNIST/raw/" + RAW, "fashion-mnist/" + RAW, RAW],
    }
    for name, places in layouts.items():
        images, raw = sets[name]
        for number, place in enumerate(places):
            plain = tmp_path / f"{name}{number}"
            put(plain / place, raw)
            np.testing.assert_array_equal(published_images(name, plain), images)
            np.testing.assert_array_equal(published_images(name, plain / place), images)
            for level in (1, 9):
                packed = tmp_path / f"{name}{number}gz{level}"
                put(packed / f"{place}.gz", gzip.compress(raw, level, mtime=level))
                np.testing.assert_array_equal(published_images(name, packed), images)


def test_torchvisions_folder_of_one_set(tmp_path, sets):
    images, raw = sets["mnist"]
    put(tmp_path / "MNIST/raw" / RAW, raw)
    for below in ("MNIST", "MNIST/raw"):
        np.testing.assert_array_equal(published_images("mnist", tmp_path / below), images)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"MNIST/raw/{RAW}", f"FashionMNIST/raw/{RAW}"),
        (RAW, f"fashion_mnist/{RAW}.gz"),
        (f"mnist/{RAW}.gz", RAW),
        (RAW, f"{RAW}.gz"),  # side by side in one folder, told apart by content
    ],
)
def test_two_sets_in_one_directory(tmp_path, sets, first, second):
    for name, place in (("mnist", first), ("fashion_mnist", second)):
        raw = sets[name][1]
        put(tmp_path / place, gzip.compress(raw) if place.endswith(".gz") else raw)
    for name in ("mnist", "fashion_mnist"):
        np.testing.assert_array_equal(published_images(name, tmp_path), sets[name][0])


def test_the_layouts_of_cifar10(tmp_path, sets):
    images, payload = sets["cifar10"]
    archive(tmp_path / "packed.tar.gz", payload)
    packed = (tmp_path / "packed.tar.gz").read_bytes()
    put(tmp_path / "a" / "cifar-10-python.tar.gz", packed)
    put(tmp_path / "b" / "cifar10" / "cifar-10-python.tar.gz", packed)
    put(tmp_path / "c" / "cifar-10-python.tar", gzip.decompress(packed))
    with tarfile.open(tmp_path / "packed.tar.gz") as tar:
        tar.extractall(tmp_path / "d", filter="data")
    for below in ("a", "b", "c", "d", f"d/{CIFAR_FOLDER}"):
        np.testing.assert_array_equal(published_images("cifar10", tmp_path / below), images)


def test_a_changed_payload_is_refused(tmp_path, sets):
    raw = sets["mnist"][1]
    put(tmp_path / RAW, raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(ValueError, match=rf"{RAW}: its content has the MD5 checksum.*localhost"):
        published_images("mnist", tmp_path)
    _, payload = sets["cifar10"]
    changed = payload | {CIFAR_BATCHES[3]: payload[CIFAR_BATCHES[2]]}
    archive(tmp_path / "cifar-10-python.tar.gz", changed)
    with pytest.raises(ValueError, match="MD5 checksum"):
        published_images("cifar10", tmp_path)


def test_a_broken_wrapper_is_named(tmp_path, sets):
    whole = gzip.compress(sets["mnist"][1])
    for broken in (whole[:-9], whole[:20] + bytes(20) + whole[40:]):
        put(tmp_path / f"{RAW}.gz", broken)
        with pytest.raises(ValueError, match=rf"{RAW}\.gz: broken gzip"):
            published_images("mnist", tmp_path)


def test_a_whole_file_beside_a_broken_one_is_read(tmp_path, sets):
    images, raw = sets["mnist"]
    put(tmp_path / "MNIST/raw" / RAW, raw[:50])
    put(tmp_path / f"{RAW}.gz", gzip.compress(raw))
    np.testing.assert_array_equal(published_images("mnist", tmp_path), images)


def test_a_file_of_another_set_stays_and_is_named(tmp_path, sets):
    put(tmp_path / RAW, sets["mnist"][1])
    with pytest.raises(FileNotFoundError, match=rf"{RAW} is MNIST's.*fashion_mnist") as error:
        published_images("fashion_mnist", tmp_path)
    assert "elete" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == [RAW]


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize("below", ["", "new/folder"])
def test_a_missing_file_says_where_to_get_it(tmp_path, below):
    directory = tmp_path / below
    with pytest.raises(FileNotFoundError, match=r"localhost:1/cifar.*md5:c58f") as error:
        published_images("cifar10", directory)
    assert str(directory / "cifar10/cifar-10-python.tar.gz") in str(error.value)
    assert not directory.exists() if below else not list(tmp_path.iterdir())


def test_the_home_of_the_user(tmp_path, sets, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    images, raw = sets["mnist"]
    put(tmp_path / "data" / RAW, raw)
    np.testing.assert_array_equal(published_images("mnist", "~/data"), images)


def test_the_registry_names_the_publishers_files():
    for known in PUBLISHED.values():
        assert known.url.startswith("https://")
        assert known.url.rpartition("/")[2] in known.names
        assert len(known.checksum) == len("md5:") + 32
        assert all(len(mark) == 32 for mark in known.payload)
    assert len({known.payload for known in PUBLISHED.values()}) == len(PUBLISHED)
