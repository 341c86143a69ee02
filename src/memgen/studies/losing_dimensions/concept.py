"""The empirical score in two dimensions, and when directions of either variance are lost."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Concept
from memgen.statistics.crossing import crossing
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import loss_times
from memgen.theory.energies.one_norm_levels import (
    levels_participation,
    one_norm_levels,
    participation_time,
)

REACH = 1.6  # half width of the picture
PROBE = (0.6, 0.15)  # where the weights are shown
PROBED = 2  # directions of either variance that are probed, from both sides
LEVEL = 0.5


def table(s: Concept, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]) -> Made:
    """Return Y2 at sqrt(t) e_j against t, measured and exact at finite P; the picture.

    "few" directions are lost together, "many", of points of one norm, the larger variance first:
    in the limit of many directions at t_j = s_j^2 / (2 log P), s_j^2 their variance at norm 1.
    """
    few = direction_variances(sum(counts), counts, stds)
    many = direction_variances(2 * s.many, (s.many, s.many), stds)
    rows = [*loss_rows("few", few, s, seeds), *loss_rows("many", many, s, seeds)]
    return Made(rows, arrays={"concept_picture": picture(s, seeds)})


def loss_rows(
    data: str, variances: Float[np.ndarray, " N"], s: Concept, seeds: Seeds
) -> Iterator[Row]:
    """Yield the loss of a direction of the larger and of the smaller variance, which come last."""
    first = {"large": 0, "small": int(np.flatnonzero(variances == variances.min())[0])}
    half = {name: exact_half(data, variances, j, s.loss_P) for name, j in first.items()}
    t = np.geomspace(min(half.values()) / 30, 30 * max(half.values()), s.times)
    curves = drawn_curves(data, variances, first, t, s, seeds)
    limit = loss_times(variances / variances.sum(), s.loss_P, "gaussian", unit_norm=True)
    fine = np.geomspace(t[0], t[-1], s.theory_times)
    for name, j in first.items():
        point: Point = {"data": data, "direction": name, "P": s.loss_P}
        yield row("half_time", "theory", half[name], **point)
        if data == "many":
            yield row("loss_time", "theory", float(limit[j]), **point)
        for time, value in zip(fine, exact_curve(data, variances, j, s.loss_P, fine), strict=True):
            yield row("participation", "theory", value, **point, t=float(time))
        yield from curve_rows("participation", curves[name], {"t": t}, **point)
        found = crossing(t, curves[name], LEVEL)
        yield row("half_time", "simulation", found.place, found.stderr, found.n, **point)


def exact_curve(
    data: str, variances: Float[np.ndarray, " N"], j: int, P: int, t: Float[np.ndarray, " times"]
) -> list[float]:
    """Return the exact mean Y2 at finite P at sqrt(t) e_j."""
    if data == "many":
        levels = one_norm_levels(variances, j, float(t.min()))
        return [levels_participation(levels, float(time), P) for time in t]
    unit = np.eye(variances.size)[j]
    return [finite_participation(float(v), np.sqrt(v) * unit, variances, P) for v in t]


def exact_half(data: str, variances: Float[np.ndarray, " N"], j: int, P: int) -> float:
    """Return the t at which that is 1/2."""
    if data == "many":
        return participation_time(variances, j, P, LEVEL)

    def missing(log_t: float) -> float:
        return exact_curve(data, variances, j, P, np.exp([log_t]))[0] - LEVEL

    low = high = float(np.log(variances.max()))
    while missing(low) < 0:
        low, high = low - 1.0, low
    return float(np.exp(brentq(missing, low, high, xtol=1e-4)))


def drawn_curves(
    data: str,
    variances: Float[np.ndarray, " N"],
    first: dict[str, int],
    t: Float[np.ndarray, " times"],
    s: Concept,
    seeds: Seeds,
) -> dict[str, Float[np.ndarray, "draws times"]]:
    """Return Y2 at +-sqrt(t) e_j against t, a mean over signs and two directions j.

    Both variances see the same draws of the points. The weights are exp(-|y|^2 / 2t +- y_j /
    sqrt(t)).
    """
    curves: dict[str, list[np.ndarray]] = {name: [] for name in first}
    for draw in tqdm(range(s.draws), disable=None, desc=data):
        rng = seeds.generator({"data": data}, draw)
        y = draw_directions(variances, s.loss_P, rng, unit_norm=data == "many")
        squares = 0.5 * np.einsum("pn,pn->p", y, y)[:, None]
        for name, j in first.items():
            own = np.concatenate([y[:, j : j + PROBED], -y[:, j : j + PROBED]], axis=1)
            curve = []
            for time in t:
                exponent = own / np.sqrt(time) - squares / time
                w = np.exp(exponent - exponent.max(axis=0))
                curve.append(np.mean((w**2).sum(axis=0) / w.sum(axis=0) ** 2))
            curves[name].append(np.array(curve))
    return {name: np.array(draws) for name, draws in curves.items()}


def picture(s: Concept, seeds: Seeds) -> Arrays:
    """Return points in two dimensions, t times their empirical score, and weights at a probe."""
    rng = seeds.stream("concept_picture").generator({})
    points = np.array(s.picture_stds) * rng.standard_normal((s.P, 2))
    empirical, axis = EmpiricalScore(points), np.linspace(-REACH, REACH, s.field_points)
    grid, probe = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2), np.array(PROBE)
    fields = [t * empirical.score(grid, t) for t in s.shown_t]
    weights = []
    for t in s.shown_t:
        log_weight = -((probe - points) ** 2).sum(axis=1) / (2 * t)
        weight = np.exp(log_weight - log_weight.max())
        weights.append(weight / weight.sum())
    return {
        "points": points,
        "axis": axis,
        "probe": probe,
        "t": np.array(s.shown_t),
        "fields": np.array(fields),
        "weights": np.array(weights),
    }
