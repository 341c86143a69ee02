"""Points that the message-passing score of the relu manifold makes of noise, with a control."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.affine import AffineDenoiser
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, probability_flow
from memgen.inference.relu_distance import squared_distances
from memgen.inference.relu_moments import relu_mean, relu_noisy_density, relu_second_moments
from memgen.measures.score_error import settled_posterior
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingGenerated
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row

TOLERANCE = 1e-3  # of the messages
EDGES = np.linspace(-1.2, 2.4, 73)
CURVE = np.linspace(-1.2, 2.4, 361)
DISTANCES = np.geomspace(0.2, 20, 121)

Matrix = Float[np.ndarray, "N D"]
Points = Float[np.ndarray, "_ N"]


def table(s: MessagePassingGenerated, seeds: Seeds) -> Iterator[Row]:
    """Yield moments, coordinates and distances from the manifold of points made of noise.

    One flow has the message-passing score, the other, from the same noise, the affine one: that of
    Gaussian data with the exact mean and covariance, which knows all second moments and no
    manifold. The points are at the last t of the flow, as are the exact values.
    """
    last, first = s.t_range
    rng = seeds.generator({"N": s.N, "D": s.D})
    F = draw_matrix(s.N, s.D, rng)
    start = add_noise(HiddenManifold(F, "relu").sample(s.points, rng), first, rng)
    reference = add_noise(HiddenManifold(F, "relu").sample(s.points, rng), last, rng)
    times, mean = log_times(first, last, s.steps), relu_mean(F)
    affine = AffineDenoiser.of_moments(mean, relu_second_moments(F) - np.outer(mean, mean))

    def by_messages(x: Points, t: float) -> Points:
        return settled_posterior(F, x, t, "relu", TOLERANCE).score

    def by_moments(x: Points, t: float) -> Points:
        return (affine.denoise(x, t) - x) / t

    made = {
        "messages": probability_flow(by_messages, start, times),
        "affine": probability_flow(by_moments, start, times),
    }
    finer = probability_flow(by_messages, start[: s.compared], log_times(first, last, 2 * s.steps))
    point: Point = {"activation": "relu", "N": s.N, "D": s.D, "t": last}
    flow = partial(probability_flow, by_moments, times=times)
    yield from moment_rows(F, made, flow(mean + affine.axes.T) - mean, affine, s, point)
    yield from coordinate_rows(F, made, finer, last, point)
    for name, x in (made | {"finer": finer, "manifold": reference}).items():
        squared = squared_distances(F, x, np.sqrt(last)) / (s.N * last)
        yield mean_row("squared_distance", squared, **point, score=name)
        below = (squared[:, None] < DISTANCES).astype(float)
        yield from curve_rows("share_below", below, {"distance": DISTANCES}, **point, score=name)


def moment_rows(
    F: Matrix,
    made: dict[str, Points],
    propagated: Float[np.ndarray, "N N"],
    affine: AffineDenoiser,
    s: MessagePassingGenerated,
    point: Point,
) -> Iterator[Row]:
    """Yield second moments along the axes of the exact ones, and the ratio to these.

    What the affine flow makes of the axes of the covariance (`propagated`) tells the moments of its
    points exactly, and with them what the finite steps alone add.
    """
    last, first = s.t_range
    second = propagated.T * (affine.variances + first) @ propagated
    second += np.outer(affine.mean, affine.mean)
    moments, axes = np.linalg.eigh(relu_second_moments(F))
    exact, axes = moments[::-1] + last, axes[:, ::-1]
    along = {name: (x @ axes) ** 2 for name, x in made.items()}
    known = np.einsum("ik,ij,jk->k", axes, second, axes)
    for rank in range(s.N):
        yield row("axis_moment", "theory", float(exact[rank]), **point, rank=rank)
        for name, squares in along.items():
            yield mean_row("axis_moment", squares[:, rank], **point, rank=rank, score=name)
    for name, chosen in (("leading", slice(0, s.D)), ("other", slice(s.D, None))):
        for score, squares in along.items():
            ratio = (squares / exact)[:, chosen].mean(axis=1)
            yield mean_row(f"{name}_ratio", ratio, **point, score=score)
        steps = float((known / exact)[chosen].mean())
        yield row(f"{name}_ratio", "theory", steps, **point, score="affine")


def coordinate_rows(
    F: Matrix, made: dict[str, Points], finer: Points, t: float, point: Point
) -> Iterator[Row]:
    """Yield the density of coordinates, and the share within sqrt(t) of 0 over the exact one."""
    width = EDGES[1] - EDGES[0]
    centres = EDGES[:-1] + width / 2
    exact = relu_noisy_density(F, CURVE, t)
    for x, value in zip(CURVE, exact, strict=True):
        yield row("coordinate_density", "theory", float(value), **point, x=x)
    near = np.linspace(-np.sqrt(t), np.sqrt(t), 401)
    share = float(np.trapezoid(relu_noisy_density(F, near, t), near))
    for name, x in made.items():
        counts = np.array([np.histogram(one, EDGES)[0] for one in x]) / (x.shape[1] * width)
        yield from curve_rows("coordinate_density", counts, {"x": centres}, **point, score=name)
        yield mean_row("share_ratio", share_near_0(x, t) / share, **point, score=name)
    change = (share_near_0(finer, t) - share_near_0(made["messages"][: len(finer)], t)) / share
    yield mean_row("share_change", change, **point, score="messages")
    squares = (finer**2 - made["messages"][: len(finer)] ** 2).mean(axis=1)
    norm = np.trace(relu_second_moments(F)) / len(F) + t
    yield mean_row("moment_change", squares / norm, **point, score="messages")


def share_near_0(x: Points, t: float) -> Float[np.ndarray, " _"]:
    """Return the share of coordinates of each point within sqrt(t) of 0."""
    return (np.abs(x) < np.sqrt(t)).mean(axis=1)
