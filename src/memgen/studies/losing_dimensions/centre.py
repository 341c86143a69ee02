"""Points of one norm seen from the centre of their sphere: what is lost there, and what condenses.

At +-sqrt(t) e_j the weights are exp(+-z_j / sqrt(t)). The symmetrised responses are

    t J_ij = -delta_ij + [<z_i>_{+j} - <z_i>_{-j}] / (2 sqrt(t)),

the same mean for any number of points; the participation falls with their number.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.measures.geometry.dimension import detect_dimension
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Centre
from memgen.statistics.crossing import crossing
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies.one_norm import one_norm_variances
from memgen.theory.energies.one_norm_levels import (
    levels_participation,
    one_norm_levels,
    participation_time,
    population_loss_time,
    population_response,
)
from memgen.theory.spectra import slide_jacobian_law

LEVEL = 0.5
PROBED = 2  # directions of either variance that are probed, from both sides
AROUND = np.geomspace(0.3, 3.0, 6)  # times at which Y2 is measured, over theory's
SPAN = np.array([0.6, 0.8, 1.0, 1.25, 1.6])  # those at which responses are, likewise


def table(
    s: Centre,
    seeds: Seeds,
    N: int,
    counts: tuple[int, int],
    stds: tuple[float, float],
    floor: float,
) -> Iterator[Row]:
    """Yield spectra and dimensions against t, then times of loss and condensation against P.

    "loss_time" is the t below which |t J_jj| exceeds a normal direction's 1, in theory for P to
    infinity; "half_time" that at which Y2 is 1/2 at sqrt(t) e_j, in theory at each P;
    "condensation_time" is s_j^2 / (2 log P). P = 0 stands for infinitely many points.
    """
    variances = direction_variances(N, counts, stds, floor)
    manifold = sum(counts)
    times = np.geomspace(*s.sigma_range, s.sigmas)[::-1] ** 2
    population = np.sort(np.abs(population_responses(times, variances)))[:, ::-1]
    for k, t in enumerate(map(float, times)):
        law = slide_jacobian_law(t, variances, s.shown_P[1], unit_norm=True)
        published = np.sort(t * law.singular_values)[::-1]
        seen = float(dimension(published, manifold, s))
        yield row("dimension", "theory", seen, panel="published", P=s.shown_P[1], t=t)
        point: Point = {"panel": "centre", "P": 0, "t": t}
        yield from spectrum_rows(population[[k]], manifold, s, point)
    for P in s.shown_P:
        draws = range(s.spectra_draws)
        clouds = [points(variances, P, seeds, k) for k in tqdm(draws, disable=None, desc=f"P={P}")]
        for t in map(float, times):
            found = [np.linalg.svd(responses(z, t), compute_uv=False) for z in clouds]
            point = {"panel": "centre", "P": P, "t": t}
            yield from spectrum_rows(np.array(found), manifold, s, point)
    yield from time_rows(variances, counts, s, seeds)


def points(
    variances: Float[np.ndarray, " N"], P: int, seeds: Seeds, draw: int
) -> Float[np.ndarray, "P N"]:
    """Return P points of one norm."""
    return draw_directions(variances, P, seeds.generator({"P": P}, draw), unit_norm=True)


def responses(z: Float[np.ndarray, "P N"], t: float) -> Float[np.ndarray, "N N"]:
    """Return t times the symmetrised responses at the centre to steps along the coordinates."""
    level = z / np.sqrt(t)
    ends = []
    for sign in (1, -1):
        weight = np.exp(sign * level - (sign * level).max(axis=0))
        ends.append(z.T @ weight / weight.sum(axis=0))
    return (ends[0] - ends[1]) / (2 * np.sqrt(t)) - np.eye(z.shape[1])


def population_responses(
    times: Float[np.ndarray, " times"], variances: Float[np.ndarray, " N"]
) -> Float[np.ndarray, "times N"]:
    """Return t J_jj of infinitely many points; by symmetry nothing is off the diagonal."""
    found = np.empty((times.size, variances.size))
    for variance in np.unique(variances):
        same = np.flatnonzero(variances == variance)
        levels = one_norm_levels(variances, int(same[0]), float(times.min()))
        of_times = [population_response(float(t), levels) for t in times]
        found[:, same] = np.array(of_times)[:, None]
    return found


def dimension(values: Float[np.ndarray, " N"], manifold: int, s: Centre) -> int:
    """Return the dimension seen among the least values, the manifold's and a few `beside`."""
    window = values[-(manifold + s.beside) :]
    return detect_dimension(window, spike=s.spike, height=s.height).dimension


def spectrum_rows(
    values: Float[np.ndarray, "draws N"], manifold: int, s: Centre, point: Point
) -> Iterator[Row]:
    """Yield the mean ordered spectrum, over the largest value looked at, and its dimension."""
    shown = values[:, -(manifold + s.beside) :]
    shown = shown / shown[:, :1]
    seen = [float(dimension(spectrum, manifold, s)) for spectrum in values]
    if len(values) == 1:
        for k, value in enumerate(shown[0], start=1):
            yield row("singular_value", "theory", value, **point, rank=k)
        yield row("dimension", "theory", seen[0], **point)
        return
    for k, column in enumerate(shown.T, start=1):
        yield mean_row("singular_value", column, **point, rank=k)
    yield mean_row("dimension", np.array(seen), **point)


def time_rows(
    variances: Float[np.ndarray, " N"], counts: tuple[int, int], s: Centre, seeds: Seeds
) -> Iterator[Row]:
    """Yield for each P and either variance when it is lost at the centre, and when it condenses."""
    effective = one_norm_variances(variances)
    first = {"large": 0, "small": counts[0]}
    lost = {name: population_loss_time(variances, j) for name, j in first.items()}
    for name, j in first.items():
        at: Point = {"panel": "times", "direction": name}
        yield row("loss_time", "theory", lost[name], **at)
        yield row("tangent_loss_time", "theory", effective[j] / 2, **at)
    for P in s.P:
        half = {name: participation_time(variances, j, P, LEVEL) for name, j in first.items()}
        count = max(s.least_draws, min(s.most_draws, s.points // P))
        found: dict[tuple[str, str], list[np.ndarray]] = {}
        for draw in tqdm(range(count), disable=None, desc=f"times, P={P}"):
            z = points(variances, P, seeds.stream("centre_times"), draw)
            for name, j in first.items():
                own = z[:, j : j + PROBED]
                for key, value in probed(own, AROUND * half[name], lost[name]).items():
                    found.setdefault((name, key), []).append(value)
        for name, j in first.items():
            at = {"panel": "times", "direction": name, "P": P}
            yield row("half_time", "theory", half[name], **at)
            log_P = np.log(P)
            yield row("condensation_time", "theory", effective[j] / (2 * log_P), **at)
            measured = crossing(AROUND * half[name], np.array(found[name, "Y2"]), LEVEL)
            yield row("half_time", "simulation", measured.place, measured.stderr, count, **at)
            out = crossing(SPAN * lost[name], np.array(found[name, "response"]), 1.0)
            yield row("loss_time", "simulation", out.place, out.stderr, count, **at)
            there = np.array(found[name, "there"])
            yield mean_row("participation", there, **at, t=lost[name])
            levels = one_norm_levels(variances, j, lost[name])
            exact = levels_participation(levels, lost[name], P)
            yield row("participation", "theory", exact, **at, t=lost[name])


def probed(
    z: Float[np.ndarray, "P directions"], half: Float[np.ndarray, " times"], lost: float
) -> dict[str, np.ndarray]:
    """Return Y2 near `half`, t J_jj near `lost`, and Y2 there: means over directions and signs."""
    both = np.concatenate([z, -z], axis=1)
    top = both.max(axis=0)
    Y2 = []
    for t in half:
        weight = np.exp((both - top) / np.sqrt(t))
        Y2.append(np.mean((weight**2).sum(axis=0) / weight.sum(axis=0) ** 2))
    response = []
    for t in SPAN * lost:
        weight = np.exp((both - top) / np.sqrt(t))
        share = weight.sum(axis=0)
        response.append(np.mean((weight * both).sum(axis=0) / share) / np.sqrt(t) - 1)
        if t == lost:
            there = np.mean((weight**2).sum(axis=0) / share**2)
    return {"Y2": np.array(Y2), "response": np.array(response), "there": there}
