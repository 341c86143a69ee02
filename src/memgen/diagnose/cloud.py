"""Points in standard units that are read in blocks, so that they may be too many for memory.

Standard units: the mean of the training points is 0, and one scale brings their mean variance per
coordinate to 1, as `memgen.data.points.standardise` does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from memgen.data.row_blocks import NUMBERS, blocks_of
from memgen.measures.samples.neighbours import nearest

WIDEST = 4096  # coordinates of which a covariance is held


@dataclass(frozen=True)
class Units:
    """The affine map to standard units: (raw - mean) / scale."""

    mean: Float[np.ndarray, " N"]
    scale: float

    def standard(self, raw: np.ndarray) -> Float[np.ndarray, "batch N"]:
        """Return raw points (batch, ...) in standard units."""
        flat = np.asarray(raw, dtype=np.float64).reshape(len(raw), -1)
        return (flat - self.mean) / self.scale

    def raw(self, x: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, "batch N"]:
        """Return points in the units in which they were given."""
        return self.mean + self.scale * x


def units_of(values: np.ndarray, kept: Bool[np.ndarray, " P"], name: str) -> Units:
    """Return the standard units of those points (P, ...) that are kept, from two passes over them.

    Raises
    ------
    ValueError
        If all points are the same.
    """
    total = np.zeros(int(np.prod(values.shape[1:])))
    for start, block in blocks_of(values):
        total += block[kept[start : start + len(block)]].sum(axis=0, dtype=np.float64)
    mean, square, largest = total / kept.sum(), 0.0, 0.0
    for start, block in blocks_of(values):
        some = block[kept[start : start + len(block)]].astype(np.float64)
        square += float(((some - mean) ** 2).sum())
        largest = max(largest, float(np.abs(some).max(initial=0)))
    scale = float(np.sqrt(square / (kept.sum() * len(mean))))
    if not scale > 1e-12 * largest:
        raise ValueError(f"{name}: all {len(values)} points are the same; give points that differ.")
    return Units(mean, scale)


@dataclass(frozen=True)
class GivenCloud:
    """Points that were given, or some of them.

    Attributes
    ----------
    values : (P, ...)
        In their own units and type, perhaps on the disk.
    units : Units
    index : (n,)
        Which of them.
    """

    values: np.ndarray
    units: Units
    index: Int[np.ndarray, " n"]

    @property
    def size(self) -> int:
        """P."""
        return len(self.index)

    @property
    def dimension(self) -> int:
        """N."""
        return len(self.units.mean)

    def rows(self, index: Int[np.ndarray, " n"]) -> Float[np.ndarray, "n N"]:
        """Return points by their numbers."""
        return self.units.standard(self.values[self.index[index]])

    def blocks(self, step: int) -> Iterator[Float[np.ndarray, "_ N"]]:
        """Yield all points, `step` or fewer at once."""
        for start in range(0, self.size, step):
            yield self.units.standard(self.values[self.index[start : start + step]])

    def subset(self, index: Int[np.ndarray, " n"]) -> "GivenCloud":
        """Return the cloud of some of the points."""
        return GivenCloud(self.values, self.units, self.index[np.sort(index)])


@dataclass(frozen=True)
class GaussianCloud:
    """Gaussian points of a given covariance, in its eigenbasis; drawn anew at each pass.

    Attributes
    ----------
    deviations : (rank,)
        Roots of the eigenvalues.
    size : int
    seed : int
    """

    deviations: Float[np.ndarray, " rank"]
    size: int
    seed: int

    @property
    def dimension(self) -> int:
        """N."""
        return len(self.deviations)

    @property
    def _step(self) -> int:
        return max(1, NUMBERS // self.dimension)

    def _drawn(self, number: int) -> Float[np.ndarray, "_ rank"]:
        count = min(self._step, self.size - number * self._step)
        rng = np.random.default_rng([self.seed, number])
        return rng.standard_normal((count, self.dimension)) * self.deviations

    def rows(self, index: Int[np.ndarray, " n"]) -> Float[np.ndarray, "n rank"]:
        """Return points by their numbers."""
        found = np.empty((len(index), self.dimension))
        held = index // self._step
        for number in np.unique(held):
            where = np.flatnonzero(held == number)
            found[where] = self._drawn(int(number))[index[where] - number * self._step]
        return found

    def blocks(self, step: int) -> Iterator[Float[np.ndarray, "_ rank"]]:
        """Yield all points, `step` or fewer at once."""
        for number in range(-(-self.size // self._step)):
            block = self._drawn(number)
            for start in range(0, len(block), step):
                yield block[start : start + step]


Cloud = GivenCloud | GaussianCloud
"""Points that come in blocks, always in the same order."""


def block_rows(cloud: Cloud) -> int:
    """Return how many points to hold at once."""
    return max(64, NUMBERS // cloud.dimension)


def nearest_in(
    cloud: Cloud, x: Float[np.ndarray, "batch N"], count: int
) -> tuple[Float[np.ndarray, "batch count"], Int[np.ndarray, "batch count"]]:
    """Return distances and numbers of the `count` nearest points of each x, ascending.

    Infinite and -1 where the cloud has no further point.
    """
    distance, index = np.full((len(x), count), np.inf), np.full((len(x), count), -1)
    first = 0
    for block in cloud.blocks(block_rows(cloud)):
        found = nearest(x, block, count)
        distance = np.concatenate([distance, found.distance], axis=1)
        index = np.concatenate([index, np.where(found.index < 0, -1, found.index + first)], axis=1)
        order = np.argsort(distance, axis=1, kind="stable")[:, :count]
        distance, index = (np.take_along_axis(a, order, axis=1) for a in (distance, index))
        first += len(block)
    return distance, index


def neighbours_of(
    cloud: Cloud, index: Int[np.ndarray, " n"], count: int
) -> tuple[Float[np.ndarray, "n count"], Int[np.ndarray, "n count"]]:
    """Return distances and numbers of the `count` nearest other points of some of the points."""
    distance, found = nearest_in(cloud, cloud.rows(index), count + 1)
    others = found != index[:, None]
    # where rounding or coincidence hides the point itself, the last one goes
    others[others.all(axis=1), -1] = False
    shape = (len(index), count)
    return distance[others].reshape(shape), found[others].reshape(shape)


def eigenvalues(
    cloud: Cloud, rng: np.random.Generator, most: int = WIDEST
) -> Float[np.ndarray, " rank"]:
    """Return the positive eigenvalues of the points' covariance, ascending.

    From all points where N or P is at most `most`, else from `most` / 2 points drawn at random.
    """
    N, P = cloud.dimension, cloud.size
    if most >= N:
        second, mean = np.zeros((N, N)), np.zeros(N)
        for block in cloud.blocks(block_rows(cloud)):
            second += block.T @ block
            mean += block.sum(axis=0)
        mean /= P
        found = np.linalg.eigvalsh(second / P - np.outer(mean, mean))
    else:
        chosen = np.arange(P) if most >= P else rng.choice(P, most // 2, replace=False)
        points = cloud.rows(chosen)
        points -= points.mean(axis=0)
        found = np.linalg.eigvalsh(points @ points.T / len(chosen))
    return found[found > 1e-9 * found[-1]]
