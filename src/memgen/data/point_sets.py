"""Points by the name of their set, or from a file, as they are measured on.

Equal points count once and outliers are left out where they are few (`memgen.data.census`): one
far point would set the unit of all lengths.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from memgen.data.census import take_census
from memgen.data.image_sets import ImageSetName, raw_images
from memgen.data.points import load_points, standardise


@dataclass(frozen=True)
class PointSet:
    """Points on one scale, and what was found of them.

    Attributes
    ----------
    name : str
    points : (P, N)
        Different ones, in a fixed mixed order, centred, of unit mean variance per coordinate.
    equal, outliers : int
        Points that equal an earlier one, and far ones: both left out.
    constant : int
        Coordinates that never vary; they change no distance.
    """

    name: str
    points: Float[np.ndarray, "P N"]
    equal: int
    outliers: int
    constant: int


def read_point_set(
    name: ImageSetName | Path,
    directory: str | None,
    most: int,
    rng: np.random.Generator,
) -> PointSet:
    """Return a set of images, or the points of a .npy file (P, N), at most `most` of them.

    Parameters
    ----------
    name : str or Path
        Of the set (`memgen.data.image_sets`), or the file.
    directory : str, optional
        Where the files of a set are.
    most : int
        Of larger sets so many points are drawn at random.
    rng : numpy.random.Generator
        Source of the order, and of what is drawn.

    Raises
    ------
    FileNotFoundError, ValueError, ModuleNotFoundError
        If the set or file cannot be had, see `raw_images` and `load_points`.
    """
    if isinstance(name, Path):
        label, values = name.name, load_points(name.expanduser()).points
    else:
        images = raw_images(name, directory)
        label, values = name, images.reshape(len(images), -1)
    values = values[rng.permutation(len(values))[:most]]
    census = take_census(values)
    return PointSet(
        label,
        standardise(values[census.chosen], label).points,
        len(values) - len(census.first),
        int((~census.kept[census.first]).sum()),
        int(census.constant.sum()),
    )
