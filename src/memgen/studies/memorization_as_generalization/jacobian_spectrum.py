"""Spectra of sub-manifolds of several variances: densities, the Jacobian's, and its gaps."""

from collections.abc import Iterator, Sequence

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
from memgen.theory.spectra import bulk_edges, gap_width, jacobian_density, spectral_density

POINTS = 300
GAP_TIMES = POINTS // 3
# Where the arc of a bulk begins and ends, since densities vanish at its edges.
ARC = (0.0005, np.pi - 0.0005)

Density = tuple[Float[np.ndarray, " points"], Float[np.ndarray, " points"]]


def table(s: JacobianSpectrum, seeds: Seeds) -> Made:
    """Return densities and gaps in theory, and how far drawn spectra are from them.

    `gap` counts from the largest variances down; the last one is "final", above the spike of the
    directions off the manifold.
    """
    ratios, variances = np.array(s.aspect_ratios), np.array(s.variances)
    edges = bulk_edges(ratios, variances)
    bulks = [bulk_densities(low, high, s) for low, high in edges]
    t = np.geomspace(*s.t_range, GAP_TIMES)
    gaps = [*range(len(edges) - 1), "final"]
    rows: list[Row] = []
    for number, bulk in enumerate(bulks):
        rows += density_rows(number, bulk, s.t)
    for gap in gaps:
        for time, width in zip(t, gap_width(t, ratios, variances, gap), strict=True):
            rows.append(row("gap", "theory", width, gap=str(gap), t=time))
    levels = [draw_levels(s, seeds, draw) for draw in tqdm(range(s.draws), disable=None)]
    rows += distance_rows(levels, bulks, s)
    if len(edges) == len(variances):
        rows += gap_rows(levels, gaps, t, s)
    return Made(rows, arrays={"jacobian_spectrum_values": {"levels": levels[0]}})


def bulk_densities(low: float, high: float, s: JacobianSpectrum) -> dict[str, Density]:
    """Return the densities of gamma, and of r = -t / (t + gamma), on a grid over one bulk."""
    theta = np.linspace(*ARC, POINTS)
    level = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
    r = -s.t / (s.t + level)
    ratios, variances = np.array(s.aspect_ratios), np.array(s.variances)
    return {
        "density": (level, spectral_density(level, ratios, variances)),
        "jacobian_density": (r, jacobian_density(r, s.t, ratios, variances)),
    }


def density_rows(number: int, bulk: dict[str, Density], t: float) -> Iterator[Row]:
    """Yield the densities of one bulk; that of the Jacobian is at noise variance t."""
    for quantity, (x, density) in bulk.items():
        point: Point = {"bulk": number}
        # The column of t stands behind that of x.
        noise: Point = {"t": t} if quantity == "jacobian_density" else {}
        for place, value in zip(x, density, strict=True):
            yield row(quantity, "theory", value, **point, x=place, **noise)


def draw_levels(s: JacobianSpectrum, seeds: Seeds, draw: int) -> Float[np.ndarray, " D"]:
    """Return the eigenvalues of F^T F in one draw, ascending."""
    F = draw_columns(s.N, column_counts(s), s.variances, seeds.generator({"N": s.N}, draw))
    return np.linalg.eigvalsh(F.T @ F)


def column_counts(s: JacobianSpectrum) -> list[int]:
    """Return m_k, the dimensions of the sub-manifolds."""
    return [round(ratio * s.N) for ratio in s.aspect_ratios]


def distance_rows(
    levels: Sequence[Float[np.ndarray, " D"]],
    bulks: Sequence[dict[str, Density]],
    s: JacobianSpectrum,
) -> Iterator[Row]:
    """Yield the Kolmogorov distance of drawn eigenvalues to the density of all bulks."""
    for quantity, drawn in (
        ("density", levels),
        ("jacobian_density", [-s.t / (s.t + level) for level in levels]),
    ):
        x, density = (
            np.concatenate(part) for part in zip(*(bulk[quantity] for bulk in bulks), strict=True)
        )
        distances = np.array([kolmogorov_distance(values, x, density) for values in drawn])
        yield mean_row("kolmogorov_distance", distances, N=s.N, of=quantity)


def gap_rows(
    levels: Sequence[Float[np.ndarray, " D"]],
    gaps: Sequence[int | str],
    t: Float[np.ndarray, " times"],
    s: JacobianSpectrum,
) -> Iterator[Row]:
    """Yield the measured gaps, between the blocks of columns by their numbers."""
    counts = column_counts(s)
    for number, gap in enumerate(gaps):
        # Variances fall, so that the first blocks have the largest eigenvalues.
        above = sum(counts[: number + 1])
        widths = np.array([measured_gap(level, above, t) for level in levels])
        for time, width in zip(t, widths.T, strict=True):
            yield mean_row("gap", width, gap=str(gap), t=time, N=s.N)
