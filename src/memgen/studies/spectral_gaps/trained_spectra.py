"""Ordered spectra of trained networks at several t, beside theory and the exact score."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.networks.members import load_members
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Law, ManifoldNetwork, TrainedSpectra
from memgen.studies.spectral_gaps.laws import build, columns_of, schedule_of
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.spectra import jacobian_quantiles
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

Spectrum = Float[np.ndarray, " N"]
Score = Callable[..., torch.Tensor]
NODES = 4000  # of integrals over the law of t
PARTS = 20  # of the fresh points, to bound the memory


def table(
    s: TrainedSpectra,
    seeds: Seeds,
    normalization: Normalization,
    law: Law,
    network: Path,
    split: Arrays,
) -> Iterator[Row]:
    """Yield singular values by rank, descending, and gaps at points of the manifold, for each t.

    `score` is "network" (mean and error over networks), "exact" for their manifold, or "limit" for
    N to infinity.
    """
    F, scale = split["F"], float(split["scale"])
    scores = scores_of(s.network, network, scale)
    level = np.zeros(s.network.N)
    level[: F.shape[1]] = np.linalg.eigvalsh(F.T @ F)
    rng = seeds.generator({"law": law})
    for t in tqdm(s.times, disable=None, desc=law):
        # The networks live in units of `scale`.
        inner = t / scale**2
        clean = rng.standard_normal((s.probes, F.shape[1])) @ F.T / scale
        x = clean + np.sqrt(inner) * rng.standard_normal(clean.shape)
        values = np.array([spectrum(score, x, inner) for score in scores])
        exact = np.sort(t / (t + level))[::-1]
        point: Point = {"law": law, "t": t}
        yield from spectrum_rows(values, exact, limit(law, t, s.network, normalization), point)
        if law != "continuous":
            yield from gap_rows(values, law, s.network, point)
        drops = -np.diff(values, axis=1)
        yield mean_row("largest_drop_rank", drops.argmax(axis=1) + 1.0, **point)
        spike = values[:, : s.network.N - F.shape[1]]
        yield mean_row("spike_width", spike[:, 0] - spike[:, -1], **point)
        miss = np.sqrt(np.mean((values - exact) ** 2, axis=1))
        yield mean_row("miss", miss, **point)
        blurred = np.sort(t / (t + means_of_bulks(level, law, s.network)))[::-1]
        yield row("miss", "theory", np.sqrt(np.mean((blurred - exact) ** 2)), **point)
    if law != "continuous":
        yield from exact_gap_rows(s, level, law)
    yield from loss_rows(s, scores, F, scale, rng, law)


def scores_of(s: ManifoldNetwork, network: Path, scale: float) -> list[NetworkScore]:
    """Return the trained networks of a law as scores in double precision."""
    schedule = schedule_of(s, scale)
    members = load_members(network, partial(build, s), s.networks)
    return [NetworkScore(member.double(), schedule) for member in members]


def spectrum(score: Score, x: Float[np.ndarray, "probes N"], t: float) -> Spectrum:
    """Return the singular values of t grad score, descending, mean over points."""
    jacobian = network_jacobian(score, torch.as_tensor(x), t).detach().numpy()
    return singular_values(t * jacobian).mean(axis=0)


def limit(law: Law, t: float, s: ManifoldNetwork, normalization: Normalization) -> Spectrum:
    """Return the singular values by rank for N to infinity."""
    counts, variances = columns_of(law, s)
    ranks = (np.arange(s.N) + 0.5) / s.N
    # Eigenvalues rise from -1 where singular values fall from 1.
    return -jacobian_quantiles(ranks, t, np.array(counts) / s.N, variances, normalization)


def means_of_bulks(level: Spectrum, law: Law, s: ManifoldNetwork) -> Spectrum:
    """Return the eigenvalues of F F^T with those of each bulk replaced by their mean.

    What a network knows that has found each bulk's directions and variance, and nothing within it.
    """
    counts, variances = columns_of(law, s)
    ordered = np.sort(level)[::-1]
    if law == "continuous":
        counts = [sum(counts)]
    elif variances[0] < variances[1]:
        counts = counts[::-1]
    ends = np.cumsum([0, *counts])
    for first, last in pairwise(ends):
        ordered[first:last] = ordered[first:last].mean()
    return ordered


def spectrum_rows(
    values: Float[np.ndarray, "networks N"],
    exact: Spectrum,
    limiting: Spectrum,
    point: Point,
) -> Iterator[Row]:
    """Yield the singular values of networks, exact score and limit, rank by rank."""
    for k in range(values.shape[1]):
        place: dict[str, Any] = {**point, "rank": k}
        yield mean_row("singular_value", values[:, k], **place, score="network")
        yield row("singular_value", "theory", exact[k], **place, score="exact")
        yield row("singular_value", "theory", limiting[k], **place, score="limit")


def ranks_of_gaps(law: Law, s: ManifoldNetwork) -> dict[str, int]:
    """Return how many values lie above the "final" gap, and above the "middle" one."""
    counts, variances = columns_of(law, s)
    spike, small = s.N - sum(counts), counts[int(np.argmin(variances))]
    return {"final": spike, "middle": spike + small}


def gap_rows(
    values: Float[np.ndarray, "networks N"], law: Law, s: ManifoldNetwork, point: Point
) -> Iterator[Row]:
    """Yield the networks' "final" gap, below the spike, and "middle" one, between the bulks."""
    for gap, below in ranks_of_gaps(law, s).items():
        # Ranks count from the spike: the gap is between ranks below - 1 and below.
        width = values[:, below - 1] - values[:, below]
        yield mean_row("gap", width, **point, gap=gap, score="network")


def exact_gap_rows(s: TrainedSpectra, level: Spectrum, law: Law) -> Iterator[Row]:
    """Yield the gaps of the exact score at the networks' t and, as "gap_line", at many more."""
    ladder = np.geomspace(min(s.times), max(s.times), s.exact_points)
    for quantity, times in (("gap", s.times), ("gap_line", ladder)):
        for t in times:
            values = np.sort(t / (t + level))[::-1]
            for gap, below in ranks_of_gaps(law, s.network).items():
                width = float(values[below - 1] - values[below])
                yield row(quantity, "theory", width, law=law, t=t, gap=gap, score="exact")


def loss_rows(
    s: TrainedSpectra,
    scores: Sequence[Score],
    F: Float[np.ndarray, "N D"],
    scale: float,
    rng: np.random.Generator,
    law: Law,
) -> Iterator[Row]:
    """Yield the loss above its optimum, over the optimum, on fresh points.

    The excess of an estimate w over the best one w* is E |w - w*|^2 / N: no noise of the loss is
    in it. Beside it that of `means_of_bulks`, from the loss of a factor a along a direction of
    variance c, 1 - 2 a sqrt(t) + a^2 (c + t).
    """
    schedule = schedule_of(s.network, scale)
    level, vectors = np.linalg.eigh(F @ F.T / scale**2)
    level = np.maximum(level, 0)
    optimum, blurred = integrated_losses(schedule, level, means_of_bulks(level, law, s.network))
    excess = []
    for score in scores:
        total = 0.0
        for k in range(PARTS):
            u = (np.arange(k, s.test_points, PARTS) + rng.random()) / s.test_points
            t = schedule.times(torch.as_tensor(u.clip(0, 1))).numpy()
            clean = rng.standard_normal((len(t), F.shape[1])) @ F.T / scale
            x = clean + np.sqrt(t)[:, None] * rng.standard_normal(clean.shape)
            best = -((x @ vectors) / (level + t[:, None])) @ vectors.T
            with torch.no_grad():
                found = score(torch.as_tensor(x), torch.as_tensor(t)).numpy()
            total += float((t[:, None] * (found - best) ** 2).sum())
        excess.append(total / (s.test_points * s.network.N) / optimum)
    yield mean_row("excess_loss", np.array(excess), law=law)
    yield row("excess_loss", "theory", blurred / optimum - 1, law=law)


def integrated_losses(
    schedule: VarianceExploding, level: Spectrum, blurred: Spectrum
) -> tuple[float, float]:
    """Return the least loss, and that of an estimate which takes `blurred` for the levels."""
    u = (torch.arange(NODES, dtype=torch.float64) + 0.5) / NODES
    t = schedule.times(u).numpy()[:, None]
    c, taken = np.sort(level)[::-1], np.sort(blurred)[::-1]
    factor = np.sqrt(t) / (taken + t)
    losses = 1 - 2 * factor * np.sqrt(t) + factor**2 * (c + t)
    return float((c / (c + t)).mean()), float(losses.mean())
