"""Ordered spectra of a score and the dimension that their gap shows, averaged over probes."""

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.jacobian import orthogonal_responses, singular_values
from memgen.diffusion.samplers import Score
from memgen.measures.geometry.dimension import detect_dimension
from memgen.settings.losing_dimensions import Spectra
from memgen.tables.rows import Point, Row, mean_row

# x, its score, and the source of its rotations.
Probe = tuple[Float[np.ndarray, " N"], Score, np.random.Generator]


def noise_levels(s: Spectra) -> Float[np.ndarray, " sigmas"]:
    """Return the noise variances t of the spectra, falling."""
    return np.geomspace(*s.sigma_range, s.sigmas)[::-1] ** 2


def spectra_against_t(
    probes: Sequence[Probe], counts: tuple[int, int], s: Spectra, P: int
) -> Iterator[Row]:
    """Yield mean spectra, dimensions and gaps of the probes' scores as t falls."""
    manifold = sum(counts)
    for t in noise_levels(s):
        t = float(t)
        values = np.array([measured(score, x, t, s, rng) for x, score, rng in probes])
        dimensions = np.array([dimension(spectrum, manifold, s) for spectrum in values])
        yield from spectrum_rows(values, dimensions, manifold, {"panel": "network", "P": P, "t": t})


def measured(
    score: Score, x: Float[np.ndarray, " N"], t: float, s: Spectra, rng: np.random.Generator
) -> Float[np.ndarray, " N"]:
    """Return singular values, descending, of t times the symmetrised responses at x.

    They are averaged over random rotations.
    """
    responses = [orthogonal_responses(score, x, t, rng) for _ in range(s.rotations)]
    return singular_values(t * np.array(responses)).mean(axis=0)


def dimension(values: Float[np.ndarray, " N"], manifold: int, s: Spectra) -> int:
    """Return the dimension seen among the least values, the manifold's and a few `beside`."""
    window = values[-(manifold + s.beside) :]
    return detect_dimension(window, spike=s.spike, height=s.height).dimension


def spectrum_rows(
    values: Float[np.ndarray, "probes N"],
    dimensions: Int[np.ndarray, " probes"],
    manifold: int,
    point: Point,
) -> Iterator[Row]:
    """Yield the mean ordered spectrum over its largest value, its dimension, the manifold's gap."""
    scaled = values / values[:, :1]
    for k, column in enumerate(scaled.T):
        yield mean_row("singular_value", column, **point, rank=k)
    yield mean_row("dimension", dimensions, **point)
    # Points of one norm lie on a sphere: with the radius resolved the manifold has one less.
    drops = scaled[:, :-1] - scaled[:, 1:]
    gap = np.maximum(drops[:, -manifold], drops[:, -manifold + 1])
    yield mean_row("gap", gap, **point)
