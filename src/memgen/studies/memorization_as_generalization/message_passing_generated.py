"""Points of the relu manifold that the message-passing score makes of noise."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.inference.relu_moments import relu_second_moments
from memgen.measures.score_error import settled_posterior
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingGenerated
from memgen.tables.rows import Point, Row, mean_row, row

TOLERANCE = 1e-3  # of the messages


def table(s: MessagePassingGenerated, seeds: Seeds) -> Iterator[Row]:
    """Yield second moments of generated points along the axes of the exact ones, and over them.

    The points are at the last t of the flow, which is in all exact moments too. The D axes of the
    largest moments lie mostly along the manifold; the others are `normal` to it.
    """
    last, first = s.t_range
    rng = seeds.generator({"N": s.N, "D": s.D})
    F = draw_matrix(s.N, s.D, rng)
    start = add_noise(HiddenManifold(F, "relu").sample(s.points, rng), first, rng)

    def score(x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        return settled_posterior(F, x, t, "relu", TOLERANCE).score

    generated = probability_flow(score, start, log_times(first, last, s.steps))
    moments, axes = np.linalg.eigh(relu_second_moments(F))
    exact, axes = moments[::-1] + last, axes[:, ::-1]
    along = (generated @ axes) ** 2
    point: Point = {"activation": "relu", "N": s.N, "D": s.D, "t": last}
    for rank in range(s.N):
        yield row("axis_moment", "theory", float(exact[rank]), **point, rank=rank)
        yield mean_row("axis_moment", along[:, rank], **point, rank=rank)
    for name, chosen in (("along", slice(0, s.D)), ("normal", slice(s.D, None))):
        yield mean_row(f"{name}_ratio", (along / exact)[:, chosen].mean(axis=1), **point)
