"""Digits destroyed by the forward process and regenerated with their exact empirical score."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.data.binary_digits import binary_digits
from memgen.data.images import load_digits
from memgen.data.points import PointCloud
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import fitted_linear_score
from memgen.diffusion.gaussian_classes import GaussianClassesScore
from memgen.diffusion.processes import add_noise
from memgen.diffusion.samplers import log_times, reverse_path
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.collapse.trajectory import Trajectories, follow_back, seen_on_the_way
from memgen.measures.memorization import THRESHOLD, nearest_ratio
from memgen.measures.samples.neighbours import nearest
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import ForwardBackward
from memgen.statistics.crossing import crossing, crossing_place
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.gaussian_onset import weight_at_noisy_points, weight_at_the_point

KEPT_EVERY = 5
GRID = 61
# Points over which theory of Gaussian data is averaged.
SAMPLES = 4000
NOISY_SAMPLES = 200
# The last t of which an image is shown, from where on nothing changes to the eye.
LAST_SHOWN = 1e-2

Digits = Float[np.ndarray, "P N"]


@dataclass(frozen=True)
class Control:
    """Trajectories of a smooth score, from the same noised digits.

    Attributes
    ----------
    ends : (trajectories, N)
        Where they end.
    first : (steps + 1, N)
        The first one.
    """

    ends: Float[np.ndarray, "trajectories N"]
    first: Float[np.ndarray, "times N"]


def table(s: ForwardBackward, seeds: Seeds) -> Made:
    """Return t_c and t_o of the digits, what trajectories see on their way back, where they end.

    The arrays hold the images of one trajectory, and of a control beside it.
    """
    cloud = load_digits()
    points = cloud.points
    rng = seeds.generator({})
    times = log_times(s.t_range[1], s.t_range[0], s.steps)
    chosen = rng.choice(len(points), size=s.trajectories, replace=False)
    start = add_noise(points[chosen], float(times[0]), rng)
    back = follow_back(EmpiricalScore(points), start, times, KEPT_EVERY, rng)
    smooth = controls(points, start, times, seeds)
    rows = [
        *time_rows(points, s, seeds),
        *trajectory_rows(back, points),
        *ending_rows(back, smooth, points),
    ]
    arrays = {
        **images(cloud, back, smooth["classes"], times, int(chosen[0]), s, rng),
        **ratios(back, smooth, points),
    }
    return Made(rows, arrays={"forward_backward_images": arrays})


def controls(
    points: Digits, start: Float[np.ndarray, "batch N"], times: np.ndarray, seeds: Seeds
) -> dict[str, Control]:
    """Return trajectories of one Gaussian fitted to all digits, and of one to each class."""
    labels = binary_digits()[1]
    scores = {
        "gaussian": fitted_linear_score(points).score,
        "classes": GaussianClassesScore(points, labels).score,
    }
    followed = {}
    for name, score in scores.items():
        rng = seeds.stream("forward_backward_controls").generator({"score": name})
        path, x = [], start
        for x in reverse_path(score, start, times, rng):
            path.append(x[0])
        followed[name] = Control(x, np.array(path))
    return followed


def time_rows(points: Digits, s: ForwardBackward, seeds: Seeds) -> Iterator[Row]:
    """Yield own weight at x_t and at the digit itself against t, and where they are 1/2.

    Also of as many Gaussian points with the digits' covariance, and theory of these.
    """
    t = np.geomspace(*s.t_range, GRID)
    rng = seeds.stream("forward_backward_gaussian").generator({})
    surrogate = rng.multivariate_normal(points.mean(axis=0), np.cov(points.T), size=len(points))
    for of, cloud in (("digits", points), ("gaussian", surrogate)):
        size: Point = {"P": len(cloud), "N": cloud.shape[1], "of": of}
        seen = forward_curves(cloud, t, s, seeds)
        for quantity, draws in (
            ("own_weight", seen.at_noise),
            ("own_weight_at_digit", seen.at_digit),
        ):
            yield from curve_rows(quantity, draws, {"t": t}, **size)
        for time, draws in (("collapse_time", seen.at_noise), ("onset_time", seen.at_digit)):
            half = crossing(t, draws, 0.5)
            yield row(time, "simulation", half.place, half.stderr, half.n, **size)
        # the same digits: their scatter cancels
        pairs = zip(seen.at_digit, seen.at_noise, strict=True)
        ratio = [crossing_place(t, one, 0.5) / crossing_place(t, two, 0.5) for one, two in pairs]
        yield mean_row("log_onset_over_collapse", np.log(ratio), **size)
    variances = np.maximum(np.linalg.eigvalsh(np.cov(points.T)), 0.0)
    z = (
        seeds.stream("forward_backward_onset")
        .generator({})
        .standard_normal((SAMPLES, len(variances)))
    )
    at_point = weight_at_the_point(variances, len(points), t, z)
    noisy, w = z[:NOISY_SAMPLES], z[-NOISY_SAMPLES:]
    at_noise = weight_at_noisy_points(variances, len(points), t, noisy, w)
    size = {"P": len(points), "N": points.shape[1], "of": "gaussian"}
    for quantity, time, weight in (
        ("own_weight_at_digit", "onset_time", at_point),
        ("own_weight", "collapse_time", at_noise),
    ):
        for value, at in zip(weight, t, strict=True):
            yield row(quantity, "theory", float(value), t=float(at), **size)
        yield row(time, "theory", float(crossing_place(t, weight, 0.5)), **size)


@dataclass(frozen=True)
class ForwardCurves:
    """Means over the points of each disjoint part of a cloud, against t.

    Attributes
    ----------
    at_noise, at_digit : (parts, times)
        Own weight at x_t, and at the point itself.
    """

    at_noise: Float[np.ndarray, "parts times"]
    at_digit: Float[np.ndarray, "parts times"]


def forward_curves(
    points: Digits, t: np.ndarray, s: ForwardBackward, seeds: Seeds
) -> ForwardCurves:
    """Return what is seen of disjoint parts of the points in the forward process."""
    at_noise, at_digit = [], []
    order = seeds.stream("forward_backward_parts").generator({}).permutation(len(points))
    for part in range(s.parts):
        rng = seeds.stream("forward_backward_collapse").generator({}, part)
        index = order[part * s.probes : (part + 1) * s.probes]
        probes = Probes(points[index], rng.standard_normal((index.size, points.shape[1])), index)
        still = Probes(probes.own, np.zeros_like(probes.noise), probes.index)
        moved = collapse_curves(probes, points, t)
        at_noise.append(moved.own_weight.mean(axis=0))
        at_digit.append(collapse_curves(still, points, t).own_weight.mean(axis=0))
    return ForwardCurves(np.array(at_noise), np.array(at_digit))


def trajectory_rows(back: Trajectories, points: Digits) -> Iterator[Row]:
    """Yield means over trajectories at each t kept."""
    size: Point = {"P": len(points), "N": points.shape[1]}
    seen = seen_on_the_way(back, points)
    along = {"t": back.times}
    for quantity, draws in (
        ("final_weight", seen.weight),
        ("participation", seen.participation),
    ):
        yield from curve_rows(quantity, draws.T, along, **size)


def ending_rows(back: Trajectories, smooth: dict[str, Control], points: Digits) -> Iterator[Row]:
    """Yield the share of trajectories that end on a digit, of the exact and of smooth scores."""
    size: Point = {"P": len(points), "N": points.shape[1]}
    ends = {"empirical": back.nearest_ratio}
    ends |= {name: nearest_ratio(control.ends, points) for name, control in smooth.items()}
    for name, ratio in ends.items():
        yield mean_row("ends_on_training_digit", ratio < THRESHOLD, **size, score=name)


def ratios(back: Trajectories, smooth: dict[str, Control], points: Digits) -> Arrays:
    """Return d1 / d2 of all ends, and of the digits themselves among the others.

    A digit's own copy is left out: what a new digit would have.
    """
    rest = nearest(points, points, 2, exclude_self=True).ratio
    ends = {f"ratio_{name}": nearest_ratio(of.ends, points) for name, of in smooth.items()}
    return {"ratio_empirical": back.nearest_ratio, "ratio_digits": rest, **ends}


def images(
    cloud: PointCloud,
    back: Trajectories,
    control: Control,
    times: np.ndarray,
    digit: int,
    s: ForwardBackward,
    rng: np.random.Generator,
) -> Arrays:
    """Return strips of images: a digit on its way to noise, one on its way back, its control."""
    wanted = np.geomspace(s.t_range[1], LAST_SHOWN, s.shown)
    kept = [int(np.argmin(np.abs(np.log(back.times / t)))) for t in wanted]
    t = back.times[kept]
    original = cloud.points[digit]
    forward = original + np.sqrt(t)[:, None] * rng.standard_normal(original.size)
    same = [int(np.argmin(np.abs(np.log(times / one)))) for one in t]
    return {
        "shown_t": t,
        "forward": as_image(cloud, forward, t),
        "original": cloud.restore(original[None])[0],
        "backward": as_image(cloud, back.path[kept, 0], t),
        "final": cloud.restore(cloud.points[back.final[:1]])[0],
        "control": as_image(cloud, control.first[same], t),
        "control_end": cloud.restore(control.ends[:1])[0],
    }


def as_image(
    cloud: PointCloud, x: Float[np.ndarray, "times N"], t: Float[np.ndarray, " times"]
) -> np.ndarray:
    """Return raw pixels of x_t / sqrt(1 + t), the same grey scale at every t."""
    return cloud.restore(x) / np.sqrt(1 + t)[:, None]
