"""Where the weights condense along each direction: drawn points and three theories."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Condensation
from memgen.statistics.crossing import crossing, crossing_place
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import (
    Model,
    local_condensation_time,
    local_participation,
)

LEVEL = 0.5
MODELS: tuple[Model, ...] = ("exact", "gaussian")


def table(
    s: Condensation, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]
) -> Iterator[Row]:
    """Yield t_c and the t at Y2 = 1/2 at x = |x| e for each direction e and each |x|.

    e is along a direction of the larger or of the smaller variance, or off the data (normal). At
    the middle |x| the whole curve of Y2 against t comes with them.
    """
    # One coordinate off the data, of variance 0.
    variances = np.append(direction_variances(sum(counts), counts, stds), 0.0)
    N = variances.size - 1
    t = np.geomspace(*s.t_range, s.times)
    fine = np.geomspace(0.3 * t[0], 3 * t[-1], s.theory_times)
    for name, j in {"large": 0, "small": N - 1, "normal": N}.items():
        for radius in tqdm(s.radii, disable=None, desc=name):
            x = radius * np.eye(N + 1)[j]
            point: Point = {"direction": name, "radius": radius, "P": s.P}
            for model in MODELS:
                t_c = local_condensation_time(x, variances, s.P, model)
                yield row("condensation_time", "theory", t_c, **point, model=model)
                half = crossing_place(fine, theory_curve(fine, x, variances, s.P, model), LEVEL)
                yield row("half_time", "theory", half, **point, model=model)
            finite = np.array([finite_participation(v, x, variances, s.P) for v in fine])
            half = crossing_place(fine, finite, LEVEL)
            yield row("half_time", "theory", half, **point, model="finite")
            draws = drawn_curves(t, x, variances, s, seeds, point)
            measured = crossing(t, draws, LEVEL)
            place, stderr, n = measured.place, measured.stderr, measured.n
            yield row("half_time", "simulation", place, stderr, n, **point)
            if radius == s.radii[len(s.radii) // 2]:
                yield from curve_rows("participation", draws, {"t": t}, **point)
                curves = {"finite": finite}
                curves |= {m: theory_curve(fine, x, variances, s.P, m) for m in MODELS}
                yield from theory_rows(fine, curves, point)


def theory_curve(
    t: Float[np.ndarray, " times"], x: np.ndarray, variances: np.ndarray, P: int, model: Model
) -> Float[np.ndarray, " times"]:
    """Return Y2 at x against t in a random energy model."""
    return np.array([local_participation(v, x, variances, P, model) for v in t])


def drawn_curves(
    t: Float[np.ndarray, " times"],
    x: Float[np.ndarray, " N"],
    variances: Float[np.ndarray, " N"],
    s: Condensation,
    seeds: Seeds,
    point: Point,
) -> Float[np.ndarray, "draws times"]:
    """Return Y2 at x against t for each draw of the points, whose last coordinate is 0."""
    curves = []
    for draw in range(s.draws):
        rng = seeds.generator(point, draw)
        y = np.append(draw_directions(variances[:-1], s.P, rng), np.zeros((s.P, 1)), axis=1)
        curves.append(EmpiricalScore(y).participation(np.repeat(x[None], t.size, 0), t))
    return np.array(curves)


def theory_rows(t: np.ndarray, curves: dict[str, np.ndarray], point: Point) -> Iterator[Row]:
    """Yield the rows of the theory's curves, by model."""
    for model, curve in curves.items():
        for time, value in zip(t, curve, strict=True):
            yield row("participation", "theory", value, **point, t=time, model=model)
