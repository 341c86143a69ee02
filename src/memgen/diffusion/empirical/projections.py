"""Which points can matter to a query, point by point: one product of matrices in few coordinates.

With phi of `bounds`, now of as many principal axes as hold all but a share of the variance,

    -|x - xi|^2 / 2t  <=  -|phi(x) - phi(xi)|^2 / 2t = (phi(x).phi(xi) - |phi(xi)|^2 / 2 - c) / t,

c = |phi(x)|^2 / 2. So a product in k + 2 columns bounds all log-weights from above, where boxes of
many dimensions say nothing, at (k + 2) / N of the price of the exact product. It is taken in
float32; the bound of its rounding error is on the safe side.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.empirical.bounds import projected

# Shares of the variance beyond the axes: few axes do at small t, more are needed at a larger one.
BEYOND = (0.25, 0.06, 0.015)
# Axes that are worth a look, and that still pay, as shares of N; growth from one set to the next.
FEWEST, MOST, GROWTH = 1 / 16, 0.5, 1.5
# Log-weights in a block, which should stay in a processor's cache, and points that a first guess of
# the likeliest is among: one in so many.
NUMBERS, GUESSED = 2**17, 16
# Share of the points allowed that may be met in the first block.
EARLY = 0.25
# Lengths between which products of two neither overflow in float32 nor vanish.
LOWEST, HIGHEST = 1e-15, 1e18


@dataclass(frozen=True)
class Projections:
    """The points' images, in float32.

    Attributes
    ----------
    points : (P, N)
        In float64.
    mean, axes : (N,), (N, k)
        m and V.
    image : (P, k + 2)
        (phi(xi), -|phi(xi)|^2 / 2), so that one product with (phi(x), 1) has both terms.
    largest : float
        The largest |phi(xi)|.
    """

    points: Float[np.ndarray, "P N"]
    mean: Float[np.ndarray, " N"]
    axes: Float[np.ndarray, "N axes"]
    image: Float[np.ndarray, "P columns"]
    largest: float

    def collect(
        self,
        x: Float[np.ndarray, "batch N"],
        t: Float[np.ndarray, " batch"],
        hints: Int[np.ndarray, " batch"],
        share: float,
        tolerance: float,
    ) -> tuple[
        Float[np.ndarray, "batch N"], Float[np.ndarray, " batch"], Int[np.ndarray, " batch"]
    ]:
        """Return scores, dropped weights and numbers of visited points.

        `visited` is -1 where more than a `share` of the points can matter. `hints` are numbers of
        points that may be likely, -1 for none; they become those of the likeliest.
        """
        from memgen.diffusion.empirical.collecting import collect_block

        P, B = len(self.points), len(x)
        query = projected(x, self.mean, self.axes)
        norm = np.sqrt(np.einsum("bk,bk->b", query, query))
        single = np.concatenate((query, np.ones((B, 1))), 1).astype(np.float32)
        guess = GUESSED * (single @ self.image[::GUESSED].T).argmax(1)
        first = np.array([((x - self.points[of]) ** 2).sum(1) for of in (guess, hints)])
        hints[:] = np.where((hints >= 0) & (first[1] < first[0]), hints, guess)
        y = self.points[hints]

        # Added to s for the bound of t l; the rounding of the product is on its safe side.
        unit = float(np.finfo(np.float32).eps)
        terms = self.largest * (norm + 0.5 * self.largest)
        rounding = unit * (0.5 * single.shape[1] + 3) * terms
        rounding += float(np.finfo(np.float32).tiny) * single.shape[1] * (1 + norm + self.largest)
        offset = 0.5 * (((x - y) ** 2).sum(1) - norm**2) + rounding

        sums, moments = np.zeros((B, 2)), np.zeros(x.shape)
        visited = np.where(norm < HIGHEST, 0, -1)
        alive = np.flatnonzero(visited == 0)
        rows = np.ascontiguousarray(single[alive])
        step = max(64, NUMBERS // max(B, 1))
        buffer = np.empty(B * min(step, P), np.float32)
        for start in range(0, P, step):
            image = self.image[start : start + step]
            block = buffer[: len(alive) * len(image)].reshape(len(alive), len(image))
            np.dot(rows, image.T, out=block)
            most = share * P * (EARLY + (1 - EARLY) * start / P)
            collect_block(
                block, start, alive, x, t, self.points, most, tolerance / P,
                y, offset, sums, moments, hints, visited,
            )  # fmt: skip
            if (visited[alive] < 0).sum() > len(alive) // 2:
                alive = alive[visited[alive] >= 0]
                rows = np.ascontiguousarray(single[alive])
        mass = np.where(visited < 0, 1.0, sums[:, 1])
        score = ((y - x) + moments / mass[:, None]) / t[:, None]
        return score, tolerance * (1 - visited / P), visited


def projections(
    points: Float[np.ndarray, "P N"],
    mean: Float[np.ndarray, " N"],
    scales: Float[np.ndarray, " N"],
    axes: Float[np.ndarray, "N N"],
) -> list[Projections]:
    """Return the projections of (P, N) points that pay, on few principal axes and on more."""
    N = len(scales)
    held = np.cumsum(scales) / max(scales.sum(), np.finfo(float).tiny)
    found, last = [], 0
    for share in BEYOND:
        k = max(int(FEWEST * N), 1 + int((held < 1 - share).sum()))
        if GROWTH * last < k <= MOST * N:
            found += projection(points, mean, axes[:, :k].copy())
            last = k
    return found


def projection(
    points: Float[np.ndarray, "P N"],
    mean: Float[np.ndarray, " N"],
    axes: Float[np.ndarray, "N k"],
) -> list[Projections]:
    """Return the projection on `axes`, unless float32 cannot hold its products."""
    image = projected(points, mean, axes)
    square = np.einsum("pk,pk->p", image, image)
    largest = float(np.sqrt(square.max()))
    if not LOWEST < largest < HIGHEST:
        return []
    image = np.concatenate((image, -0.5 * square[:, None]), 1).astype(np.float32)
    return [Projections(points, mean, axes, image, largest)]
