"""The load at which the first of all Gaussian patterns is lost: simulation and first moment.

A pattern is lost where its own weight at its own place falls below 1/2; at lambda = inf, where
another pattern has the larger overlap with it.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.memories.storage import first_loss, growing_blocks
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Storage
from memgen.statistics.median import median_with_error, share_with_error
from memgen.tables.rows import Point, Row, row
from memgen.theory.capacity import storage_capacity
from memgen.theory.capacity.storage import expected_losses, half_storage

INFINITE: Point = {"patterns": "gaussian", "which": "inf"}
GROWTH = 1.05  # factor by which a block of patterns multiplies their number
# Loads of the theory's curves.
LOADS = np.linspace(0.08, 0.3, 60)
# Loads of the measured curves, over alpha_c.
RELATIVE_LOADS = np.linspace(0.5, 1.6, 45)


def table(s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield alpha_c and what was stored at each N, at lambda = inf and at a finite lambda."""
    finite: Point = {"patterns": "gaussian", "which": "finite", "lam": s.lam}
    for lam, point in ((np.inf, INFINITE), (s.lam, finite)):
        limit = float(storage_capacity(lam, "gaussian"))
        yield row("storage_capacity", "theory", limit, **point)
        for N in s.N:
            lost = losses(lam, N, point, s, seeds)
            yield from stored_rows(lost, limit, {**point, "N": N}, s.most, seeds)
    for N in sorted({*s.N, *s.finite_size_N}):
        yield from first_moment_rows(N)
        if s.largest_finite_N >= N:
            yield row("half_storage", "theory", half_storage(N, s.lam), **finite, N=N)


def losses(
    lam: float, N: int, point: Point, s: Storage, seeds: Seeds
) -> Float[np.ndarray, " draws"]:
    """Return the load log P / N at which each draw loses its first pattern, to half a block.

    A draw that loses none among `s.most` counts as one that loses its first at the end.
    """
    loads = []
    for draw in tqdm(range(s.draws), disable=None, desc=f"{point['which']}, N = {N}"):
        rng = seeds.generator({**point, "N": N}, draw)
        count = first_loss(growing_blocks(N, rng, GROWTH), lam, s.most)
        loads.append((np.log(count) - np.log(GROWTH) / 2 if count else np.log(s.most)) / N)
    return np.array(loads)


def stored_rows(
    lost: Float[np.ndarray, " draws"], limit: float, point: Point, most: int, seeds: Seeds
) -> Iterator[Row]:
    """Yield the load at which half of the draws store all, and the share that does at each load.

    Raises
    ------
    ValueError
        If half of the draws lose none at all.
    """
    end = np.log(most) / point["N"]
    half = median_with_error(lost, seeds.stream("storage_bootstrap").generator(point))
    if half.value >= end:
        raise ValueError(
            f"manifold_capacity.storage.most = {most}: at N = {point['N']} half of the draws lose "
            "no pattern among so many; raise it, or take smaller N."
        )
    yield row("half_storage", "simulation", half.value, half.stderr, half.n, **point)
    # Beyond the patterns drawn nothing is known.
    for alpha in RELATIVE_LOADS * limit:
        if alpha < end:
            stored = share_with_error(lost > alpha)
            measured = (stored.value, stored.stderr, stored.n)
            yield row("stored_fraction", "simulation", *measured, **point, alpha=alpha)


def first_moment_rows(N: int) -> Iterator[Row]:
    """Yield the same from the mean number of lost patterns, which is close to Poisson."""
    yield row("half_storage", "theory", half_storage(N), **INFINITE, N=N)
    for alpha in LOADS:
        stored = np.exp(-expected_losses(alpha * N, N))
        yield row("stored_fraction", "theory", stored, **INFINITE, N=N, alpha=alpha)
