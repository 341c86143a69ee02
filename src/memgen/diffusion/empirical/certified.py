"""Scores from the points that can matter, with a bound of the weight that is left out.

`bounds` says which leaves of a tree can matter and `visiting` takes their sum; where these are
many, `projections` says which points can, and `collecting` takes theirs. Queries to which more than
a share SHARE of the points can matter go the exact way, where a point costs less.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.empirical.bounds import Boxes, boxes, principal
from memgen.diffusion.empirical.projections import Projections, projections

# Share of the points beyond which the exact pass is faster, and points from which on the tree pays.
SHARE, WORTH = 0.04, 4096
# Share from which on a product that bounds each point is faster than the tree.
SHARE_OF_BOXES = 0.004
# After a batch that gained little at t, smaller variances above RETRY t are not tried in that way.
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
    """What bounds the weights of some points, and what the last batch taught.

    The latter (leaves and points to begin with, and from which t on each way gains nothing) saves
    time, nothing else.
    """

    boxes: Boxes
    projections: list[Projections]
    leaves: Int[np.ndarray, " batch"] = field(default_factory=lambda: np.empty(0, np.int64))
    likely: Int[np.ndarray, " batch"] = field(default_factory=lambda: np.empty(0, np.int64))
    hopeless: dict[int, float] = field(default_factory=dict)

    def run(
        self, x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"], tolerance: float
    ) -> Certified:
        """Return scores of float64 queries; `visited` is -1 where the exact pass is faster."""
        found = Certified(np.zeros(x.shape), np.zeros(len(x)), np.full(len(x), -1, np.int64))
        if len(self.leaves) != len(x):
            self.leaves, self.likely = (np.full(len(x), -1, np.int64) for _ in range(2))
        t = np.ascontiguousarray(t)
        for way in range(1 + len(self.projections)):
            rest = np.flatnonzero(found.visited < 0)
            if not rest.size or t[rest].min() > RETRY * self.hopeless.get(way, np.inf):
                continue
            visit = self.projections[way - 1].collect if way else self._visit_boxes
            share = SHARE_OF_BOXES if way == 0 and self.projections else SHARE
            hints = self.likely if way else self.leaves
            own = hints[rest]
            parts = visit(x[rest], t[rest], own, share, tolerance)
            for whole, part in zip(found, parts, strict=True):
                whole[rest] = part
            hints[rest] = own
            gained = (parts[2] >= 0).mean()
            self.hopeless[way] = np.inf if gained > 0.5 else float(t[rest].min())
        return found

    def _visit_boxes(self, x, t, hints, share, tolerance):
        from memgen.diffusion.empirical.visiting import visit_leaves

        score, dropped = np.zeros(x.shape), np.zeros(len(x))
        visited = np.full(len(x), -1, np.int64)
        tree = self.boxes
        visit_leaves(
            x, t, tree.phi(x), tree.low, tree.high, tree.starts, tree.points,
            hints, share, tolerance, score, dropped, visited,
        )  # fmt: skip
        return score, dropped, visited


def search(points: Float[np.ndarray, "P N"]) -> Search:
    """Return the search among (P, N) points."""
    mean = points.mean(0)
    scales, axes = principal(points, mean)
    tree = boxes(points, mean, axes)
    return Search(tree, projections(tree.points, mean, scales, axes))
