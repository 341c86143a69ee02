"""Digits destroyed by the forward process and regenerated with their exact empirical score."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.data.images import load_digits
from memgen.data.points import PointCloud
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.collapse.trajectory import Trajectories, final_weight, follow_back
from memgen.measures.memorization import THRESHOLD
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import ForwardBackward
from memgen.statistics.crossing import crossing
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.latent_picture import latent_picture
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row

KEPT_EVERY = 5
GRID = 61
# The last t of which an image is shown, from where on nothing changes to the eye.
LAST_SHOWN = 1e-2

Digits = Float[np.ndarray, "P N"]


def table(s: ForwardBackward, seeds: Seeds) -> Made:
    """Return t_c and t_o of the digits and what trajectories see on their way back.

    The arrays hold the images of one trajectory, and a picture with two latent dimensions.
    """
    cloud = load_digits()
    points = cloud.points
    rng = seeds.generator({})
    times = log_times(s.t_range[1], s.t_range[0], s.steps)
    chosen = rng.choice(len(points), size=s.trajectories, replace=False)
    start = add_noise(points[chosen], float(times[0]), rng)
    back = follow_back(EmpiricalScore(points), start, times, KEPT_EVERY, rng)
    rows = [*time_rows(points, s, seeds), *trajectory_rows(back, points)]
    arrays = {
        **images(cloud, back, int(chosen[0]), s, rng),
        **latent_picture(s.latent, s.steps, seeds.stream("forward_backward_latent").generator({})),
    }
    return Made(rows, arrays={"forward_backward_images": arrays})


def time_rows(points: Digits, s: ForwardBackward, seeds: Seeds) -> Iterator[Row]:
    """Yield own weight at x_t and at the digit itself against t, and where they are 1/2."""
    size: Point = {"P": len(points), "N": points.shape[1]}
    t = np.geomspace(*s.t_range, GRID)
    at_noise, at_digit = own_weights(points, t, s, seeds)
    for quantity, time, draws in (
        ("own_weight", "collapse_time", at_noise),
        ("own_weight_at_digit", "onset_time", at_digit),
    ):
        yield from curve_rows(quantity, draws, {"t": t}, **size)
        half = crossing(t, draws, 0.5)
        yield row(time, "simulation", half.place, half.stderr, half.n, **size)


def own_weights(
    points: Digits, t: np.ndarray, s: ForwardBackward, seeds: Seeds
) -> tuple[Float[np.ndarray, "parts times"], Float[np.ndarray, "parts times"]]:
    """Return the mean own weight of disjoint parts of the digits, at x_t and at the digit."""
    at_noise, at_digit = [], []
    order = seeds.stream("forward_backward_parts").generator({}).permutation(len(points))
    for part in range(s.parts):
        rng = seeds.stream("forward_backward_collapse").generator({}, part)
        index = order[part * s.probes : (part + 1) * s.probes]
        probes = Probes(points[index], rng.standard_normal((index.size, points.shape[1])), index)
        still = Probes(probes.own, np.zeros_like(probes.noise), probes.index)
        at_noise.append(collapse_curves(probes, points, t).own_weight.mean(axis=0))
        at_digit.append(collapse_curves(still, points, t).own_weight.mean(axis=0))
    return np.array(at_noise), np.array(at_digit)


def trajectory_rows(back: Trajectories, points: Digits) -> Iterator[Row]:
    """Yield means over trajectories at each t kept, and the share that ends on a digit."""
    size: Point = {"P": len(points), "N": points.shape[1]}
    empirical, weights = EmpiricalScore(points), final_weight(back, points)
    for k, t in enumerate(back.times):
        x = back.path[k]
        to_final = ((x - points[back.final]) ** 2).mean(axis=1)
        to_nearest = ((x[:, None] - points) ** 2).mean(axis=2).min(axis=1)
        point: Point = {**size, "t": t}
        yield mean_row("participation", empirical.participation(x, float(t)), **point)
        yield mean_row("squared_distance_to_final", to_final, **point)
        yield mean_row("squared_distance_to_nearest", to_nearest, **point)
        yield mean_row("final_weight", weights[k], **point)
    ends = (back.nearest_ratio < THRESHOLD).astype(float)
    yield mean_row("ends_on_training_digit", ends, **size)


def images(
    cloud: PointCloud, back: Trajectories, digit: int, s: ForwardBackward, rng: np.random.Generator
) -> Arrays:
    """Return strips of images: a digit on its way to noise, and the first trajectory back."""
    wanted = np.geomspace(s.t_range[1], LAST_SHOWN, s.shown)
    kept = [int(np.argmin(np.abs(np.log(back.times / t)))) for t in wanted]
    t = back.times[kept]
    original = cloud.points[digit]
    forward = original + np.sqrt(t)[:, None] * rng.standard_normal(original.size)
    return {
        "shown_t": t,
        "forward": as_image(cloud, forward, t),
        "original": cloud.restore(original[None])[0],
        "backward": as_image(cloud, back.path[kept, 0], t),
        "final": cloud.restore(cloud.points[back.final[:1]])[0],
    }


def as_image(
    cloud: PointCloud, x: Float[np.ndarray, "times N"], t: Float[np.ndarray, " times"]
) -> np.ndarray:
    """Return raw pixels of x_t / sqrt(1 + t), the same grey scale at every t."""
    return cloud.restore(x) / np.sqrt(1 + t)[:, None]
