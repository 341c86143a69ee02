"""Nearest neighbours of samples in a set of points, none of which rounding can hide.

Squared distances from one product of matrices, |a|^2 + |b|^2 - 2 a.b about the centre of a block
of points, are off by up to kappa (|a|^2 + |b|^2) (`memgen.numerics.rounding`). Every point that can
be a neighbour within that bound is a candidate, and its distance is that of its difference from the
sample: right to about N eps / 4 of itself, however far from the origin both are and however tight
their cluster is. The points pass in blocks, so that no memory grows with their number; where
rounding tells no point from another all differences are taken, which is slow and still right.
"""

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.arrays import as_numpy, check_points, check_samples, detach, like, namespace
from memgen.numerics.rounding import product_error

LARGEST = 1e150
TINY = 1e-290
SMALL_UNITS = 2.0**500
INTEGERS = np.empty(0, dtype=np.int64)
# Samples and points in a block of distances, which should stay in a processor's cache or fill an
# accelerator, and numbers in a list of differences.
BLOCKS = {"cpu": (256, 2048), "accelerator": (4096, 2**14)}
DIFFERENCES = {"cpu": 2**18, "accelerator": 2**26}


@dataclass(frozen=True)
class Neighbours:
    """The nearest points of each sample, the nearest first.

    Attributes
    ----------
    distance : (batch, count)
        Euclidean; infinite where the set has no further point.
    index : (batch, count)
        Their rows, the lower one first at equal distances; -1 where there is none.
    """

    distance: Float[Any, "batch count"]
    index: Int[Any, "batch count"]

    @property
    def ratio(self) -> Float[Any, " batch"]:
        """d1 / d2 of the nearest and the next point; 1 where two points lie on the sample."""
        first, second = self.distance[:, 0], self.distance[:, 1]
        xp = namespace(first)
        same = second == 0
        one = xp.ones_like(first)
        return xp.where(same, one, first / xp.where(same, one, second))


def nearest(samples: Any, points: Any, count: int = 1, exclude_self: bool = False) -> Neighbours:
    """Return the `count` nearest points of each sample.

    Parameters
    ----------
    samples : (batch, N)
        Where to look from: an array of numpy, a tensor, a list of rows or a data frame. Tensors
        are searched on their device and give tensors, of their dtype, without gradients.
    points : (P, N)
        Where to look, of any of these kinds.
    count : int
        How many neighbours.
    exclude_self : bool
        Leave out one point that equals the sample, if there is one: the sample itself, in a set
        that holds it. A second copy of it is a neighbour at distance 0.

    Raises
    ------
    ValueError, TypeError
        If an array is not finite, masked, sparse or does not fit, if `count` is below 1, or if
        squares of the coordinates overflow.
    """
    count = operator.index(count)
    if count < 1:
        raise ValueError(f"count={count} must be at least 1.")
    x, y = _together(samples, points)
    wanted = min(len(y), count + exclude_self)
    distance = np.full((len(x), count + exclude_self), np.inf)
    index = np.full(distance.shape, -1)
    distance[:, :wanted], index[:, :wanted] = _search(x, y, wanted)
    if exclude_self:
        # a point at distance 0 is the nearest: it is shifted out
        taken = (distance[:, :1] == 0) + np.arange(count)
        distance, index = (np.take_along_axis(a, taken, axis=1) for a in (distance, index))
    if namespace(samples) is np:
        return Neighbours(distance, index)
    xp = namespace(samples)
    return Neighbours(like(distance, samples), xp.as_tensor(index, device=samples.device))


def _together(samples: Any, points: Any) -> tuple[Any, Any]:
    """Return both in float64 of one library, on the samples' device where it has such numbers."""
    y = detach(check_points(points))
    on_device = namespace(samples) is not np and samples.device.type not in ("cpu", "mps")
    if not on_device:
        y = like(y, np.empty(0))
        x = as_numpy(samples, "samples", y.shape[1])
    else:
        x = detach(check_samples(samples, y.shape[1], "samples")).double()
        y = like(y, x)
    largest = max(float(abs(a).max()) if len(a) else 0.0 for a in (x, y))
    if largest > LARGEST:
        raise ValueError(
            f"samples or points hold {largest:.3g}, whose square overflows; give them in units "
            f"in which they are below {LARGEST}."
        )
    return x, y


def _search(x: Any, y: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distances and rows of the `count` points nearest to each x."""
    xp = namespace(x)
    kind = "cpu" if xp is np else "accelerator"
    rows, columns = BLOCKS[kind]
    kappa = product_error(x.shape[1])
    distance, index = np.full((len(x), count), np.inf), np.full((len(x), count), -1)
    for first in range(0, len(y), columns):
        block = y[first : first + columns]
        centre = block.mean(0)
        spread = max(float(abs(a - centre).max()) if len(a) else 0.0 for a in (x, block))
        # A power of two, by which division is exact, leaves the squares of the order of 1.
        unit = 2.0 ** np.ceil(np.log2(spread)) if spread > TINY else 1.0
        b = (block - centre) / unit
        b_square = xp.einsum("pn,pn->p", b, b)
        for start in range(0, len(x), rows):
            part = slice(start, start + rows)
            a = (x[part] - centre) / unit
            a_square = xp.einsum("bn,bn->b", a, a)
            # lowest <= |x - xi|^2 / unit^2 - (1 - kappa) |a|^2 <= lowest + 2 kappa (|a|^2 + |b|^2)
            lowest = (1 - kappa) * b_square - 2 * (a @ b.T)
            if first == 0:
                highest = _smallest(lowest + 2 * kappa * b_square, count) + 2 * kappa * a_square
            else:
                with np.errstate(over="ignore"):
                    reach = (1 + 4 * kappa) * (distance[part, -1] / unit) ** 2
                highest = like(reach, a_square) - (1 - kappa) * a_square
            pairs = _places(lowest <= (highest + TINY)[:, None])
            lengths = _lengths(x[part], block, *pairs, DIFFERENCES[kind])
            row, column = (like(places, INTEGERS) for places in pairs)
            distance[part], index[part] = _merged(
                distance[part], index[part], row, column + first, lengths
            )
    return distance, index


def _smallest(values: Any, count: int) -> Any:
    """Return the `count`-th smallest value of each row; infinity where there is none."""
    xp = namespace(values)
    if values.shape[1] < count:
        return xp.full_like(values[:, 0], np.inf)
    if xp is np:
        return np.partition(values, count - 1, axis=1)[:, count - 1]
    return xp.topk(values, count, dim=1, largest=False).values[:, -1]


def _places(mask: Any) -> tuple[Any, Any]:
    """Return rows and columns of what is true."""
    return mask.nonzero() if namespace(mask) is np else mask.nonzero(as_tuple=True)


def _lengths(x: Any, y: Any, row: Any, column: Any, numbers: int) -> np.ndarray:
    """Return |x[row] - y[column]| from differences, `numbers` of which are held at once."""
    xp, step = namespace(x), max(1, numbers // x.shape[1])
    lengths = np.empty(len(row))
    for start in range(0, len(row), step):
        pairs = slice(start, start + step)
        difference = x[row[pairs]] - y[column[pairs]]
        square = xp.einsum("pn,pn->p", difference, difference)
        length = xp.sqrt(square)
        # Squares that are no normal numbers any more are taken in a smaller unit.
        small = square < TINY
        if bool(small.any()):
            difference = difference[small] * SMALL_UNITS
            length[small] = xp.sqrt(xp.einsum("pn,pn->p", difference, difference)) / SMALL_UNITS
        lengths[pairs] = like(length, lengths)
    return lengths


def _merged(
    distance: np.ndarray, index: np.ndarray, row: np.ndarray, column: np.ndarray, length: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest of those known, and of the pairs, in order of distance and then index."""
    batch, count = distance.shape
    rows = np.concatenate((np.repeat(np.arange(batch), count), row))
    lengths = np.concatenate((distance.ravel(), length))
    columns = np.concatenate((index.ravel(), column))
    order = np.lexsort((columns, lengths, rows))
    starts = np.searchsorted(rows[order], np.arange(batch))
    chosen = order[starts[:, None] + np.arange(count)]
    return lengths[chosen], columns[chosen]
