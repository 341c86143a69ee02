"""Scores from the points that can matter, with a bound of the weight that is left out.

`bounds` says which points can matter, `visiting` takes their sum. Queries to which more than a
share SHARE of the points can matter go the exact way, where a point costs less.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.empirical.bounds import Boxes, boxes

# Share of the points beyond which the exact pass is faster, and points from which on the tree pays.
SHARE, WORTH = 0.06, 4096
# After a batch that gained nothing at t, smaller variances above RETRY t are not tried.
RETRY = 0.9


class Certified(NamedTuple):
    """A score with its certificate.

    Attributes
    ----------
    score : (batch, N)
        grad log p_t(x) over the visited points.
    dropped : (batch,)
        An upper bound of the normalised weight of all other points.
    visited : (batch,)
        Number of points evaluated.
    """

    score: Float[np.ndarray, "batch N"]
    dropped: Float[np.ndarray, " batch"]
    visited: Int[np.ndarray, " batch"]


@dataclass
class Search:
    """The tree of some points, and what the last batch taught: it saves time, nothing else."""

    boxes: Boxes
    hints: Int[np.ndarray, " batch"] = field(default_factory=lambda: np.empty(0, np.int64))
    hopeless: float = np.inf

    def run(
        self, x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"], tolerance: float
    ) -> Certified:
        """Return scores of float64 queries; `visited` is -1 where the exact pass is faster."""
        from memgen.diffusion.empirical.visiting import visit_leaves

        B = len(x)
        score, dropped = np.zeros(x.shape), np.zeros(B)
        visited = np.full(B, -1, np.int64)
        if not B or t.min() > RETRY * self.hopeless:
            return Certified(score, dropped, visited)
        if len(self.hints) != B:
            self.hints = np.full(B, -1, np.int64)
        tree = self.boxes
        visit_leaves(
            x, np.ascontiguousarray(t), tree.phi(x), tree.low, tree.high, tree.starts, tree.points,
            self.hints, SHARE, tolerance, score, dropped, visited,
        )  # fmt: skip
        self.hopeless = float(t.min()) if (visited < 0).all() else np.inf
        return Certified(score, dropped, visited)


def search(points: Float[np.ndarray, "P N"]) -> Search:
    """Return the search among (P, N) points."""
    return Search(boxes(points))
