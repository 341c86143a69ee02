"""Spectra of sub-manifolds of several variances: the density, the Jacobian's spectrum, its gaps."""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.measures.geometry.gap_widths import gap_width as measured_gap
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import JacobianSpectrum
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.spectra import (
    bulk_edges,
    gap_opening_time,
    gap_width,
    jacobian_quantiles,
    spectral_density,
    widest_gap_time,
)

POINTS = 300
GAP_TIMES = POINTS // 3
# Where the arc of a bulk begins and ends, since densities vanish at its edges.
ARC = (0.0005, np.pi - 0.0005)
# The final gap only grows: it counts from where it is this wide.
HALF = 0.5
# Minus the mean of the Tracy-Widom law of real matrices (Commun. Math. Phys. 177, 727 (1996)).
TRACY_WIDOM = 1.2065336
NEAR = 1e-4  # of a bulk's width: where its density is a square root

Gap = int | Literal["final"]
Levels = Float[np.ndarray, " D"]
Density = tuple[Float[np.ndarray, " points"], Float[np.ndarray, " points"]]


def table(s: JacobianSpectrum, seeds: Seeds) -> Made:
    """Return the density, ordered spectra at the time of each gap, and the gaps.

    `gap` counts from the largest variances down; the last one is "final", above the spike of the
    directions off the manifold. Its time is where it is widest, or 1/2 wide (final).
    """
    edges = bulk_edges(s.aspect_ratios, s.variances)
    bulks = [bulk_density(low, high, s) for low, high in edges]
    gaps: list[Gap] = [*range(len(edges) - 1), "final"]
    times = [gap_time(gap, s) for gap in gaps]
    rows: list[Row] = []
    for number, (x, density) in enumerate(bulks):
        rows += [
            row("density", "theory", value, bulk=number, x=place)
            for place, value in zip(x, density, strict=True)
        ]
    levels = [draw_levels(s, seeds, draw) for draw in tqdm(range(s.draws), disable=None)]
    x, density = (np.concatenate(part) for part in zip(*bulks, strict=True))
    distances = np.array([kolmogorov_distance(drawn, x, density) for drawn in levels])
    rows.append(mean_row("kolmogorov_distance", distances, N=s.N))
    rows.append(row("nonzero_eigenvalues", "theory", float(levels[0].size), N=s.N))
    for gap, time in zip(gaps, times, strict=True):
        rows.append(row("time", "theory", time, gap=str(gap)))
        finite = finite_gap_time(gap, edges, s)
        rows.append(row("time", "theory", finite, gap=str(gap), N=s.N))
        rows += ordered_rows(levels, str(gap), time, s)
    rows += width_rows(gaps, s)
    if len(edges) == len(s.variances):
        rows += drawn_gap_rows(levels, gaps, s)
    return Made(rows, arrays={"jacobian_spectrum_values": {"levels": levels[0]}})


def gap_time(gap: Gap, s: JacobianSpectrum) -> float:
    """Return t = sqrt(g_1 g_2) of an intermediate gap, and gamma_- of the final one."""
    if gap == "final":
        return gap_opening_time(s.aspect_ratios, s.variances, HALF)
    return widest_gap_time(s.aspect_ratios, s.variances, gap)


def finite_gap_time(gap: Gap, edges: Float[np.ndarray, "bulks two"], s: JacobianSpectrum) -> float:
    """Return the same from the mean extreme eigenvalues at this N.

    With rho = (kappa / pi) sqrt(distance) at an edge, the extreme one lies (kappa N)^{-2/3} times
    the Tracy-Widom mean inside of it (real F; edges far from each other).
    """

    def extreme(bulk: int, upper: int) -> float:
        low, high = edges[bulk]
        edge, inward = (high, -1) if upper else (low, 1)
        distance = NEAR * (high - low)
        place = np.array([edge + inward * distance])
        density = spectral_density(place, s.aspect_ratios, s.variances)[0]
        kappa = np.pi * density / np.sqrt(distance)
        return float(edge + inward * TRACY_WIDOM * (kappa * s.N) ** (-2 / 3))

    if gap == "final":
        return extreme(0, upper=0)
    above = len(edges) - 1 - gap
    return float(np.sqrt(extreme(above, upper=0) * extreme(above - 1, upper=1)))


def bulk_density(low: float, high: float, s: JacobianSpectrum) -> Density:
    """Return the density of the eigenvalues of F F^T on a grid over one bulk."""
    theta = np.linspace(*ARC, POINTS)
    level = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
    return level, spectral_density(level, s.aspect_ratios, s.variances)


def draw_levels(s: JacobianSpectrum, seeds: Seeds, draw: int) -> Levels:
    """Return the eigenvalues of F^T F in one draw, ascending."""
    F = draw_columns(s.N, column_counts(s), s.variances, seeds.generator({"N": s.N}, draw))
    return np.linalg.eigvalsh(F.T @ F)


def column_counts(s: JacobianSpectrum) -> list[int]:
    """Return m_k, the dimensions of the sub-manifolds."""
    return [round(ratio * s.N) for ratio in s.aspect_ratios]


def ordered_rows(
    levels: Sequence[Levels], gap: str, t: float, s: JacobianSpectrum
) -> Iterator[Row]:
    """Yield the spectrum of t grad score in order, against the share of eigenvalues below."""
    ranks = (np.arange(POINTS) + 0.5) / POINTS
    curve = jacobian_quantiles(ranks, t, s.aspect_ratios, s.variances)
    for rank, value in zip(ranks, curve, strict=True):
        yield row("ordered", "theory", value, gap=gap, t=t, rank=rank)
    off = s.N - levels[0].size
    every = max(1, s.N // s.shown)
    for k in range(every // 2, s.N, every):
        drawn = [-t / (t + of_draw[k - off]) if k >= off else -1.0 for of_draw in levels]
        yield mean_row("ordered", np.array(drawn), gap=gap, t=t, rank=(k + 0.5) / s.N, N=s.N)


def width_rows(gaps: Sequence[Gap], s: JacobianSpectrum) -> Iterator[Row]:
    """Yield the widths of the gaps in theory."""
    t = np.geomspace(*s.t_range, GAP_TIMES)
    for gap in gaps:
        widths = gap_width(t, s.aspect_ratios, s.variances, gap)
        for time, width in zip(t, widths, strict=True):
            yield row("gap", "theory", width, gap=str(gap), t=time)


def drawn_gap_rows(
    levels: Sequence[Levels], gaps: Sequence[Gap], s: JacobianSpectrum
) -> Iterator[Row]:
    """Yield widths and times of the drawn gaps, between the blocks of columns by their numbers."""
    counts = column_counts(s)
    t = np.geomspace(*s.t_range, s.times)
    for number, gap in enumerate(gaps):
        # Variances fall, so that the first blocks have the largest eigenvalues.
        above = sum(counts[: number + 1])
        widths = np.array([measured_gap(level, above, t) for level in levels])
        point: Point = {"gap": str(gap), "N": s.N}
        for time, width in zip(t, widths.T, strict=True):
            yield mean_row("gap", width, **point, t=time)
        inner = np.array([level[-above] for level in levels])
        if gap == "final":
            yield mean_row("time", inner, **point)
        else:
            outer = np.array([level[-above - 1] for level in levels])
            yield mean_row("time", np.sqrt(inner * outer), **point)
