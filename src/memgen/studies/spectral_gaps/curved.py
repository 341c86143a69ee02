"""Local spectra of the exact score on a tanh manifold, against its tangent map."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import draw_matrix
from memgen.diffusion.jacobian import singular_values
from memgen.inference.curved_score import local_score
from memgen.measures.geometry.dimension import detect_dimension
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Curved
from memgen.tables.rows import Point, Row, mean_row, row

D = 2
VANISHING = 1e-3  # largest t of the exponents


class Spectra(NamedTuple):
    """Spectra at the points of one manifold.

    Attributes
    ----------
    values : (points, times, N)
        Singular values of t grad score, descending.
    tangent : (points, times, D)
        t / (t + gamma), gamma the eigenvalues of the tangent map's square, descending.
    recovered : (points,)
        Whether the gap tells D.
    """

    values: Float[np.ndarray, "points times N"]
    tangent: Float[np.ndarray, "points times two"]
    recovered: Float[np.ndarray, " points"]


def table(s: Curved, seeds: Seeds) -> Iterator[Row]:
    """Yield singular values along and off the manifold against t, over drawn manifolds."""
    t = np.geomspace(*s.t_range, s.times)
    manifolds = [
        spectra_of_manifold(seeds.generator({"N": s.N}, draw), t, s)
        for draw in tqdm(range(s.draws), disable=None, desc="manifold")
    ]
    values, tangent, recovered = (np.array(parts) for parts in zip(*manifolds, strict=True))
    size: dict[str, Any] = {"N": s.N, "D": D}
    # Tangent directions have the least singular values, the larger variance the least of them.
    along, expected = np.sort(values[..., -D:], axis=3), np.sort(tangent, axis=3)
    for direction in range(D):
        slopes = exponents(t, along[..., direction].mean(axis=1))
        yield mean_row("vanishing_exponent", slopes, **size, direction=direction)
    for k, time in enumerate(t):
        for direction in range(D):
            point: Point = {**size, "t": time, "direction": direction}
            measured, theory = along[:, :, k, direction], expected[:, :, k, direction]
            yield mean_row("tangent_value", measured.mean(axis=1), **point)
            yield mean_row("tangent_value", theory.mean(axis=1), kind="theory", **point)
            yield mean_row("ratio_to_tangent_map", (measured / theory).mean(axis=1), **point)
        normal = values[:, :, k, :-D]
        yield mean_row("normal_lowest", normal.min(axis=(1, 2)), **size, t=time)
        yield mean_row("normal_highest", normal.max(axis=(1, 2)), **size, t=time)
    yield mean_row("dimension_recovered", recovered.mean(axis=1), **size, t=s.detected_at)
    yield row("probes", "theory", float(s.points), **size)


def spectra_of_manifold(rng: np.random.Generator, t: np.ndarray, s: Curved) -> Spectra:
    """Return the spectra at points tanh(F z) of one drawn manifold."""
    F = draw_matrix(s.N, D, rng)
    values, tangent, recovered = [], [], []
    for z in rng.standard_normal((s.points, D)):
        x = np.tanh(F @ z)
        local = [local_score(F, x, float(time), z) for time in t]
        values.append(
            [
                singular_values(time * score.jacobian[None])[0]
                for time, score in zip(t, local, strict=True)
            ]
        )
        level = np.linalg.eigvalsh(local[0].tangent.T @ local[0].tangent)
        tangent.append(t[:, None] / (t[:, None] + level))
        jacobian = local_score(F, x, s.detected_at, z).jacobian
        recovered.append(detect_dimension(singular_values(jacobian[None])[0]).dimension == D)
    return Spectra(np.array(values), np.array(tangent), np.array(recovered))


def exponents(
    t: Float[np.ndarray, " times"], values: Float[np.ndarray, "draws times"]
) -> Float[np.ndarray, " draws"]:
    """Return d log value / d log t at small t of each manifold: its values go together in t."""
    small = t <= VANISHING
    return np.array([np.polyfit(np.log(t[small]), np.log(curve[small]), 1)[0] for curve in values])
