"""Points on one scale: centred, and of unit mean variance per coordinate."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class PointCloud:
    """Points with the affine map that brought them to a common scale.

    Attributes
    ----------
    points : (P, N)
        (raw - mean) / scale: the mean of each coordinate is 0, the variance is 1 on average
        over the coordinates. One scale serves them all, so that the geometry is unchanged and a
        coordinate that never varies stays 0.
    mean : (N,)
        Mean of each raw coordinate.
    scale : float
        Square root of the mean variance of the raw coordinates.
    """

    points: Float[np.ndarray, "P N"]
    mean: Float[np.ndarray, " N"]
    scale: float

    def restore(self, x: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, "batch N"]:
        """Return `x` in the raw units."""
        return self.mean + self.scale * x


def standardise(raw: Any, name: str = "points") -> PointCloud:
    """Return `raw` (P, N) centred and scaled to unit mean variance per coordinate.

    Parameters
    ----------
    raw : array_like
        At least 2 points, as integers or real numbers.
    name : str
        What to call them in an error.

    Raises
    ------
    ValueError
        If they are no finite matrix of at least 2 points that differ.
    """
    raw = np.asarray(raw)
    if raw.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {raw.dtype}; save real numbers, not {raw.dtype}.")
    if raw.ndim != 2 or raw.shape[1] == 0:
        raise ValueError(
            f"{name} has shape {raw.shape}; it must be (P, N), one row for each point. "
            f"Images of several axes become rows by x.reshape(len(x), -1)."
        )
    if len(raw) < 2:
        raise ValueError(f"{name} has {len(raw)} point(s); give at least 2.")
    raw = raw.astype(np.float64)
    bad = ~(np.abs(raw) < 1e150).all(axis=1)
    if bad.any():
        raise ValueError(
            f"{name}: {bad.sum()} of {len(raw)} points are not finite or beyond 1e150, first row "
            f"{bad.argmax()}; drop or repair them."
        )
    mean = raw.mean(axis=0)
    centred = raw - mean
    scale = float(np.sqrt(np.mean(centred**2)))
    # The mean of equal numbers is off by rounding: what is left then is no variance.
    if not scale > 1e-12 * float(np.abs(raw).max()):
        raise ValueError(f"{name}: all {len(raw)} points are the same; give points that differ.")
    return PointCloud(points=centred / scale, mean=mean, scale=scale)


def load_points(path: str | Path) -> PointCloud:
    """Return the points (P, N) of a .npy file, centred and scaled as `standardise` does.

    The file is read without pickle, so that it cannot run code.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is no .npy file of a matrix of finite numbers with at least 2 points that differ.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path}: no such file. Save your points, one row each, with numpy.save."
        )
    try:
        with path.open("rb") as file:
            raw = np.lib.format.read_array(file, allow_pickle=False)
    except ValueError as error:
        raise ValueError(
            f"{path}: not a plain .npy array ({error}). Save it with "
            f"numpy.save(path, points.astype(float))."
        ) from error
    return standardise(raw, str(path))
