"""What stands out in a set of points: equal ones, outliers, coordinates that never vary."""

import hashlib
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from memgen.data.row_blocks import blocks_of

FAR_OUT = 3.0  # interquartile ranges beyond the upper quartile
MOST_OUTLIERS = 0.01  # share of the points that may be left out: more of them are a tail


@dataclass(frozen=True)
class Census:
    """What was counted.

    Attributes
    ----------
    first : (distinct,)
        The first row of each distinct point.
    group : (P,)
        Number of the group of equal points that a row belongs to; -1 where none equals it.
    constant, zero : (N,)
        Coordinates that never vary among the points that are kept; those that are always 0.
    norms : (P,)
        Distances from the mean.
    kept : (P,)
        False for outliers by the rule of `far_out`, where they are no more than one in a hundred.
    """

    first: Int[np.ndarray, " distinct"]
    group: Int[np.ndarray, " P"]
    constant: Bool[np.ndarray, " N"]
    zero: Bool[np.ndarray, " N"]
    norms: Float[np.ndarray, " P"]
    kept: Bool[np.ndarray, " P"]

    @property
    def chosen(self) -> Int[np.ndarray, " n"]:
        """The rows to measure on: each distinct point once, outliers left out."""
        return self.first[self.kept[self.first]]


def take_census(values: np.ndarray) -> Census:
    """Return the distinct points, groups of equal ones, constant coordinates, and norms.

    Parameters
    ----------
    values : (P, ...)
        Real numbers of any type, one point a row; may lie on the disk.
    """
    first, groups = distinct(values)
    size, N = len(values), int(np.prod(values.shape[1:]))
    mean = np.zeros(N)
    for _, block in blocks_of(values):
        mean += block.sum(axis=0, dtype=np.float64) / size
    norms = np.empty(size)
    for start, block in blocks_of(values):
        norms[start : start + len(block)] = np.sqrt(((block - mean) ** 2).sum(axis=1))
    kept = np.ones(size, dtype=bool)
    far = far_out(norms)
    if len(far) <= MOST_OUTLIERS * size:
        kept[far] = False
    low, high = np.full(N, np.inf), np.full(N, -np.inf)
    for start, block in blocks_of(values):
        some = block[kept[start : start + len(block)]].astype(np.float64)
        low = np.minimum(low, some.min(axis=0, initial=np.inf))
        high = np.maximum(high, some.max(axis=0, initial=-np.inf))
    group = np.full(size, -1)
    for number, rows in enumerate(groups):
        group[rows] = number
    return Census(first, group, low == high, (low == 0) & (high == 0), norms, kept)


def distinct(values: np.ndarray) -> tuple[Int[np.ndarray, " n"], list[list[int]]]:
    """Return the first row of each distinct point, and the groups of rows that are equal."""
    groups: dict[bytes, list[int]] = {}
    for start, block in blocks_of(values):
        # 0 and -0 are equal
        rows = np.ascontiguousarray(block + 0 if block.dtype.kind == "f" else block)
        for offset, row in enumerate(rows):
            groups.setdefault(hashlib.blake2b(row.tobytes(), digest_size=16).digest(), []).append(
                start + offset
            )
    first = np.array(sorted(rows[0] for rows in groups.values()))
    return first, [rows for rows in groups.values() if len(rows) > 1]


def far_out(lengths: Float[np.ndarray, " n"]) -> Int[np.ndarray, " far"]:
    """Return which lengths are far out by Tukey's rule in the logarithm, the longest first."""
    logs = np.log(np.maximum(lengths, np.finfo(float).tiny))
    low, high = np.quantile(logs, [0.25, 0.75])
    # points of one norm have no quartiles apart: rounding is no distance
    fence = high + max(FAR_OUT * (high - low), 1e-6)
    far = np.flatnonzero(logs > fence)
    return far[np.argsort(-logs[far], kind="stable")]
