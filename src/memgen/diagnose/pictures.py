"""A folder of pictures as points: which files count, and how a picture becomes numbers.

What a camera or an editor leaves beside or inside a picture must not look like memorization: hidden
files and copies that tools keep (.ipynb_checkpoints, __MACOSX) do not count, a picture is turned as
its EXIF orientation says, and what lies under transparency is white.
"""

from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from memgen.data.image_files import IMAGE_ENDINGS


def picture_files(folder: Path) -> tuple[list[Path], int]:
    """Return the pictures below a folder in the order of their names, and how many files were left.

    Raises
    ------
    FileNotFoundError
        If there is no picture.
    """
    files, left = [], 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not path.is_file():
            continue
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        if hidden or path.suffix.lower() not in IMAGE_ENDINGS:
            left += 1
        else:
            files.append(path)
    if not files:
        raise FileNotFoundError(
            f"{folder}: no picture in it ({', '.join(IMAGE_ENDINGS)}; hidden files do not count)."
        )
    return files, left


def read_pictures(
    files: list[Path], size: int | None, grey: bool
) -> UInt8[np.ndarray, "P height width channels"]:
    """Return pictures as bytes, cropped at the centre to squares of `size`.

    Parameters
    ----------
    files : list of Path
        One or more.
    size : int, optional
        Height and width; without it all pictures must have one size, which they keep.
    grey : bool
        One channel instead of three.

    Raises
    ------
    ValueError
        If a picture cannot be read, or sizes differ and none is asked for.
    """
    found: np.ndarray | None = None
    for row, file in enumerate(files):
        pixels = _read(file, size, grey)
        if found is None:
            found = np.empty((len(files), *pixels.shape), np.uint8)
        if pixels.shape != found.shape[1:]:
            raise ValueError(
                f"{file} has {pixels.shape[0]} x {pixels.shape[1]} pixels, {files[0]} "
                f"{found.shape[1]} x {found.shape[2]}: ask for one size (--size 64)."
            )
        found[row] = pixels
    assert found is not None
    return found


def _read(file: Path, size: int | None, grey: bool) -> np.ndarray:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(file) as opened:
            picture = ImageOps.exif_transpose(opened)
            if "A" in picture.getbands() or "transparency" in picture.info:
                picture = picture.convert("RGBA")
                ground = Image.new("RGBA", picture.size, "white")
                picture = Image.alpha_composite(ground, picture)
            picture = picture.convert("L" if grey else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"{file}: not a readable picture ({error}).") from error
    if size is not None:
        side = min(picture.size)
        left, top = ((length - side) // 2 for length in picture.size)
        picture = picture.crop((left, top, left + side, top + side))
        picture = picture.resize((size, size), Image.Resampling.BOX)
    return np.asarray(picture).reshape(picture.height, picture.width, -1)
