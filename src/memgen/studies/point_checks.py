"""Checks of a file of points that settings name: that it can be read, and what it holds."""

from pathlib import Path

import numpy as np

from memgen.data.points import load_points
from memgen.settings.config import Config, SettingsError

# Bytes up to which all numbers are looked at; of a larger file the header and the length are.
LOOKED_AT = 10**8


def check_points_file(config: Config) -> None:
    """Check that the file of points can be read.

    Raises
    ------
    SettingsError
        If it is no .npy file, is cut off, or holds no matrix of finite numbers; the message names
        the key, the file and the remedy.
    """
    name = config.manifold_memorization.points.file
    if name is None:
        return
    path = Path(name)
    try:
        if path.stat().st_size <= LOOKED_AT:
            load_points(path)
        else:
            _look_at_header(path)
    except (ValueError, OSError) as error:
        raise SettingsError(f"manifold_memorization.points.file = {name!r}: {error}") from None


def _look_at_header(path: Path) -> None:
    """Refuse a file that numpy cannot map, or of which the points are no matrix of numbers."""
    try:
        points = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise ValueError(
            f"{path}: not a plain .npy array ({error}). Save it whole, with numpy.save."
        ) from None
    if not isinstance(points, np.ndarray) or points.ndim != 2 or points.dtype.kind not in "fiub":
        told = getattr(points, "shape", None), getattr(points, "dtype", type(points).__name__)
        raise ValueError(
            f"{path} holds shape {told[0]} of {told[1]}; it must be (P, N) real numbers, one "
            "point a row."
        )
