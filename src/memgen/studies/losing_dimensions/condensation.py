"""Where the weights condense along each direction, and for ever more points: four theories."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Condensation
from memgen.statistics.crossing import crossing
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import (
    Model,
    local_condensation_time,
    local_participation,
)

LEVEL = 0.5
MODELS: tuple[Model, ...] = ("exact", "gaussian")
PROBED = 2  # directions of either variance that are probed, from both sides
AROUND = np.geomspace(0.4, 2.5, 6)  # times at which Y2 is measured, over theory's
NAMES = ("large", "small")


def table(
    s: Condensation, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]
) -> Iterator[Row]:
    """Yield the t at Y2 = 1/2 at x = |x| e against |x| and, at the centre, against P.

    e is along a direction of the larger or of the smaller variance. (Off the data nothing depends
    on |x|: all distances grow alike.) At |x| = `curve_radius` the whole curve of Y2 against t comes
    with them.
    """
    variances = direction_variances(sum(counts), counts, stds)
    first: dict[str, int] = dict(zip(NAMES, (0, counts[0]), strict=True))
    radii = np.geomspace(s.radii[0], s.radii[-1], s.theory_radii)
    for name, j in first.items():
        for radius in radii:
            point: Point = {"direction": name, "radius": float(radius), "P": s.P}
            yield from half_rows(radius * np.eye(variances.size)[j], variances, point)
    yield from radius_rows(first, variances, s, seeds)
    yield from size_rows(variances, s, seeds)


def half_rows(
    x: Float[np.ndarray, " N"], variances: Float[np.ndarray, " N"], point: Point
) -> Iterator[Row]:
    """Yield the t at Y2 = 1/2 in each theory, and t_c of the random energy models."""
    P = int(point["P"])
    for model in MODELS:
        t_c = local_condensation_time(x, variances, P, model)
        yield row("condensation_time", "theory", t_c, **point, model=model)
        yield row("half_time", "theory", model_half(x, variances, P, model), **point, model=model)
    yield row("half_time", "theory", finite_half(x, variances, P), **point, model="finite")


def model_half(
    x: Float[np.ndarray, " N"], variances: Float[np.ndarray, " N"], P: int, model: Model
) -> float:
    """Return the t at which Y2 of a random energy model is 1/2 at x."""
    t_c = local_condensation_time(x, variances, P, model)
    if model == "gaussian":
        return t_c * (1 - LEVEL)

    def missing(log_t: float) -> float:
        return local_participation(float(np.exp(log_t)), x, variances, P, model) - LEVEL

    return _root(missing, np.log(t_c))


def finite_half(x: Float[np.ndarray, " N"], variances: Float[np.ndarray, " N"], P: int) -> float:
    """Return the t at which the exact mean Y2 at finite P is 1/2 at x."""

    def missing(log_t: float) -> float:
        return finite_participation(float(np.exp(log_t)), x, variances, P) - LEVEL

    return _root(missing, np.log(4 * local_condensation_time(x, variances, P, "exact")))


def _root(missing, high: float) -> float:
    """Return t where Y2, falling in log t, passes the level below `high`."""
    low = high - 1.0
    while missing(low) < 0:
        low, high = low - 1.0, low
    return float(np.exp(brentq(missing, low, high, xtol=1e-4)))


def radius_rows(
    first: dict[str, int], variances: Float[np.ndarray, " N"], s: Condensation, seeds: Seeds
) -> Iterator[Row]:
    """Yield measured times against |x|, and curves of Y2 at one |x|, from the same draws."""
    t = np.geomspace(*s.t_range, s.times)
    places = [(name, radius) for name in first for radius in s.radii]
    unit = np.eye(variances.size)
    half = {at: finite_half(at[1] * unit[first[at[0]]], variances, s.P) for at in places}
    near: dict[tuple[str, float], list[np.ndarray]] = {at: [] for at in places}
    curves: dict[str, list[np.ndarray]] = {name: [] for name in first}
    for draw in tqdm(range(s.draws), disable=None, desc="radii"):
        y = draw_directions(variances, s.P, seeds.generator({"P": s.P}, draw))
        for name, radius in places:
            energy = energies(y, first[name], radius)
            near[name, radius].append(participation(energy, AROUND * half[name, radius]))
        for name, j in first.items():
            curves[name].append(participation(energies(y, j, s.curve_radius), t))
    for name, radius in places:
        point: Point = {"direction": name, "radius": radius, "P": s.P}
        found = crossing(AROUND * half[name, radius], np.array(near[name, radius]), LEVEL)
        yield row("half_time", "simulation", found.place, found.stderr, found.n, **point)
        yield row("half_time", "theory", half[name, radius], **point, model="same_radius")
    fine = np.geomspace(*s.t_range, s.theory_times)
    for name, j in first.items():
        point = {"direction": name, "radius": s.curve_radius, "P": s.P}
        yield from curve_rows("participation", np.array(curves[name]), {"t": t}, **point)
        x = s.curve_radius * unit[j]
        for time in map(float, fine):
            exact = finite_participation(time, x, variances, s.P)
            yield row("participation", "theory", exact, **point, t=time, model="finite")
            for model in MODELS:
                value = local_participation(time, x, variances, s.P, model)
                yield row("participation", "theory", value, **point, t=time, model=model)


def size_rows(variances: Float[np.ndarray, " N"], s: Condensation, seeds: Seeds) -> Iterator[Row]:
    """Yield the t at Y2 = 1/2 at the centre against P, measured and in theory."""
    origin = np.zeros(variances.size)
    for P in s.ladder:
        point: Point = {"direction": "centre", "radius": 0.0, "P": P}
        yield from half_rows(origin, variances, point)
        half = finite_half(origin, variances, P)
        draws = []
        for draw in range(max(s.least_draws, min(s.draws, s.points // P))):
            rng = seeds.stream("condensation_centre").generator({"P": P}, draw)
            y = draw_directions(variances, P, rng)
            draws.append(participation(energies(y, 0, 0.0), AROUND * half))
        found = crossing(AROUND * half, np.array(draws), LEVEL)
        yield row("half_time", "simulation", found.place, found.stderr, found.n, **point)


def energies(y: Float[np.ndarray, "P N"], j: int, radius: float) -> Float[np.ndarray, "P places"]:
    """Return |x - y|^2 / 2 at x = +-|x| e of the probed directions from j on, above the least."""
    squares = 0.5 * np.einsum("pn,pn->p", y, y)[:, None]
    if radius == 0:
        return squares - squares.min()
    own = radius * y[:, j : j + PROBED]
    energy = squares + np.concatenate([own, -own], axis=1)
    return energy - energy.min(axis=0)


def participation(
    energy: Float[np.ndarray, "P places"], t: Float[np.ndarray, " times"]
) -> Float[np.ndarray, " times"]:
    """Return Y2 at each t, a mean over places."""
    found = []
    for time in t:
        w = np.exp(-energy / time)
        found.append(np.mean((w**2).sum(axis=0) / w.sum(axis=0) ** 2))
    return np.array(found)
