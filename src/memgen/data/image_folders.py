"""A folder of pictures as pixels: which files count, and how a picture becomes numbers.

What a camera or an editor leaves beside or inside a picture must not look like memorization: hidden
files and copies that tools keep (.ipynb_checkpoints, __MACOSX) do not count, a picture is turned as
its EXIF orientation says, and what lies under transparency is white.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from memgen.data.image_pixels import Pixels

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
GROUND = "white"  # under transparency
DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I")  # Pillow's modes of grey with 16 bits a pixel


class FolderImages(NamedTuple):
    """The pictures of a folder.

    Attributes
    ----------
    pixels : (P, height, width, channels)
        In the order of the files' names.
    left_out : int
        Files beside them that are no pictures, or hidden.
    """

    pixels: Pixels
    left_out: int


def read_folder(path: str | Path, size: int | None, grey: bool = False) -> FolderImages:
    """Return all pictures below a folder, as `read_pictures` reads the files of `picture_files`.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no picture in it.
    ValueError
        If a picture cannot be read, or the size is not positive.
    """
    if size is not None and size < 1:
        raise ValueError(f"size={size} must be at least 1.")
    files, left_out = picture_files(path)
    return FolderImages(read_pictures(files, size, grey), left_out)


def picture_files(folder: str | Path) -> tuple[list[Path], int]:
    """Return the pictures below a folder in the order of their names, and how many files were left.

    A picture is a file that ends in .png, .jpg, .jpeg, .bmp or .webp (in small letters or capital
    ones). Left out are all others, and those that are hidden: whose own name, or a folder's on the
    way to it, begins with a dot or is __MACOSX.

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no picture in it.
    """
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder of pictures.")
    files, left_out = [], 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        if hidden or path.suffix.lower() not in ENDINGS:
            left_out += 1
        else:
            files.append(path)
    if not files:
        raise FileNotFoundError(
            f"{folder}: no picture in it ({', '.join(ENDINGS)}; hidden files do not count)."
        )
    return files, left_out


def read_pictures(files: Sequence[Path], size: int | None, grey: bool) -> Pixels:
    """Return pictures as pixels of levels 0 to 255, cropped at the centre to squares of `size`.

    A picture is turned upright by its EXIF orientation, laid on white where it is transparent, and
    brought to three channels, or to the one of `memgen.data.image_pixels.luma`. Of moving pictures
    the first frame counts. Grey of 16 bits a pixel keeps its levels, as real numbers.

    Parameters
    ----------
    files : sequence of Path
        One or more.
    size : int, optional
        Height and width, by averages over boxes; without it all pictures must have one size, which
        they keep.
    grey : bool
        One channel instead of three.

    Raises
    ------
    ValueError
        If a picture cannot be read, is broken or beyond Pillow's limit of pixels, or sizes differ
        and none is asked for; the message names the file.
    """
    pixels: np.ndarray | None = None
    for row, file in enumerate(files):
        image = _read(file, size, grey)
        if pixels is None:
            pixels = np.empty((len(files), *image.shape), image.dtype)
        if image.shape != pixels.shape[1:]:
            raise ValueError(
                f"{file} has {image.shape[0]} x {image.shape[1]} pixels, {files[0]} "
                f"{pixels.shape[1]} x {pixels.shape[2]}: ask for one size, to which all are "
                "brought (such as 64)."
            )
        if image.dtype != np.uint8 and pixels.dtype == np.uint8:
            pixels = pixels.astype(image.dtype)
        pixels[row] = image
    assert pixels is not None
    return pixels


def _read(file: Path, size: int | None, grey: bool) -> np.ndarray:
    """Return one picture, (height, width, channels)."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                picture = _of_levels(ImageOps.exif_transpose(opened), grey)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValueError(f"{file}: too large a picture ({error}).") from error
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise ValueError(f"{file}: not a readable picture ({error}).") from error
    if size is not None:
        side = min(picture.size)
        left, top = ((length - side) // 2 for length in picture.size)
        picture = picture.crop((left, top, left + side, top + side))
        picture = picture.resize((size, size), Image.Resampling.BOX)
    image = np.asarray(picture).reshape(picture.height, picture.width, -1)
    return image if grey or image.shape[2] == 3 else np.repeat(image, 3, axis=2)


def _of_levels(picture: "Image", grey: bool) -> "Image":
    """Return a picture without transparency: three channels, or one of bytes or of real levels."""
    from PIL import Image

    hole: Any = picture.info.get("transparency")
    if picture.mode in DEEP:
        levels = np.asarray(picture).astype(np.float32)
        if isinstance(hole, int):
            levels[levels == hole] = 2**16 - 1
        return Image.fromarray(levels / 257)  # 65535 / 255
    if hole is not None or "A" in picture.getbands() or "a" in picture.getbands():
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, GROUND)
        picture = Image.alpha_composite(ground, picture)
    if picture.mode == "L" and grey:
        return picture
    return picture.convert("RGB").convert("L") if grey else picture.convert("RGB")
