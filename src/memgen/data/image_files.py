"""The formats in which image sets are published: IDX (MNIST, FashionMNIST), CIFAR-10's batches.

A file's payload is read first, out of its gzip or tar wrapper, and pixels from the payload: two
wrappings of one payload are one image set. A file that is truncated or of another format is refused
with its name and what is wrong with it: nothing half-read goes on.
"""

import gzip
import io
import pickle
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from memgen.data.image_pixels import Pixels

# Magic number of unsigned bytes in three dimensions.
IDX_IMAGES = 0x00000803
CIFAR_FOLDER = "cifar-10-batches-py"
CIFAR_BATCHES = tuple(f"data_batch_{number}" for number in range(1, 6))


def read_idx(path: str | Path) -> Pixels:
    """Return the images of an IDX file (MNIST, FashionMNIST), gzipped or not.

    The format: magic 0x00000803, then P, height and width as big-endian 32-bit integers, then one
    byte for each pixel.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not an IDX file of images, or has other bytes than its header says.
    """
    return idx_images(unzipped(path), path)


def read_cifar10(path: str | Path) -> Pixels:
    """Return the 50000 training images of CIFAR-10, 32 x 32 in three colours.

    Parameters
    ----------
    path : str or Path
        cifar-10-python.tar.gz, or the folder that it unpacks to.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a batch is missing, or holds anything but arrays of bytes.
    """
    return cifar_images(cifar_batches(path), path)


def unzipped(path: str | Path) -> bytes:
    """Return the bytes of a file, or those that were gzipped in it.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If its gzip wrapper is broken.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file.")
    raw = path.read_bytes()
    if raw[:2] != b"\x1f\x8b":
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{path}: broken gzip file ({error}); download it again.") from error


def idx_images(payload: bytes, path: str | Path) -> Pixels:
    """Return the images of an IDX payload; errors, as of `read_idx`, name `path`."""
    if len(payload) < 16 or int.from_bytes(payload[:4], "big") != IDX_IMAGES:
        raise ValueError(f"{path}: not an IDX file of images (magic 0x00000803 expected).")
    P, height, width = (int.from_bytes(payload[k : k + 4], "big") for k in (4, 8, 12))
    if len(payload) != 16 + P * height * width or 0 in (P, height, width):
        raise ValueError(
            f"{path}: its header promises {P} images of {height} x {width}, "
            f"{16 + P * height * width} bytes in all, and it has {len(payload)}; download it again."
        )
    return np.frombuffer(payload, np.uint8, offset=16).reshape(P, height, width, 1).copy()


def cifar_batches(path: str | Path) -> list[bytes]:
    """Return the bytes of the five training batches, from the archive or the unpacked folder.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    ValueError
        If a batch is missing, or the archive is broken.
    """
    path = Path(path)
    if path.is_dir():
        for name in CIFAR_BATCHES:
            if not (path / name).is_file():
                raise ValueError(f"{path}: the folder has no {name!r}.")
        return [(path / name).read_bytes() for name in CIFAR_BATCHES]
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file.")
    batches = []
    try:
        with tarfile.open(path, "r:*") as archive:
            for name in CIFAR_BATCHES:
                member = archive.extractfile(f"{CIFAR_FOLDER}/{name}")
                if member is None:
                    raise KeyError(name)
                batches.append(member.read())
    except KeyError as error:
        raise ValueError(f"{path}: the archive has no {error.args[0]!r}.") from error
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{path}: broken archive ({error}); download it again.") from error
    return batches


def cifar_images(batches: Sequence[bytes], path: str | Path) -> Pixels:
    """Return the images of CIFAR-10's batches; errors, as of `read_cifar10`, name `path`."""
    named = zip(CIFAR_BATCHES, batches, strict=True)
    return np.concatenate([_of_batch(raw, path, name) for name, raw in named])


class _ArraysOnly(pickle.Unpickler):
    """Reads the arrays of a CIFAR batch, and refuses any other object: a pickle can run code."""

    ALLOWED = frozenset(
        {
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy._core.multiarray", "_reconstruct"),
            ("numpy", "ndarray"),
            ("numpy", "dtype"),
            ("_codecs", "encode"),
        }
    )

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is not an array")
        if module == "numpy.core.multiarray":
            module = "numpy._core.multiarray"
        return super().find_class(module, name)


def _of_batch(raw: bytes, path: str | Path, name: str) -> Pixels:
    try:
        content = _ArraysOnly(io.BytesIO(raw), encoding="bytes").load()
        data = content[b"data"]
        if data.dtype != np.uint8 or data.ndim != 2 or data.shape[1] != 3072:
            raise ValueError(f"its data are {data.dtype} of shape {data.shape}")
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, AttributeError, ValueError) as e:
        raise ValueError(f"{path}: {name} is no batch of CIFAR-10 ({e}); download it again.") from e
    return data.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
