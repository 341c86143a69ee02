"""Where along a ladder of K the types change: half memorised, half generalised, most spurious."""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float

from memgen.statistics.crossing import count_crossings, crossing_place
from memgen.studies.spurious_states.stack import Stack
from memgen.tables.rows import Row, row

HALF = 0.5


def onset_rows(
    types: Mapping[Stack, np.ndarray], resamples: int, rng: np.random.Generator
) -> Iterator[Row]:
    """Yield for each width where memorised falls to a half, and generalised rises to it.

    None where its ladder of K does not cross it, or does so twice. The error is a bootstrap's over
    networks and their samples, and of the ladder: a step over sqrt(12), times the square of the
    change in it.
    """
    for width in dict.fromkeys(stack.width for stack in types):
        ladder = {stack: kinds for stack, kinds in types.items() if stack.width == width}
        sizes = np.array([stack.K for stack in ladder], dtype=float)
        images = next(iter(ladder)).images
        for quantity, kind in (("memorisation_limit", "memorised"), ("onset", "generalised")):
            told = [kinds == kind for kinds in ladder.values()]
            curve = np.array([of_stack.mean() for of_stack in told])
            if count_crossings(curve, HALF) != 1:
                continue
            place = crossing_place(sizes, curve, HALF, "log")
            drawn = [_drawn(sizes, told, rng) for _ in range(resamples)]
            scatter = float(np.nanstd(drawn, ddof=1)) if np.isfinite(drawn).sum() > 1 else 0.0
            k = int(np.flatnonzero((curve[1:] > HALF) != (curve[:-1] > HALF))[0])
            step = place * np.log(sizes[k + 1] / sizes[k]) * (curve[k + 1] - curve[k]) ** 2
            error = float(np.hypot(scatter, step / np.sqrt(12)))
            count = min(len(of_stack) for of_stack in told)
            yield row(quantity, "simulation", place, error, count, images=images, width=width)


def peak_rows(
    types: Mapping[Stack, np.ndarray], resamples: int, rng: np.random.Generator
) -> Iterator[Row]:
    """Yield for each width K and height of the largest spurious fraction.

    The vertex of the parabola in log K through the largest fraction and its neighbours on either
    side; none where the largest is the first or the last. Errors by a bootstrap over networks and
    their samples, each resampling with a largest fraction of its own.
    """
    for width in dict.fromkeys(stack.width for stack in types):
        ladder = {stack: kinds for stack, kinds in types.items() if stack.width == width}
        logs = np.log([stack.K for stack in ladder])
        told = [kinds == "spurious" for kinds in ladder.values()]
        peak = vertex(logs, np.array([of_stack.mean() for of_stack in told]))
        if peak is None:
            continue
        drawn = [vertex(logs, _resampled(told, rng)) for _ in range(resamples)]
        known = np.array([each for each in drawn if each is not None])
        if len(known) < 2:
            continue
        scatter = known.std(axis=0, ddof=1)
        about = {"images": next(iter(ladder)).images, "width": width}
        count = min(len(of_stack) for of_stack in told)
        place = float(np.exp(peak[0]))
        error = place * float(scatter[0])
        yield row("spurious_peak", "simulation", place, error, count, **about)
        yield row("peak_height", "simulation", peak[1], float(scatter[1]), count, **about)


def vertex(x: Float[np.ndarray, " n"], y: Float[np.ndarray, " n"]) -> tuple[float, float] | None:
    """Return place and height of the parabola through the largest y and its two neighbours."""
    k = int(y.argmax())
    if not 0 < k < len(y) - 1:
        return None
    a, b, c = np.polyfit(x[k - 1 : k + 2] - x[k], y[k - 1 : k + 2], 2)
    if not a < 0:
        return float(x[k]), float(y[k])
    return float(x[k] - b / (2 * a)), float(c - b**2 / (4 * a))


def _resampled(told: list[np.ndarray], rng: np.random.Generator) -> Float[np.ndarray, " K"]:
    """The fractions of a resampling: networks, one fewer than there are, and their samples."""
    curve = []
    for of_stack in told:
        networks, samples = of_stack.shape
        shares = of_stack.mean(axis=1)[rng.integers(networks, size=max(networks - 1, 1))]
        curve.append((rng.binomial(samples, np.clip(shares, 0, 1)) / samples).mean())
    return np.array(curve)


def _drawn(
    sizes: Float[np.ndarray, " K"], told: list[np.ndarray], rng: np.random.Generator
) -> float:
    """The place of a resampling; nan where it has no single crossing."""
    curve = _resampled(told, rng)
    if count_crossings(curve, HALF) != 1:
        return float("nan")
    return crossing_place(sizes, curve, HALF, "log")
