"""Readers of the files that image sets come in: IDX, CIFAR's batches, folders of images.

All give pixels as integers 0 to 255, (P, height, width, channels). A file that is truncated or of
another format is refused with its name and what is wrong with it: nothing half-read goes on.
"""

import gzip
import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8

Pixels = UInt8[np.ndarray, "P height width channels"]

# Magic number of unsigned bytes in three dimensions.
IDX_IMAGES = 0x00000803
CIFAR_BATCHES = tuple(f"cifar-10-batches-py/data_batch_{number}" for number in range(1, 6))
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".webp")


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
    path = _existing(path)
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, gzip.BadGzipFile) as error:
            raise ValueError(f"{path}: broken gzip file ({error}); download it again.") from error
    if len(raw) < 16 or int.from_bytes(raw[:4], "big") != IDX_IMAGES:
        raise ValueError(f"{path}: not an IDX file of images (magic 0x00000803 expected).")
    P, height, width = (int.from_bytes(raw[k : k + 4], "big") for k in (4, 8, 12))
    if len(raw) != 16 + P * height * width or 0 in (P, height, width):
        raise ValueError(
            f"{path}: its header promises {P} images of {height} x {width}, "
            f"{16 + P * height * width} bytes in all, and it has {len(raw)}; download it again."
        )
    return np.frombuffer(raw, np.uint8, offset=16).reshape(P, height, width, 1).copy()


def read_cifar10(path: str | Path) -> Pixels:
    """Return the 50000 training images of cifar-10-python.tar.gz, 32 x 32 in three colours.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not that archive, a batch is missing, or one holds anything but arrays of bytes.
    """
    path = _existing(path)
    images = []
    try:
        with tarfile.open(path, "r:*") as archive:
            for name in CIFAR_BATCHES:
                member = archive.extractfile(name)
                if member is None:
                    raise KeyError(name)
                images.append(_batch(member.read(), path, name))
    except KeyError as error:
        raise ValueError(f"{path}: the archive has no {error.args[0]!r}.") from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError(f"{path}: broken archive ({error}); download it again.") from error
    return np.concatenate(images)


def read_folder(path: str | Path, size: int, grey: bool = False) -> Pixels:
    """Return all images below a folder, cropped at the centre to a square and resized.

    Parameters
    ----------
    path : str or Path
        A folder (CelebA, LSUN, ...); its images are taken in the order of their names.
    size : int
        Height and width to which they are brought, at least 1.
    grey : bool
        One channel instead of three.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no image in it.
    ValueError
        If an image cannot be read, or the size is not positive.
    """
    from PIL import Image, UnidentifiedImageError

    if size < 1:
        raise ValueError(f"size={size} must be at least 1.")
    path = Path(path)
    if not path.is_dir():
        raise FileNotFoundError(f"{path}: no such folder of images.")
    files = sorted(f for f in path.rglob("*") if f.suffix.lower() in IMAGE_ENDINGS)
    if not files:
        raise FileNotFoundError(f"{path}: no image in it ({', '.join(IMAGE_ENDINGS)}).")
    images = np.empty((len(files), size, size, 1 if grey else 3), dtype=np.uint8)
    for image, file in zip(images, files, strict=True):
        try:
            with Image.open(file) as opened:
                picture = opened.convert("L" if grey else "RGB")
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            raise ValueError(f"{file}: not a readable image ({error}).") from error
        side = min(picture.size)
        left, top = ((length - side) // 2 for length in picture.size)
        picture = picture.crop((left, top, left + side, top + side))
        picture = picture.resize((size, size), Image.Resampling.BOX)
        image[:] = np.asarray(picture).reshape(size, size, -1)
    return images


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


def _batch(raw: bytes, path: Path, name: str) -> Pixels:
    try:
        content = _ArraysOnly(io.BytesIO(raw), encoding="bytes").load()
        data = content[b"data"]
        if data.dtype != np.uint8 or data.ndim != 2 or data.shape[1] != 3072:
            raise ValueError(f"its data are {data.dtype} of shape {data.shape}")
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, AttributeError, ValueError) as e:
        raise ValueError(f"{path}: {name} is no batch of CIFAR-10 ({e}); download it again.") from e
    return data.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)


def _existing(path: str | Path) -> Path:
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file.")
    return path
