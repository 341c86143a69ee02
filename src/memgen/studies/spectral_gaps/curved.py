"""The exact score along a tanh manifold, against its law as t -> 0 and two that leave parts out."""

from collections.abc import Iterator
from typing import NamedTuple

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
from memgen.theory.manifold import tangent_spectrum
from memgen.theory.manifold.wide_tangent import repelling_share

D = 2
SHOWN = 4  # points of the first manifold whose spectra are followed over t


class Spectra(NamedTuple):
    """Spectra at the points of one manifold.

    Attributes
    ----------
    along : (points, times, D)
        Eigenvalues of grad score on the tangent space, ascending, with sign.
    across : (points, times, 2)
        Least and largest singular value of t grad score beside them.
    law : (points, D)
        What the first tend to as t -> 0, ascending.
    tangent_map : (points, D)
        -1 / gamma, gamma the eigenvalues of the tangent map's square: the law of a flat manifold.
    recovered : (points,)
        Whether the gap tells D.
    """

    along: Float[np.ndarray, "points times two"]
    across: Float[np.ndarray, "points times two"]
    law: Float[np.ndarray, "points two"]
    tangent_map: Float[np.ndarray, "points two"]
    recovered: Float[np.ndarray, " points"]


def table(s: Curved, seeds: Seeds) -> Iterator[Row]:
    """Yield eigenvalues along the manifold of all points at the smallest t, and of some over t.

    With them the miss of the law against t, how often the score repels along the manifold, at
    several N and in the limit (`theory`, no N), and what is left across it. The exact score is by
    quadrature, so that single points have no error.
    """
    t = np.geomspace(*s.t_range, s.times)
    manifolds = [
        spectra_of_manifold(seeds.generator({"N": s.N}, draw), t, s)
        for draw in tqdm(range(s.draws), disable=None, desc="manifold")
    ]
    size: Point = {"N": s.N, "D": D}
    for draw, spectra in enumerate(manifolds):
        for index in range(s.points):
            point: Point = {**size, "draw": draw, "point": index}
            times = range(s.times) if draw == 0 and index < SHOWN else range(1)
            yield from point_rows(spectra, index, t, list(times), point)
    along, across, law, tangent_map, recovered = (
        np.array(parts) for parts in zip(*manifolds, strict=True)
    )
    for model, values in {"curved": law, "tangent_map": tangent_map}.items():
        miss = relative_miss(along, values)
        for k, time in enumerate(t):
            there: Point = {**size, "t": time, "model": model}
            yield mean_row("relative_miss", np.median(miss[:, :, k], axis=1), **there)
            yield row("largest_miss", "theory", float(miss[:, :, k].max()), **there)
    for N in s.repelling_N:
        yield mean_row("repelling_points", repelling_shares(N, s, seeds), N=N, D=D)
    yield row("repelling_points", "theory", repelling_share(D), D=D)
    for k, time in enumerate(t):
        yield mean_row("normal_lowest", across[:, :, k, 0].min(axis=1), **size, t=time)
        yield mean_row("normal_highest", across[:, :, k, 1].max(axis=1), **size, t=time)
        largest = np.abs(along[:, :, k]).max(axis=(1, 2)) * time
        yield mean_row("tangent_highest", largest, **size, t=time)
    yield mean_row("dimension_recovered", recovered.mean(axis=1), **size, t=s.detected_at)
    yield row("probes", "theory", float(s.points), **size)


def point_rows(
    spectra: Spectra, index: int, t: np.ndarray, times: list[int], point: Point
) -> Iterator[Row]:
    """Yield the eigenvalues at one point: exact at some t, the law's and the tangent map's."""
    for direction in range(D):
        for k in times:
            value = float(spectra.along[index, k, direction])
            there: Point = {**point, "direction": direction, "t": t[k]}
            yield row("tangent_value", "theory", value, **there, model="exact")
        for model, values in (("curved", spectra.law), ("tangent_map", spectra.tangent_map)):
            value = float(values[index, direction])
            there = {**point, "direction": direction, "model": model}
            yield row("tangent_value", "theory", value, **there)


def spectra_of_manifold(rng: np.random.Generator, t: np.ndarray, s: Curved) -> Spectra:
    """Return the spectra at points tanh(F z) of one drawn manifold."""
    F = draw_matrix(s.N, D, rng)
    along, across, law, tangent_map, recovered = [], [], [], [], []
    for z in rng.standard_normal((s.points, D)):
        x = np.tanh(F @ z)
        tangent = (1 - x**2)[:, None] * F
        basis = np.linalg.qr(tangent)[0]
        jacobians = [local_score(F, x, float(time), z).jacobian for time in t]
        along.append([np.linalg.eigvalsh(basis.T @ jacobian @ basis) for jacobian in jacobians])
        others = [
            singular_values(time * jacobian[None])[0][:-D]
            for time, jacobian in zip(t, jacobians, strict=True)
        ]
        across.append([(values.min(), values.max()) for values in others])
        law.append(tangent_spectrum(F, z))
        tangent_map.append(np.sort(-1 / np.linalg.eigvalsh(tangent.T @ tangent)))
        jacobian = local_score(F, x, s.detected_at, z).jacobian
        recovered.append(detect_dimension(singular_values(jacobian[None])[0]).dimension == D)
    parts = (along, across, law, tangent_map, recovered)
    return Spectra(*(np.array(part, dtype=float) for part in parts))


def repelling_shares(N: int, s: Curved, seeds: Seeds) -> Float[np.ndarray, " draws"]:
    """Return the share of points of each manifold that repel along it, by the law alone."""
    shares = []
    for draw in range(s.repelling_draws):
        rng = seeds.stream("curved_repelling").generator({"N": N}, draw)
        F = draw_matrix(N, D, rng)
        points = rng.standard_normal((s.points, D))
        shares.append(np.mean([tangent_spectrum(F, z)[-1] > 0 for z in points]))
    return np.array(shares)


def relative_miss(
    along: Float[np.ndarray, "draws points times two"],
    values: Float[np.ndarray, "draws points two"],
) -> Float[np.ndarray, "draws points times"]:
    """Return at each point the largest miss over the largest eigenvalue of the exact score."""
    miss = np.abs(along - values[:, :, None, :]).max(axis=3)
    return miss / np.abs(along).max(axis=3)
