"""Memory that a job needs for a file of the user's, which may be of any size."""

from pathlib import Path

import numpy as np

COPIES = 3  # of the points as float64: as read, on their scale, and one on the way


def points_mb(file: str | Path | None, least: int) -> int:
    """Return what a job on the points (P, N) of an .npy file needs, in MB.

    `least`, and three arrays of float64 besides where they are large (50000 points of 3072 numbers:
    4.7 GB, of which 3.8 were used). The numbers are counted from the file's header; a file that has
    none is refused elsewhere, by its name.
    """
    if file is None:
        return least
    try:
        array = np.load(Path(file).expanduser(), mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return least
    return max(least, 1000 + COPIES * 8 * getattr(array, "size", 0) // 10**6)
