"""Image files in their true formats, whole, truncated and corrupted."""

import gzip
import io
import pickle
import struct
import tarfile

import numpy as np
import pytest

from memgen.data.image_files import CIFAR_BATCHES, CIFAR_FOLDER, read_cifar10, read_idx


def pixels(P, height, width, channels, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (P, height, width, channels), dtype=np.uint8)


def idx_bytes(images):
    P, height, width, _ = images.shape
    return struct.pack(">IIII", 0x803, P, height, width) + images.tobytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_idx(tmp_path, pack):
    images = pixels(5, 7, 6, 1)
    path = tmp_path / "images"
    path.write_bytes(pack(idx_bytes(images)))
    np.testing.assert_array_equal(read_idx(path), images)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: raw[:-1], "header promises"),
        (lambda raw: raw + b"x", "header promises"),
        (lambda raw: raw[:10], "not an IDX"),
        (lambda raw: struct.pack(">I", 0x801) + raw[4:], "not an IDX"),
        (lambda raw: gzip.compress(raw)[:-20], "broken gzip"),
    ],
)
def test_broken_idx(tmp_path, damage, message):
    path = tmp_path / "images"
    path.write_bytes(damage(idx_bytes(pixels(5, 7, 6, 1))))
    with pytest.raises(ValueError, match=message):
        read_idx(path)


def archive(path, batches):
    with tarfile.open(path, "w:gz") as tar:
        for name, raw in batches.items():
            member = tarfile.TarInfo(f"{CIFAR_FOLDER}/{name}")
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))


def cifar_batch(images):
    data = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
    content = {b"data": data, b"labels": [0] * len(images), b"batch_label": b"one"}
    return pickle.dumps(content, protocol=2)


def test_cifar10(tmp_path):
    images = [pixels(3, 32, 32, 3, seed) for seed in range(5)]
    path = tmp_path / "cifar-10-python.tar.gz"
    archive(path, {n: cifar_batch(i) for n, i in zip(CIFAR_BATCHES, images, strict=True)})
    np.testing.assert_array_equal(read_cifar10(path), np.concatenate(images))
    with tarfile.open(path) as tar:
        tar.extractall(tmp_path, filter="data")
    unpacked = tmp_path / CIFAR_FOLDER
    np.testing.assert_array_equal(read_cifar10(unpacked), np.concatenate(images))
    (unpacked / CIFAR_BATCHES[2]).unlink()
    with pytest.raises(ValueError, match="has no 'data_batch_3'"):
        read_cifar10(unpacked)


class Intruder:
    def __reduce__(self):
        return (print, ("code of a pickle was run",))


def test_broken_cifar10(tmp_path, capsys):
    good = {name: cifar_batch(pixels(2, 32, 32, 3)) for name in CIFAR_BATCHES}
    last = CIFAR_BATCHES[-1]
    path = tmp_path / "cifar.tar.gz"
    cases = [
        ({name: raw for name, raw in good.items() if name != last}, "has no"),
        (good | {last: good[last][:-5]}, "no batch of CIFAR-10"),
        (good | {last: pickle.dumps({b"data": np.zeros((2, 5), np.uint8)})}, "shape"),
        (good | {last: pickle.dumps({b"data": Intruder()})}, "not an array"),
    ]
    for batches, message in cases:
        archive(path, batches)
        with pytest.raises(ValueError, match=message):
            read_cifar10(path)
    assert capsys.readouterr().out == ""
    archive(path, good)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ValueError, match="broken archive"):
        read_cifar10(path)


@pytest.mark.parametrize("read", [read_idx, read_cifar10])
def test_files_that_are_not_there(tmp_path, read):
    with pytest.raises(FileNotFoundError, match="none"):
        read(tmp_path / "none")
