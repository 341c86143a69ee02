"""Published image sets: where people keep their files, and how to tell that they are whole.

A set is known by the MD5 of its payload (the IDX file out of its gzip, the batches out of their
archive), so it does not matter who packed it. Every set is looked for in folders of its own before
the directory itself: MNIST and FashionMNIST have files of the same names.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from memgen.data.image_files import (
    CIFAR_FOLDER,
    cifar_batches,
    cifar_images,
    idx_images,
    unzipped,
)
from memgen.data.image_pixels import Pixels

IDX_NAMES = tuple(
    f"{name}{ending}"
    for name in ("train-images-idx3-ubyte", "train-images.idx3-ubyte")
    for ending in ("", ".gz")
)


def idx_payload(path: Path) -> list[bytes]:
    """Return the payload of an IDX file, as `memgen.data.image_files.unzipped` does."""
    return [unzipped(path)]


def idx_pixels(payload: Sequence[bytes], path: Path) -> Pixels:
    """Return the pixels of an IDX payload."""
    return idx_images(payload[0], path)


@dataclass(frozen=True)
class PublishedSet:
    """A published set of training images.

    Attributes
    ----------
    title : str
        What people call it.
    folders : tuple of str
        Folders below the directory that a user names, where it may lie; the first is the set's
        own, into which it is downloaded.
    names : tuple of str
        Names that its file, or folder, may have.
    payload : tuple of str
        MD5 of each part of its payload.
    url : str
        Where it may be had.
    checksum : str
        "md5:..." of the file there, as its publishers give it.
    unpack : callable
        From a path to the parts of the payload.
    decode : callable
        From those, and the path for errors, to pixels.
    """

    title: str
    folders: tuple[str, ...]
    names: tuple[str, ...]
    payload: tuple[str, ...]
    url: str
    checksum: str
    unpack: Callable[[Path], list[bytes]] = idx_payload
    decode: Callable[[Sequence[bytes], Path], Pixels] = idx_pixels

    def places(self, directory: Path) -> Iterator[Path]:
        """Yield the paths in `directory`, or it itself, at which the set lies or may lie."""
        if directory.is_file() or directory.name in self.names:
            yield directory
        for folder in (*self.folders, "."):
            for name in self.names:
                if (path := directory / folder / name).exists():
                    yield path


PUBLISHED: dict[str, PublishedSet] = {
    "mnist": PublishedSet(
        "MNIST",
        ("mnist", "MNIST/raw", "MNIST", "raw"),
        IDX_NAMES,
        ("6bbc9ace898e44ae57da46a324031adb",),
        "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz",
        "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
    ),
    "fashion_mnist": PublishedSet(
        "FashionMNIST",
        ("fashion_mnist", "FashionMNIST/raw", "FashionMNIST", "fashion-mnist", "raw"),
        IDX_NAMES,
        ("f4a8712d7a061bf5bd6d2ca38dc4d50a",),
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"
        "train-images-idx3-ubyte.gz",
        "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    ),
    "cifar10": PublishedSet(
        "CIFAR-10",
        ("cifar10", "CIFAR10", "cifar-10"),
        (CIFAR_FOLDER, "cifar-10-python.tar.gz", "cifar-10-python.tar"),
        (
            "c99cafc152244af753f735de768cd75f",
            "d4bba439e000b95fd0a9bffe97cbabec",
            "54ebc095f3ab1f0389bbae665268c751",
            "634d18415352ddfa80567beed471001a",
            "482c414d41f54cd18b22e5b47cb7c3cb",
        ),
        "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
        "md5:c58f30108f718f92721af3b95e74349a",
        cifar_batches,
        cifar_images,
    ),
}


def published_images(name: str, directory: str | Path) -> Pixels:
    """Return the training images of a published set, downloaded once if they are not there.

    Looked for in the directory as torchvision leaves it (MNIST/raw, FashionMNIST/raw,
    cifar-10-batches-py), in a folder of the set's name, as Debian's dataset-fashion-mnist has it
    below /usr/share/datasets, and in the directory itself; gzipped or plain, packed or unpacked.

    Parameters
    ----------
    name : str
        "mnist", "fashion_mnist" or "cifar10".
    directory : str or Path
        Where the files are, or may be put: a download goes to a folder of the set's name.

    Raises
    ------
    ValueError
        If the set's file is there and is not whole; the message names it and the remedy.
    FileNotFoundError
        If no file of the set is there and it cannot be downloaded; the message says what was
        looked for, its address and its checksum.
    """
    wanted, directory = PUBLISHED[name], Path(directory).expanduser()
    broken, foreign = [], []
    for path in wanted.places(directory):
        try:
            payload = wanted.unpack(path)
        except ValueError as error:
            broken.append(str(error))
            continue
        if (marks := _marks(payload)) == wanted.payload:
            return wanted.decode(payload, path)
        other = next((known.title for known in PUBLISHED.values() if known.payload == marks), None)
        if other is not None:
            foreign.append(f"{path} is {other}'s")
        else:
            broken.append(
                f"{path}: its content has the MD5 checksum {', '.join(marks)}, and that of "
                f"{wanted.title} is {', '.join(wanted.payload)}."
            )
    if broken:
        raise ValueError(
            f"{wanted.title}: a file is not whole, or another. {' '.join(broken)} "
            f"Take it from {wanted.url}."
        )
    path = _download(wanted, directory, foreign)
    return wanted.decode(wanted.unpack(path), path)


def _marks(payload: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(hashlib.md5(part, usedforsecurity=False).hexdigest() for part in payload)


def _download(wanted: PublishedSet, directory: Path, foreign: Sequence[str]) -> Path:
    """Fetch a set's file into its own folder of the directory, and return its path."""
    import pooch

    place, file = directory / wanted.folders[0], wanted.url.rpartition("/")[2]
    made = [folder for folder in (place, directory) if not folder.exists()]
    try:
        pooch.retrieve(wanted.url, wanted.checksum, fname=file, path=place)
    except Exception as error:
        for folder in made:
            with suppress(OSError):  # empty ones alone
                folder.rmdir()
        also = f" ({'; '.join(foreign)})" if foreign else ""
        raise FileNotFoundError(
            f"{directory}: {wanted.title} is not in it{also}; looked for {', '.join(wanted.names)} "
            f"there and in {', '.join(wanted.folders)}. It could not be downloaded "
            f"({type(error).__name__}): put {place / file} there, from {wanted.url} "
            f"({wanted.checksum})."
        ) from error
    return place / file
