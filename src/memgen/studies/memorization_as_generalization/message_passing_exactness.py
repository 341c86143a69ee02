"""The message-passing score against the exact linear one, and driving a sampler on tanh."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.seeds import Seeds
from memgen.settings.message_passing import Generated, LinearScore, MessagePassingExactness
from memgen.studies.memorization_as_generalization.noisy_point import noisy_point
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.message_passing import posterior

EXACT, DRIVING = 1e-13, 1e-4  # tolerances of the messages


def table(s: MessagePassingExactness, seeds: Seeds) -> Iterator[Row]:
    """Yield the largest miss of the linear score, and second moments of generated points."""
    yield from linear_rows(s.linear, seeds.stream("message_passing_exactness_linear"))
    yield from generated_rows(s.generated, seeds.stream("message_passing_exactness_generated"))


def linear_rows(s: LinearScore, seeds: Seeds) -> Iterator[Row]:
    """Yield the root mean square difference to the exact score over its own, largest of draws."""
    for N, D in s.sizes:
        for t in s.times:
            size: Point = {"N": N, "D": D, "t": t}
            misses = []
            for draw in range(s.draws):
                F, x = noisy_point(seeds.generator(size, draw), N, D, "linear", t)
                exact = LinearManifoldScore(F).score(x, t)
                messages = posterior(F, x, t, tolerance=EXACT).score
                misses.append(np.sqrt(((messages - exact) ** 2).mean() / (exact**2).mean()))
            miss = float(max(misses))
            yield row("linear_miss", "theory", miss, n=s.draws, activation="linear", **size)


def generated_rows(s: Generated, seeds: Seeds) -> Iterator[Row]:
    """Yield second moments of generated points along the axes of the true covariance, over it.

    The points are at the last t of the flow, which is in all true variances too. The D axes of the
    largest variances lie mostly along the manifold; the others are `normal` to it.
    """
    last, first = s.t_range
    rng = seeds.generator({"N": s.N, "D": s.D})
    F = draw_matrix(s.N, s.D, rng)
    manifold = HiddenManifold(F, "tanh")
    start = add_noise(manifold.sample(s.points, rng), first, rng)

    def score(x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        return posterior(F, x, t, "tanh", tolerance=DRIVING).score

    generated = probability_flow(score, start, log_times(first, last, s.steps))
    true = manifold.sample(s.true_points, rng)
    variances, axes = np.linalg.eigh(true.T @ true / s.true_points)
    point: Point = {"activation": "tanh", "N": s.N, "D": s.D, "t": last}
    order = np.argsort(variances)
    for rank, k in enumerate(order[::-1]):
        along = (generated @ axes[:, k]) ** 2
        yield row("axis_variance", "theory", float(variances[k] + last), **point, rank=rank)
        yield mean_row("axis_variance", along, **point, rank=rank)
    normal = order[: -s.D]
    total = (generated**2).mean(axis=1) / (variances.mean() + last)
    off = ((generated @ axes[:, normal]) ** 2).mean(axis=1) / (variances[normal].mean() + last)
    yield mean_row("total_ratio", total, **point)
    yield mean_row("normal_ratio", off, **point)
