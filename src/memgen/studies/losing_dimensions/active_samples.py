"""Number of active samples on a slice of x at several t, and where theories put its border."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import ActiveSamples
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.local_condensation import local_condensation_time, local_participation

LEVEL = 0.5
MODELS = ("finite", "exact", "gaussian")


def table(
    s: ActiveSamples, seeds: Seeds, counts: tuple[int, int], stds: tuple[float, float]
) -> Iterator[Row]:
    """Yield Y2 at x = x1 e_1 + x2 e_N for each t, e_1 of the larger, e_N of the smaller variance.

    One quadrant: the others are the same, and what is drawn is a mean over them. "border" is the
    |x| at which Y2 is 1/2 in each theory, against the angle of x to e_1, up to twice the reach;
    "border_participation" is the measured Y2 there, a mean over angles.
    """
    variances = direction_variances(sum(counts), counts, stds)
    axis = np.linspace(0.0, s.reach, s.grid)
    angles = np.linspace(0.0, np.pi / 2, s.angles)
    for t in s.times:
        borders = {model: border(t, angles, variances, s, model) for model in MODELS}
        sums = []
        on_border: dict[str, list[float]] = {model: [] for model in MODELS}
        for draw in tqdm(range(s.draws), disable=None, desc=f"t = {t}"):
            y = draw_directions(variances, s.P, seeds.generator({"t": t, "P": s.P}, draw))
            sums.append(slice_participation(y, t, axis))
            for model, radius in borders.items():
                seen = np.isfinite(radius)
                if seen.any():
                    x1, x2 = polar(radius[seen], angles[seen])
                    on_border[model].append(point_participation(y, t, x1, x2).mean())
        drawn = np.array(sums)
        for i, x1 in enumerate(axis):
            for k, x2 in enumerate(axis):
                point: Point = {"t": t, "x1": float(x1), "x2": float(x2), "P": s.P}
                yield mean_row("participation", drawn[:, i, k], **point)
        for model, radius in borders.items():
            at: Point = {"t": t, "P": s.P, "model": model}
            for angle, value in zip(angles, radius, strict=True):
                if np.isfinite(value):
                    yield row("border", "theory", float(value), **at, angle=float(angle))
            if on_border[model]:
                yield mean_row("border_participation", np.array(on_border[model]), **at)


def border(
    t: float,
    angles: Float[np.ndarray, " angles"],
    variances: Float[np.ndarray, " N"],
    s: ActiveSamples,
    model: str,
) -> Float[np.ndarray, " angles"]:
    """Return the |x| at which Y2 is 1/2 in a theory; nan if that is beyond twice the reach."""

    def excess(radius: float, angle: float) -> float:
        x = np.zeros(variances.size)
        x[0], x[-1] = polar(radius, angle)
        return _participation(t, x, variances, s.P, model) - LEVEL

    found = np.full(angles.size, np.nan)
    for k, angle in enumerate(angles):
        if excess(0.0, angle) < 0 < excess(2 * s.reach, angle):
            found[k] = brentq(excess, 0.0, 2 * s.reach, args=(angle,), xtol=2e-3)
    return found


def _participation(
    t: float, x: Float[np.ndarray, " N"], variances: Float[np.ndarray, " N"], P: int, model: str
) -> float:
    if model == "finite":
        return finite_participation(t, x, variances, P)
    if model == "exact":
        return local_participation(t, x, variances, P, "exact")
    return 1 - t / local_condensation_time(x, variances, P, "gaussian")


def polar(radius, angle):
    """Return x1 and x2."""
    return radius * np.cos(angle), radius * np.sin(angle)


def slice_participation(
    y: Float[np.ndarray, "P N"], t: float, axis: Float[np.ndarray, " places"]
) -> Float[np.ndarray, "places places"]:
    """Return Y2 on the grid of a quadrant, a mean over all four; x1 along rows.

    The weights are products of one factor for each coordinate, and their sums matrix products.
    """
    rest = 0.5 * np.einsum("pn,pn->p", y[:, 1:-1], y[:, 1:-1])[:, None]
    found = 0.0
    for sign in (1, -1):
        first = _factor(y[:, [0]] - sign * axis, t, rest)
        for other in (1, -1):
            second = _factor(y[:, [-1]] - other * axis, t, 0.0)
            found = found + (first**2).T @ second**2 / (first.T @ second) ** 2
    return found / 4


def _factor(distance: np.ndarray, t: float, rest: np.ndarray | float) -> np.ndarray:
    """Return exp(-(distance^2 / 2 + rest) / t) over its largest value at each place."""
    energy = distance**2 / 2 + rest
    return np.exp((energy.min(axis=0) - energy) / t)


def point_participation(
    y: Float[np.ndarray, "P N"], t: float, x1: np.ndarray, x2: np.ndarray
) -> Float[np.ndarray, " places"]:
    """Return Y2 at the points (+-x1, +-x2), a mean over the signs."""
    rest = 0.5 * np.einsum("pn,pn->p", y[:, 1:-1], y[:, 1:-1])[:, None]
    found = np.zeros(x1.size)
    for sign in (1, -1):
        for other in (1, -1):
            energy = rest + (y[:, [0]] - sign * x1) ** 2 / 2 + (y[:, [-1]] - other * x2) ** 2 / 2
            w = np.exp((energy.min(axis=0) - energy) / t)
            found += (w**2).sum(axis=0) / w.sum(axis=0) ** 2
    return found / 4
