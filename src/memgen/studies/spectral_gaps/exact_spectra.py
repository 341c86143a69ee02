"""Density of the Jacobian's eigenvalues, theory and drawn manifolds, one and two variances."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.linear_columns import draw_columns
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ExactSpectra
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.spectra import bulk_edges, jacobian_density, widest_gap_time

# Distance from the edges, where the density has no slope, in the angle that runs over a bulk.
MARGIN = 0.0005


def table(s: ExactSpectra, seeds: Seeds, normalization: Normalization) -> Made:
    """Return densities, distances of drawn spectra to them, and the spectra of all draws.

    Eigenvalues gamma of F F^T are r = -t / (t + gamma) of t grad score.
    """
    cases = {
        "one": ((s.aspect_ratio,), (1.0,)),
        "two": (s.aspect_ratios, s.variances),
    }
    rows, arrays = [], {}
    for case, (ratios, variances) in cases.items():
        levels = drawn_levels(case, ratios, variances, s, seeds, normalization)
        unit = panel_unit(ratios, variances, normalization)
        for panel, factor in enumerate(s.factors):
            t = factor * unit
            point: Point = {"case": case, "panel": panel, "t": t, "N": s.N}
            bulks = densities(t, ratios, variances, normalization, s.points)
            for number, (r, density) in enumerate(bulks):
                rows += density_rows(r, density, number, point)
            grid, whole = (np.concatenate(parts) for parts in zip(*bulks, strict=True))
            distances = [kolmogorov_distance(-t / (t + level), grid, whole) for level in levels]
            rows.append(mean_row("kolmogorov_distance", np.array(distances), **point))
            rows.append(row("spike", "theory", 1 - float(np.sum(ratios)), **point))
            rows += moment_rows(bulks, [-t / (t + level) for level in levels], ratios, s.N, point)
            arrays[f"{case}_{panel}"] = -t / (t + np.array(levels))
    return Made(rows, arrays={"exact_spectra_values": arrays})


def panel_unit(
    ratios: Sequence[float], variances: Sequence[float], normalization: Normalization
) -> float:
    """Return t where the gap between the bulks is widest; for one bulk sqrt(gamma_- gamma_+)."""
    edges = bulk_edges(ratios, variances, normalization)
    if len(edges) > 1:
        return widest_gap_time(ratios, variances, 0, normalization)
    return float(np.sqrt(edges[0].prod()))


def drawn_levels(
    case: str,
    ratios: Sequence[float],
    variances: Sequence[float],
    s: ExactSpectra,
    seeds: Seeds,
    normalization: Normalization,
) -> list[Float[np.ndarray, " D"]]:
    """Return the eigenvalues of F^T F of each drawn manifold, ascending."""
    counts = [round(ratio * s.N) for ratio in ratios]
    levels = []
    for draw in tqdm(range(s.draws), disable=None, desc=case):
        rng = seeds.generator({"case": case, "N": s.N}, draw)
        F = draw_columns(s.N, counts, variances, rng, normalization)
        levels.append(np.linalg.eigvalsh(F.T @ F))
    return levels


def densities(
    t: float,
    ratios: Sequence[float],
    variances: Sequence[float],
    normalization: Normalization,
    points: int,
) -> list[tuple[Float[np.ndarray, " points"], Float[np.ndarray, " points"]]]:
    """Return (r, density) of each bulk, on a grid that is dense at its edges."""
    theta = np.linspace(MARGIN, np.pi - MARGIN, points)
    bulks = []
    for low, high in bulk_edges(ratios, variances, normalization):
        level = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
        r = -t / (t + level)
        bulks.append((r, jacobian_density(r, t, ratios, variances, normalization)))
    return bulks


def moment_rows(
    bulks: Sequence[tuple[np.ndarray, np.ndarray]],
    drawn: Sequence[np.ndarray],
    ratios: Sequence[float],
    N: int,
    point: Point,
) -> list[Row]:
    """Return mean and standard deviation of each bulk: of theory, and of drawn spectra.

    The bulks ascend from -1, the smaller variance first, as the parts of a drawn spectrum do.
    """
    counts = [round(ratio * N) for ratio in ratios[::-1]]
    ends = np.cumsum([0, *counts])
    rows = []
    for number, (r, density) in enumerate(bulks):
        mass = np.trapezoid(density, r)
        mean = float(np.trapezoid(density * r, r) / mass)
        spread = float(np.sqrt(np.trapezoid(density * (r - mean) ** 2, r) / mass))
        parts = [values[ends[number] : ends[number + 1]] for values in drawn]
        for name, expected, measured in (
            ("mean", mean, [part.mean() for part in parts]),
            ("spread", spread, [part.std() for part in parts]),
        ):
            rows.append(row(name, "theory", expected, **point, bulk=number))
            rows.append(mean_row(name, np.array(measured), **point, bulk=number))
    return rows


def density_rows(r: np.ndarray, density: np.ndarray, bulk: int, point: Point) -> list[Row]:
    """Return the rows of one bulk's density."""
    return [
        row("density", "theory", value, **point, bulk=bulk, r=place)
        for place, value in zip(r, density, strict=True)
    ]
