"""Reading points: files of arrays, folders of pictures, arrays of a caller; refused by their name.

Nothing is read with pickle, so that no file can run code.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memgen.data.image_folders import picture_files, read_pictures
from memgen.data.row_blocks import blocks_of
from memgen.diffusion.arrays import namespace

ENDINGS = (".npy", ".npz", ".safetensors")
LARGEST = 1e100


@dataclass(frozen=True)
class Given:
    """Points as they were given.

    Attributes
    ----------
    name : str
        What messages call them.
    values : (P, ...)
        Real numbers of any type; may lie on the disk.
    digest : str
        Of their bytes.
    note : str
        What was left out when they were read.
    """

    name: str
    values: np.ndarray
    digest: str
    note: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one point, as given."""
        return tuple(int(n) for n in self.values.shape[1:])

    @property
    def size(self) -> int:
        """The number of points."""
        return len(self.values)

    def about(self) -> dict[str, Any]:
        """Return what a report says of them."""
        shape = [int(n) for n in self.values.shape]
        return {"name": self.name, "shape": shape, "digest": self.digest, "note": self.note}


def read(source: Any, name: str, size: int | None = None, grey: bool = False) -> Given:
    """Return points from an array, a file or a folder of pictures, checked.

    Parameters
    ----------
    source : array, str or Path
        (P, N) or (P, ...), one point a row; .npy, .npz (one array, or one called as `name`),
        .safetensors (likewise), or a folder of pictures.
    name : str
        What they are: "training", "samples", ...
    size, grey
        Of pictures, see `memgen.data.image_folders.read_pictures`.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder, or no picture in it.
    ValueError
        If it cannot be read, holds no real numbers, fewer than two points, or one not finite.
    """
    note = ""
    if isinstance(source, str | Path):
        path = Path(source).expanduser()
        label = f"{name} ({path})"
        if path.is_dir():
            files, left = picture_files(path)
            values = read_pictures(files, size, grey)
            note = (
                f"{len(files)} pictures were read; other files, left out: {left}." if left else ""
            )
        elif path.is_file():
            values = _of_file(path, name)
        else:
            raise FileNotFoundError(f"{label}: there is no such file or folder.")
    else:
        label, values = name, _of_array(source, name)
    return Given(label, _checked(values, label), _digest(values), note)


def encoded(given: Given, encode: Callable[[np.ndarray], Any], by: str, block: int = 256) -> Given:
    """Return the features (P, F) of points by a user's encoder, block by block.

    Raises
    ------
    ValueError
        If what it returns is no finite (batch, F) for a batch of images.
    """
    found: np.ndarray | None = None
    for start in range(0, given.size, block):
        images = np.asarray(given.values[start : start + block])
        features = np.asarray(_of_array(encode(images), f"{by}: encode(images)"))
        wanted = (len(images),) if found is None else (len(images), found.shape[1])
        if features.ndim != 2 or features.shape[: len(wanted)] != wanted:
            asked = f"({len(images)}, {'F' if found is None else found.shape[1]})"
            raise ValueError(
                f"{by}: encode(images) returned shape {features.shape} for images of shape "
                f"{images.shape}; it must return {asked}, one row of features an image."
            )
        if found is None:
            found = np.empty((given.size, features.shape[1]), np.float32)
        found[start : start + len(images)] = features
    assert found is not None
    label = f"features of {given.name}"
    return Given(label, _checked(found, label), _digest(found), given.note)


def require_same_width(first: Given, second: Given) -> None:
    """Check that two sets hold points of one shape.

    Raises
    ------
    ValueError
        If not, with both shapes.
    """
    if np.prod(first.shape) != np.prod(second.shape):
        raise ValueError(
            f"{second.name} holds points of shape {second.shape}, {first.name} of shape "
            f"{first.shape}: give both in one shape (pictures of one --size)."
        )


def _of_file(path: Path, name: str) -> np.ndarray:
    ending = path.suffix.lower()
    try:
        if ending == ".npy":
            return np.load(path, mmap_mode="r", allow_pickle=False)
        if ending == ".npz":
            with np.load(path, allow_pickle=False) as archive:
                return archive[_key(list(archive.files), path, name)]
        if ending == ".safetensors":
            from safetensors.numpy import load_file

            arrays = load_file(path)
            return arrays[_key(list(arrays), path, name)]
    except FileNotFoundError:
        raise
    except Exception as error:
        if isinstance(error, KeyError):
            raise ValueError(error.args[0]) from None
        raise ValueError(
            f"{name} ({path}): not a readable {ending} file of plain numbers ({error})."
        ) from error
    raise ValueError(
        f"{name} ({path}): files that end in {ending or 'nothing'} are not read; give "
        f"{', '.join(ENDINGS)} or a folder of pictures."
    )


def _key(keys: list[str], path: Path, name: str) -> str:
    if len(keys) == 1:
        return keys[0]
    if name in keys:
        return name
    raise KeyError(
        f"{name} ({path}): it holds {len(keys)} arrays ({', '.join(keys[:5])}); keep one, or call "
        f"it {name!r}."
    )


def _of_array(source: Any, name: str) -> np.ndarray:
    if isinstance(source, np.ma.MaskedArray):
        raise ValueError(f"{name} is masked: drop or fill what is.")
    if namespace(source) is not np:
        source = source.detach().cpu()
        source = source.float() if source.is_floating_point() and source.itemsize < 4 else source
        return source.numpy()
    try:
        return np.asarray(source)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths.") from None


def _checked(values: np.ndarray, name: str) -> np.ndarray:
    if values.dtype.kind not in "fiub":
        raise ValueError(f"{name} holds {values.dtype}; give real numbers.")
    if values.ndim < 2 or 0 in values.shape:
        raise ValueError(
            f"{name} has shape {values.shape}; it must be (P, N) or (P, height, width, channels), "
            "one point a row."
        )
    if len(values) < 2:
        raise ValueError(f"{name} has {len(values)} point; give two or more.")
    if values.dtype.kind == "f":
        for start, block in blocks_of(values):
            largest = min(LARGEST, float(np.finfo(block.dtype).max))
            bad = ~(np.abs(block) <= largest).all(axis=1)
            if bad.any():
                raise ValueError(
                    f"{name}: row {start + int(bad.argmax())} holds a number that is not finite, "
                    f"or beyond {LARGEST:g}: drop or repair it."
                )
    return values


def _digest(values: np.ndarray) -> str:
    whole = hashlib.sha256(f"{values.dtype.str} {values.shape}".encode())
    for _, block in blocks_of(values):
        whole.update(np.ascontiguousarray(block).tobytes())
    return whole.hexdigest()[:32]
