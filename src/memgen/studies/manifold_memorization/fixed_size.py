"""Collapse time at fixed N and P, one latent dimension D: all activations on the same draws."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from memgen.activations import ActivationName, get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import FixedSize
from memgen.statistics.crossing import Crossing
from memgen.statistics.probit_crossing import SharedCrossing, probit_crossing, ratio_of_crossings
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import own_pattern
from memgen.theory.manifold.linear import collapse_time_small_alpha_D
from memgen.theory.manifold.sampled_levels import own_weight_given

# Places of the grid about the crossing at which finite-size theory is computed.
NEAR = 4


@dataclass(frozen=True)
class Draw:
    """F, the latents of all points, and probes: common random numbers of all activations."""

    F: np.ndarray
    latents: np.ndarray
    index: np.ndarray
    noise: np.ndarray


def table(s: FixedSize, seeds: Seeds, D: int) -> Iterator[Row]:
    """Yield t_c of each activation and its ratio to the linear manifold's.

    In the limit, for small alpha_D, by finite-size theory and as simulated. The activations share
    F, latents and noise, so that the ratio is free of most of their fluctuations.
    """
    alpha = np.log(s.P) / s.N
    size: Point = {"N": s.N, "P": s.P, "D": D}
    draws = [drawn(s, D, seeds.generator(size, k)) for k in range(s.draws)]
    names: list[ActivationName] = ["linear"]
    names.extend(name for name in s.activations if name != "linear")
    limits = {name: collapse_time(alpha, D / s.N, name) for name in names}
    grids = {name: t * np.exp(np.linspace(-s.span, s.span, s.times)) for name, t in limits.items()}
    measured = {name: simulated(draws, grids[name], name) for name in names}
    exact = linear_finite_size(s, D, grids["linear"], measured["linear"], seeds)
    ratios = sampled_ratios(s, D, draws, grids, measured, seeds)
    for name in names:
        slope = get_activation(name).mean_squared_slope()
        point: Point = {**size, "activation": name, "alpha": alpha, "alpha_D": D / s.N}
        small = slope * collapse_time_small_alpha_D(alpha, D / s.N)
        yield row("collapse_time", "theory", limits[name], **point)
        yield row("collapse_time_small_alpha_D", "theory", small, **point)
        yield crossing_row("collapse_time", "simulation", measured[name].crossing(), point)
        if name == "linear":
            yield crossing_row("collapse_time_finite_size", "theory", exact, point)
            continue
        # Relative to E[sigma'^2], which is the ratio's limit for small alpha_D.
        limit = limits[name] / limits["linear"] / slope
        yield row("prefactor", "theory", limit, **point)
        ratio = ratio_of_crossings(measured[name], measured["linear"])
        yield crossing_row("prefactor", "simulation", ratio, point, slope)
        if name in ratios:
            yield crossing_row("prefactor_finite_size", "theory", ratios[name], point, slope)
            time = product(exact, ratios[name])
            yield crossing_row("collapse_time_finite_size", "theory", time, point)


def drawn(s: FixedSize, D: int, rng: np.random.Generator) -> Draw:
    """Return one draw of F, of the points' latents, and of the probes with their noise."""
    F = draw_matrix(s.N, D, rng)
    latents = rng.standard_normal((s.P, D))
    probes = min(s.probes, s.P)
    index = rng.choice(s.P, size=probes, replace=False)
    return Draw(F, latents, index, rng.standard_normal((probes, s.N)))


def simulated(draws: list[Draw], t: np.ndarray, activation: ActivationName) -> SharedCrossing:
    """Return where the mean own weight crosses 1/2."""
    weights = []
    for draw in draws:
        points = HiddenManifold(draw.F, activation).embed(draw.latents)
        probes = Probes(points[draw.index], draw.noise, draw.index)
        weights.append(collapse_curves(probes, points, t).own_weight.mean(axis=0))
    return probit_crossing(t, np.array(weights), 0.5)


def linear_finite_size(
    s: FixedSize, D: int, t: np.ndarray, about: SharedCrossing, seeds: Seeds
) -> Crossing:
    """Return where the linear manifold's own weight crosses 1/2 by finite-size theory."""

    def weights(t: np.ndarray) -> np.ndarray:
        rng = seeds.stream("fixed_size_theory").generator({"N": s.N, "P": s.P, "D": D})
        return own_pattern(t, s.N, D, float(np.log(s.P)), s.theory_draws, rng).weight

    return crossing_near(t, about, weights).crossing()


def sampled_ratios(
    s: FixedSize,
    D: int,
    draws: list[Draw],
    grids: Mapping[str, np.ndarray],
    measured: Mapping[str, SharedCrossing],
    seeds: Seeds,
) -> dict[str, Crossing]:
    """Return t_c of the curved manifolds over the linear one's, by finite-size theory.

    Averaged over the other points of each probe, with the simulation's F and noise. Empty where D
    is too large to sample.
    """
    if s.theory_up_to < D:
        return {}
    log_P, samples = float(np.log(s.P)), s.samples_per_dimension * D
    crossings = {}
    for name, grid in grids.items():

        def weights(t: np.ndarray, name: str = name) -> np.ndarray:
            curves = []
            for k, draw in enumerate(draws):
                # common random numbers of the sampling too
                rng = seeds.stream("fixed_size_sampling").generator({"D": D}, k)
                latent = draw.latents[draw.index[: s.theory_probes]]
                noise = draw.noise[: s.theory_probes]
                weight = own_weight_given(draw.F, latent, noise, t, log_P, samples, rng, name)
                curves.append(weight.mean(axis=0))
            return np.array(curves)

        crossings[name] = crossing_near(grid, measured[name], weights)
    linear = crossings.pop("linear")
    return {name: ratio_of_crossings(curved, linear) for name, curved in crossings.items()}


def crossing_near(
    grid: np.ndarray, about: SharedCrossing, weights: Callable[[np.ndarray], np.ndarray]
) -> SharedCrossing:
    """Return where weights (draws, times) cross 1/2: near another crossing, if they do there."""
    first = int(np.searchsorted(grid, about.place)) - NEAR // 2
    for t in (grid[np.clip(first, 0, len(grid) - NEAR) :][:NEAR], grid):
        curves = weights(t)
        mean = curves.mean(axis=0)
        if mean.min() < 0.5 < mean.max():
            break
    return probit_crossing(t, curves, 0.5)


def product(first: Crossing, second: Crossing) -> Crossing:
    """Return first times second, of independent draws."""
    place = first.place * second.place
    relative = np.hypot(first.stderr / first.place, second.stderr / second.place)
    return Crossing(place, float(place * relative), min(first.n, second.n))


def crossing_row(
    quantity: str, kind: str, crossing: Crossing, point: Point, unit: float = 1.0
) -> Row:
    """Return the row of a crossing in units of `unit`."""
    return row(quantity, kind, crossing.place / unit, crossing.stderr / unit, crossing.n, **point)
