"""Collapse measured on real points, with the effective dimension that it betrays."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float

from memgen.data.images import load_digits
from memgen.data.points import load_points
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.measures.geometry.effective_dimension import dimension_between, effective_dimension
from memgen.measures.geometry.two_nearest import two_nearest_dimension
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Points
from memgen.statistics.crossing import crossing, crossing_place
from memgen.statistics.probit_crossing import probit_crossing
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.manifold.finite_size import own_weight_of_spectrum

THEORY_TIMES = 9
SETTING = "manifold_memorization.points"


def table(s: Points, seeds: Seeds) -> Iterator[Row]:
    """Yield weight and participation against t, and t_c, for each P; the dimension from t_c(P).

    Beside it, for each P, the dimension from the two nearest neighbours in the same subsets, and
    all of this for Gaussian points of the same covariance.

    Subsets of one P are disjoint. Those of different P share the data, so the jackknife over P is
    no error over draws: n = 1.
    """
    cloud = load_digits() if s.file is None else load_points(s.file)
    points = cloud.points
    about: Point = {"data": "digits" if s.file is None else Path(s.file).name, "N": points.shape[1]}
    t = np.geomspace(*s.t_range, s.times)
    ladder, times, errors = sizes(s.P, len(points)), [], []
    for P in ladder:
        weights, participations = subsets(points, P, t, s, seeds)
        for name, draws in (("own_weight", weights), ("participation", participations)):
            yield from curve_rows(name, draws, {"t": t}, **about, P=P)
        time, stderr = half_time(t, weights)
        yield row("collapse_time", "simulation", time, stderr, len(weights), **about, P=P)
        times.append(time)
        errors.append(stderr)
        yield neighbour_dimension(points, P, len(weights), seeds, about)
    fit = effective_dimension(np.array(ladder, dtype=float), np.array(times))
    yield row("effective_dimension", "simulation", fit.dimension, fit.stderr, 1, **about)
    for P, line in zip(ladder, fit.collapse_time(np.array(ladder, dtype=float)), strict=True):
        yield row("collapse_time_fit", "theory", float(line), **about, P=P)
    yield from local_dimensions("local_dimension", "simulation", ladder, times, errors, about)
    yield from gaussian_rows(points, ladder, times, t, s, seeds, about)


def gaussian_rows(
    points: Float[np.ndarray, "total N"],
    ladder: Sequence[int],
    times: Sequence[float],
    t: np.ndarray,
    s: Points,
    seeds: Seeds,
    about: Point,
) -> Iterator[Row]:
    """Yield the control, Gaussian points of the same covariance: t_c, its theory, dimensions."""
    eigenvalues = np.linalg.eigvalsh(np.cov(points.T))
    eigenvalues = eigenvalues[eigenvalues > 1e-9 * eigenvalues[-1]]
    deviation = np.sqrt(eigenvalues)
    measured, errors, exact = [], [], []
    for P, near in zip(ladder, times, strict=True):
        weights, estimates = [], []
        for draw in range(s.control_draws):
            rng = seeds.stream("gaussian_points").generator({"P": P}, draw)
            cloud = deviation * rng.standard_normal((P, len(deviation)))
            curves = collapse_curves(draw_probes(cloud, min(s.probes, P), rng), cloud, t)
            weights.append(curves.own_weight.mean(axis=0))
            estimates.append(two_nearest_dimension(cloud).dimension)
        time, stderr = half_time(t, np.array(weights))
        at: Point = {**about, "P": P}
        yield row("collapse_time_gaussian", "simulation", time, stderr, s.control_draws, **at)
        yield mean_row("neighbour_dimension_gaussian", np.array(estimates), **at)
        # The same draws for all P.
        rng = seeds.stream("gaussian_theory").generator({"rank": len(deviation)})
        grid = np.geomspace(min(near, time) / 2, 2 * max(near, time), THEORY_TIMES)
        theory = own_weight_of_spectrum(grid, eigenvalues, np.log(P), s.theory_draws, rng)
        half = probit_crossing(grid, theory, 0.5).crossing()
        yield row("collapse_time_gaussian", "theory", half.place, half.stderr, half.n, **at)
        measured.append(time)
        errors.append(stderr)
        exact.append(half.place)
    name = "local_dimension_gaussian"
    yield from local_dimensions(name, "simulation", ladder, measured, errors, about)
    yield from local_dimensions(name, "theory", ladder, exact, [None] * len(ladder), about)


def local_dimensions(
    quantity: str,
    kind: str,
    ladder: Sequence[int],
    times: Sequence[float],
    errors: Sequence[float | None],
    about: Point,
) -> Iterator[Row]:
    """Yield the dimension with which t_c falls from each P to the second next, between the two."""
    for first in range(len(ladder) - 2):
        pair = [first, first + 2]
        P, t_c = (float(ladder[k]) for k in pair), tuple(times[k] for k in pair)
        low, high = P
        D = dimension_between((low, high), t_c)  # pyright: ignore[reportArgumentType]  a pair
        if not np.isfinite(D):
            continue
        known = [errors[k] for k in pair]
        stderr = None
        if None not in known:
            # of log(t_c / t_c), which dD / dlog turns into one of D
            step = 1e-3
            steeper = dimension_between((low, high), (t_c[0] * np.exp(step), t_c[1]))
            # two of them, none None
            relative = np.hypot(*(error / time for error, time in zip(known, t_c, strict=True)))  # pyright: ignore
            stderr = abs(steeper - D) / step * float(relative)
        n = None if kind == "theory" else 1
        yield row(quantity, kind, D, stderr, n, **about, P=np.sqrt(low * high))


def sizes(asked: Sequence[int] | None, total: int) -> list[int]:
    """Return the ladder of P: as asked, or 32 and its doublings up to all the points.

    Raises
    ------
    ValueError
        If a size exceeds the number of points, or there are fewer than the three sizes that a
        dimension needs.
    """
    if asked is None:
        ladder = [*(32 * 2**k for k in range(20) if 32 * 2**k < total), total]
    else:
        ladder = list(asked)
    too_large = [P for P in ladder if total < P]
    if too_large:
        raise ValueError(
            f"{SETTING}.P asks for {too_large} of {total} points: leave them out, or set it to "
            f"null for a ladder up to {total}."
        )
    if len(ladder) < 3:
        raise ValueError(
            f"{SETTING}.P = {ladder} holds {len(ladder)} size(s), and a dimension needs 3: list "
            f"three of them, from 4 to {total}."
        )
    return ladder


def subsets(
    points: Float[np.ndarray, "total N"], P: int, t: np.ndarray, s: Points, seeds: Seeds
) -> tuple[Float[np.ndarray, "n times"], Float[np.ndarray, "n times"]]:
    """Return mean own weight and participation against t in disjoint subsets of P points."""
    weights, participations = [], []
    for draw, subset in enumerate(parts(points, P, min(s.draws, len(points) // P), seeds)):
        rng = seeds.generator({"P": P}, draw + 1)
        curves = collapse_curves(draw_probes(subset, min(s.probes, P), rng), subset, t)
        weights.append(curves.own_weight.mean(axis=0))
        participations.append(curves.participation.mean(axis=0))
    return np.array(weights), np.array(participations)


def parts(
    points: Float[np.ndarray, "total N"], P: int, count: int, seeds: Seeds
) -> list[Float[np.ndarray, "P N"]]:
    """Return `count` disjoint random subsets of P points."""
    order = seeds.generator({"P": P}).permutation(len(points))
    return [points[order[k * P : (k + 1) * P]] for k in range(count)]


def neighbour_dimension(
    points: Float[np.ndarray, "total N"], P: int, count: int, seeds: Seeds, about: Point
) -> Row:
    """Return the row of the dimension from the two nearest neighbours, the mean over subsets."""
    estimates = [two_nearest_dimension(subset) for subset in parts(points, P, count, seeds)]
    dimension = float(np.mean([estimate.dimension for estimate in estimates]))
    stderr = dimension / np.sqrt(count * P)
    return row("neighbour_dimension", "simulation", dimension, stderr, count, **about, P=P)


def half_time(t: np.ndarray, draws: Float[np.ndarray, "n times"]) -> tuple[float, float | None]:
    """Return where the mean own weight is 1/2, with an error where there are several subsets."""
    try:
        if len(draws) == 1:
            return crossing_place(t, draws[0], 0.5), None
        crossed = crossing(t, draws, 0.5)
        return crossed.place, crossed.stderr
    except ValueError as error:
        raise ValueError(f"{SETTING}.t_range does not suit these points: {error}") from error
