"""The empirical score in two dimensions, and when directions of either variance are lost."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Concept
from memgen.statistics.crossing import crossing
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies.local_condensation import loss_times

REACH = 2.5  # half width of the picture
PROBE = (0.6, 0.15)  # where the weights are shown


def table(s: Concept, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]) -> Made:
    """Return Y2 at sqrt(t) e_j against t, and when theory says that e_j is lost; the picture.

    "few" directions are lost together (exact random energy model); "many", of points of one norm
    with effective variances s^2 / E|y|^2, at t_j = s_j^2 / (2 log P), the larger one first.
    """
    few = direction_variances(sum(counts), counts, stds)
    many = direction_variances(2 * s.many, (s.many, s.many), stds)
    one_norm = loss_times(many / many.sum(), s.loss_P, "gaussian", unit_norm=True)
    rows = [
        *loss_rows("few", few, False, loss_times(few, s.loss_P, "exact"), s, seeds),
        *loss_rows("many", many, True, one_norm, s, seeds),
    ]
    return Made(rows, arrays={"concept_picture": picture(s, seeds)})


def loss_rows(
    data: str,
    variances: Float[np.ndarray, " N"],
    unit_norm: bool,
    times: Float[np.ndarray, " N"],
    s: Concept,
    seeds: Seeds,
) -> Iterator[Row]:
    """Yield the loss of a direction of the larger and of the smaller variance.

    The variances fall; `times` is when theory says that each direction is lost.
    """
    t = np.geomspace(0.02 * times.min(), 10 * times.max(), s.times)
    curves = drawn_curves(data, variances, unit_norm, t, s, seeds)
    for direction, j in (("large", 0), ("small", -1)):
        point: Point = {"data": data, "direction": direction, "P": s.loss_P}
        yield row("loss_time", "theory", times[j], **point)
        yield from curve_rows("participation", curves[direction], {"t": t}, **point)
        half = crossing(t, curves[direction], 0.5)
        yield row("half_time", "simulation", half.place, half.stderr, half.n, **point)


def drawn_curves(
    data: str,
    variances: Float[np.ndarray, " N"],
    unit_norm: bool,
    t: Float[np.ndarray, " times"],
    s: Concept,
    seeds: Seeds,
) -> dict[str, Float[np.ndarray, "draws times"]]:
    """Return Y2 at sqrt(t) e_j against t, by direction: both see the same draws of the points."""
    curves: dict[str, list[np.ndarray]] = {"large": [], "small": []}
    for draw in tqdm(range(s.draws), disable=None, desc=data):
        rng = seeds.generator({"data": data}, draw)
        empirical = EmpiricalScore(draw_directions(variances, s.loss_P, rng, unit_norm))
        for direction, j in (("large", 0), ("small", int(variances.argmin()))):
            x = np.sqrt(t)[:, None] * np.eye(variances.size)[j]
            curves[direction].append(empirical.participation(x, t))
    return {direction: np.array(draws) for direction, draws in curves.items()}


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
