"""Collapse measured on real points, with the effective dimension that it betrays."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from memgen.data.point_sets import PointSet, read_point_set
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.measures.collapse.time_grid import collapse_grid, falling_crossing, falling_crossings
from memgen.measures.geometry.effective_dimension import (
    LARGEST,
    SMALLEST,
    dimension_between,
    effective_dimension,
    error_of_fit,
)
from memgen.measures.geometry.near_copies import near_copies
from memgen.measures.geometry.two_nearest import two_nearest_dimension
from memgen.measures.samples.neighbours import nearest
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Points
from memgen.statistics.probit_crossing import probit_crossing
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.manifold.coarse_spectrum import coarse_spectrum
from memgen.theory.manifold.finite_size import own_weight_of_spectrum

THEORY_TIMES = 6
RESAMPLES = 200  # of probes, where there is one subset
NEIGHBOURS, QUERIES = 33, 500  # near copies are looked for in groups of up to 32
NAMED = 0.03  # share of near copies beyond what points on a line have
FEWEST = 12  # points for three sizes of three or more
FLAT = 2.05  # directions
APART = 3  # sizes between which a local dimension is read
SETTING = "manifold_memorization.points"
Cloud = Float[np.ndarray, "_ N"]


@dataclass(frozen=True)
class Collapse:
    """t_c of P points, with what gave it.

    Attributes
    ----------
    P : int
    time, stderr : float
        Where the mean own weight is 1/2: the mean over subsets or draws.
    n : int
        Their number. Of one, the error is that over its probes.
    """

    P: int
    time: float
    stderr: float
    n: int


def table(s: Points, seeds: Seeds) -> Iterator[Row]:
    """Yield weight and participation against t, and t_c, for each P; the dimension from t_c(P).

    Beside it, for each P, the dimension from the two nearest neighbours in the same subsets, and
    all of this for two controls: Gaussian points of the same covariance ("_gaussian"), and
    isotropic Gaussian points of a known dimension, the integer next to the data's ("_known").

    Subsets of one P are disjoint. Those of different P share the data, so the jackknife over P is
    no error over draws: n = 1. Of one subset the error is that over its probes.
    """
    names = s.image_sets if s.file is None else [Path(s.file)]
    for name in names:
        label = name if isinstance(name, str) else name.name
        rng = seeds.stream("point_order").generator({"data": label})
        yield from set_rows(read_point_set(name, s.directory, s.most, rng), s, seeds)


def set_rows(given: PointSet, s: Points, seeds: Seeds) -> Iterator[Row]:
    """Yield the rows of one set."""
    points = given.points
    about: Point = {"data": given.name, "N": points.shape[1]}
    yield from noticed(given, about)
    measured = []
    for P in sizes(s.P, given):
        count = min(s.draws, len(points) // P)
        chosen = parts(points, P, count, seeds, given.name)

        def probed(k: int, P: int = P, chosen: list[Cloud] = chosen):
            rng = seeds.generator({"P": P, "data": given.name}, k + 1)
            return draw_probes(chosen[k], probes_of(P, len(chosen), s), rng), chosen[k]

        t, weights, participations, found = collapse(probed, P, count, s)
        for name, draws in (("own_weight", weights), ("participation", participations)):
            yield from curve_rows(name, draws, {"t": t}, **about, P=P)
        yield row("collapse_time", "simulation", found.time, found.stderr, count, **about, P=P)
        measured.append(found)
        yield neighbour_dimension(chosen, P, about)
    yield from dimension_rows(measured, "", about)
    yield from gaussian_rows(points, measured, s, seeds, about)
    known = fitted(measured)
    if known is not None and 1 <= round(known[0]) <= points.shape[1]:
        yield from known_rows(round(known[0]), measured, s, seeds, about)


def noticed(given: PointSet, about: Point) -> Iterator[Row]:
    """Yield how many points were left out or are near copies; warn of what spoils a dimension."""
    points = given.points
    if len(points) < FEWEST:
        equal = f" ({given.equal} more equal one of these)" if given.equal else ""
        raise ValueError(
            f"{given.name}: {len(points)} different points{equal} are too few for the three sizes "
            f"of subsets that a dimension needs: give {FEWEST} different ones or more."
        )
    some = points[:QUERIES]
    close = nearest(some, points, min(NEIGHBOURS, len(points)), exclude_self=True).distance
    copies = int(near_copies(close[:, np.isfinite(close).all(axis=0)]).sum())
    for name, count, says in (
        (
            "equal_points",
            given.equal,
            f"points equal to an earlier one, left out: {given.equal}. Each counts once.",
        ),
        (
            "outliers",
            given.outliers,
            f"outliers left out: {given.outliers}. One could set the unit of lengths alone; drop "
            "them from the file to be sure of it.",
        ),
        (
            "near_copies",
            copies if copies > NAMED * len(some) else 0,
            f"{copies} of {len(some)} points are near copies of others, a hundred times closer to "
            "them than to the next: t_c falls at once where subsets begin to hold such groups, and "
            "its dimension is not that of the points. Keep one of each group.",
        ),
        (
            "constant_coordinates",
            given.constant,
            f"coordinates that never vary: {given.constant}. They change no distance, but the "
            "variance per coordinate, the unit of t.",
        ),
    ):
        if count:
            warnings.warn(f"{given.name}: {says}", stacklevel=2)
        yield row(name, "simulation", count, None, 1, **about)


def collapse(
    probed: Callable, P: int, count: int, s: Points
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Collapse]:
    """Return t, mean weights and participations of subsets (count, times), and t_c.

    The grid of t is `s.t_range`, or what the first subset finds. The error is a jackknife over
    subsets, or a bootstrap over the probes of a single one.

    Raises
    ------
    ValueError
        If t_c lies outside of the range that was asked for.
    """
    t: np.ndarray | None = None
    weights, participations, single = [], [], np.empty(0)
    for k in range(count):
        probes, cloud = probed(k)
        if t is None and s.t_range is not None:
            t = np.geomspace(*s.t_range, s.times)
        elif t is None:
            t = collapse_grid(probes, lambda cloud=cloud: [cloud], s.times)
        curves = collapse_curves(probes, cloud, t)
        weights.append(curves.own_weight.mean(axis=0))
        participations.append(curves.participation.mean(axis=0))
        single = curves.own_weight
    assert t is not None
    draws = np.array(weights)
    mean = draws.mean(axis=0)
    if s.t_range is not None and not mean[0] > 0.5 > mean[-1]:
        raise ValueError(
            f"{SETTING}.t_range = {list(s.t_range)} does not hold t_c of {P} points, whose mean "
            f"own weight is {mean[0]:.3g} at its beginning and {mean[-1]:.3g} at its end: set it "
            "to null, and it is found from the points."
        )
    time = falling_crossing(t, mean)
    if count > 1:
        others = (draws.sum(axis=0) - draws) / (count - 1)
        error = np.sqrt((count - 1) * np.log(falling_crossings(t, others)).var())
    else:
        # of the same probes whatever the table does before
        picks = np.random.default_rng(P).integers(len(single), size=(RESAMPLES, len(single)))
        error = np.log(falling_crossings(t, single[picks].mean(axis=1))).std()
    found = Collapse(P, time, time * float(error), count)
    return t, draws, np.array(participations), found


def probes_of(P: int, count: int, s: Points) -> int:
    """Return how many points of each of `count` subsets are noised."""
    return min(P, max(s.probes, s.probes_in_all // count))


def gaussian_rows(
    points: Cloud, measured: Sequence[Collapse], s: Points, seeds: Seeds, about: Point
) -> Iterator[Row]:
    """Yield the control, Gaussian points of the same covariance: t_c, its theory, dimensions."""
    eigenvalues = np.linalg.eigvalsh(np.atleast_2d(np.cov(points.T)))
    eigenvalues = eigenvalues[eigenvalues > 1e-9 * eigenvalues[-1]]
    yield from control_rows(eigenvalues, "gaussian", measured, s, seeds, about)


def known_rows(
    D: int, measured: Sequence[Collapse], s: Points, seeds: Seeds, about: Point
) -> Iterator[Row]:
    """Yield the control of known dimension D: isotropic Gaussian points."""
    yield row("known_dimension", "theory", D, **about)
    yield from control_rows(np.full(D, about["N"] / D), "known", measured, s, seeds, about)


def control_rows(
    eigenvalues: Float[np.ndarray, " rank"],
    ending: str,
    measured: Sequence[Collapse],
    s: Points,
    seeds: Seeds,
    about: Point,
) -> Iterator[Row]:
    """Yield t_c of Gaussian points of these variances, its theory, and the dimensions of both.

    No theory where (sum a)^2 / sum a^2, the number of directions that matter, is 2 or less.
    """
    deviation = np.sqrt(eigenvalues)
    # the quadrature of the theory converges slowly where distances have one direction or two
    spread = eigenvalues.sum() ** 2 / (eigenvalues**2).sum() > FLAT
    simulated, exact = [], []
    for P in (known.P for known in measured):
        count = min(s.control_draws, max(2, s.control_points // P))
        at: Point = {**about, "P": P}
        estimates = []

        def probed(k: int, P: int = P, count: int = count, estimates: list[float] = estimates):
            place = {"P": P, "data": about["data"]}
            rng = seeds.stream(f"{ending}_points").generator(place, k)
            cloud = deviation * rng.standard_normal((P, len(deviation)))
            estimates.append(two_nearest_dimension(cloud).dimension)
            return draw_probes(cloud, probes_of(P, count, s), rng), cloud

        *_, found = collapse(probed, P, count, s)
        name = f"collapse_time_{ending}"
        yield row(name, "simulation", found.time, found.stderr, count, **at)
        yield mean_row(f"neighbour_dimension_{ending}", np.array(estimates), **at)
        simulated.append(found)
        if not spread:
            continue
        # The same draws for all P.
        coarse = coarse_spectrum(eigenvalues)
        rng = seeds.stream(f"{ending}_theory").generator({"rank": len(deviation)})
        grid = found.time * np.geomspace(2 / 3, 3 / 2, THEORY_TIMES)
        draws = max(20, round(s.theory_draws * min(1, 64 / len(coarse))))
        theory = own_weight_of_spectrum(grid, coarse, np.log(P), draws, rng)
        half = probit_crossing(grid, theory, 0.5).crossing()
        yield row(name, "theory", half.place, half.stderr, half.n, **at)
        exact.append(Collapse(P, half.place, half.stderr, half.n))
    yield from dimension_rows(simulated, f"_{ending}", about)
    if exact:
        yield from dimension_rows(exact, f"_{ending}", about, kind="theory")


def fitted(measured: Sequence[Collapse]) -> tuple[float, float, np.ndarray] | None:
    """Return D, its error and the fitted t_c; None where t_c does not fall as in one dimension."""
    P, time = (np.array([getattr(one, name) for one in measured]) for name in ("P", "time"))
    try:
        fit = effective_dimension(P.astype(float), time)
    except ValueError:
        return None
    errors = np.array([one.stderr / one.time for one in measured])
    error = float(error_of_fit(P.astype(float), time, errors, lambda fit: fit.dimension))
    # a bound of the fit is no dimension
    if not np.isfinite(error) or not 1.1 * SMALLEST < fit.dimension < LARGEST / 1.1:
        return None
    return fit.dimension, error, fit.collapse_time(P.astype(float))


def dimension_rows(
    measured: Sequence[Collapse], ending: str, about: Point, kind: str = "simulation"
) -> Iterator[Row]:
    """Yield D of the fit over all P, the fit, and D between each P and the third next.

    Theory has no error of its own here: all its P share one set of draws.
    """
    found = fitted(measured)
    if found is None and not ending:
        warnings.warn(
            f"{about['data']}: t_c does not fall with P as in one dimension, "
            f"{[float(f'{one.time:.3g}') for one in measured]}: no effective dimension is given. "
            "Near copies, few points or a dimension beyond log P cause it.",
            stacklevel=2,
        )
    if found is not None:
        dimension, stderr, line = found
        known = (None, None) if kind == "theory" else (stderr, 1)
        yield row(f"effective_dimension{ending}", kind, dimension, *known, **about)
        if not ending:
            for one, value in zip(measured, line, strict=True):
                yield row("collapse_time_fit", "theory", float(value), **about, P=one.P)
    apart = min(APART, len(measured) - 1)
    for first, second in zip(measured, measured[apart:], strict=False):
        if not first.time > second.time:
            continue
        D = dimension_between((first.P, second.P), (first.time, second.time))
        if not SMALLEST < D < np.inf:
            continue
        stderr = n = None
        if kind == "simulation":
            # of log(t_c / t_c), which dD / dlog turns into one of D
            step = 1e-3
            steeper = dimension_between(
                (first.P, second.P), (first.time * np.exp(step), second.time)
            )
            relative = np.hypot(first.stderr / first.time, second.stderr / second.time)
            stderr, n = abs(steeper - D) / step * float(relative), min(first.n, second.n)
        middle = float(np.sqrt(first.P * second.P))
        yield row(f"local_dimension{ending}", kind, D, stderr, n, **about, P=middle)


def sizes(asked: Sequence[int] | None, given: PointSet) -> list[int]:
    """Return the ladder of P: as asked, or 32 and its doublings, and all the points.

    The last doubling is at most two thirds of all. Of few points all, half and a quarter are taken.

    Raises
    ------
    ValueError
        If a size exceeds the number of points, or there are fewer than the three sizes that a
        dimension needs.
    """
    total = len(given.points)
    if asked is None:
        ladder = [*(32 * 2**k for k in range(20) if 48 * 2**k <= total), total]
        return ladder if len(ladder) > 2 else [total // 4, total // 2, total]
    ladder = list(asked)
    too_large = [P for P in ladder if total < P]
    if too_large:
        raise ValueError(
            f"{SETTING}.P asks for {too_large} of {total} different points of {given.name}: leave "
            f"them out, or set it to null for a ladder up to {total}."
        )
    if len(ladder) < 3:
        raise ValueError(
            f"{SETTING}.P = {ladder} holds {len(ladder)} size(s), and a dimension needs 3: list "
            f"three of them, from 4 to {total}."
        )
    return ladder


def parts(points: Cloud, P: int, count: int, seeds: Seeds, name: str) -> list[Cloud]:
    """Return `count` disjoint random subsets of P points."""
    order = seeds.generator({"P": P, "data": name}).permutation(len(points))
    return [points[order[k * P : (k + 1) * P]] for k in range(count)]


def neighbour_dimension(chosen: Sequence[Cloud], P: int, about: Point) -> Row:
    """Return the row of the dimension from the two nearest neighbours, the mean over subsets."""
    dimension = float(np.mean([two_nearest_dimension(subset).dimension for subset in chosen]))
    stderr = dimension / np.sqrt(len(chosen) * P)
    return row("neighbour_dimension", "simulation", dimension, stderr, len(chosen), **about, P=P)
