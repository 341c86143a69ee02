"""Ordered spectra of a trained network at several t, beside theory and the exact score."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Law, ManifoldNetwork, TrainedSpectra
from memgen.studies.spectral_gaps.laws import build, columns_of, schedule_of
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.spectra import jacobian_quantiles
from memgen.training.load import load_score

Spectrum = Float[np.ndarray, " N"]


def table(
    s: TrainedSpectra,
    seeds: Seeds,
    normalization: Normalization,
    law: Law,
    network: Path,
    split: Arrays,
) -> Iterator[Row]:
    """Yield singular values by rank, descending, and gaps at points of the manifold, for each t.

    `score` is "network", "exact" for its manifold, or "limit" for N to infinity.
    """
    F, scale = split["F"], float(split["scale"])
    score = load_score(build(s.network), network, schedule_of(s.network, scale))
    level = np.zeros(s.network.N)
    level[: F.shape[1]] = np.linalg.eigvalsh(F.T @ F)
    rng = seeds.generator({"law": law})
    for t in tqdm(s.times, disable=None, desc=law):
        # The network lives in units of `scale`.
        inner = t / scale**2
        clean = rng.standard_normal((s.probes, F.shape[1])) @ F.T / scale
        x = clean + np.sqrt(inner) * rng.standard_normal(clean.shape)
        jacobian = network_jacobian(score, torch.as_tensor(x), inner).detach().numpy()
        values = singular_values(inner * jacobian)
        exact = np.sort(t / (t + level))[::-1]
        point: Point = {"law": law, "t": t}
        yield from spectrum_rows(values, exact, limit(law, t, s.network, normalization), point)
        if law != "continuous":
            yield from gap_rows(values, exact, law, s.network, point)
        drops = -np.diff(values, axis=1)
        yield mean_row("largest_drop_rank", drops.argmax(axis=1) + 1.0, **point)
        spike = values[:, : s.network.N - F.shape[1]]
        yield mean_row("spike_width", spike[:, 0] - spike[:, -1], **point)


def limit(law: Law, t: float, s: ManifoldNetwork, normalization: Normalization) -> Spectrum:
    """Return the singular values by rank for N to infinity."""
    counts, variances = columns_of(law, s)
    ranks = (np.arange(s.N) + 0.5) / s.N
    # Eigenvalues rise from -1 where singular values fall from 1.
    return -jacobian_quantiles(ranks, t, np.array(counts) / s.N, variances, normalization)


def spectrum_rows(
    values: Float[np.ndarray, "probes N"],
    exact: Spectrum,
    limiting: Spectrum,
    point: Point,
) -> Iterator[Row]:
    """Yield the singular values of network, exact score and limit, rank by rank."""
    for k in range(values.shape[1]):
        place: dict[str, Any] = {**point, "rank": k}
        yield mean_row("singular_value", values[:, k], **place, score="network")
        yield row("singular_value", "theory", exact[k], **place, score="exact")
        yield row("singular_value", "theory", limiting[k], **place, score="limit")


def gap_rows(
    values: Float[np.ndarray, "probes N"],
    exact: Spectrum,
    law: Law,
    s: ManifoldNetwork,
    point: Point,
) -> Iterator[Row]:
    """Yield the "final" gap, below the spike, and the "middle" one, below the smaller variance."""
    counts, variances = columns_of(law, s)
    spike, small = s.N - sum(counts), counts[int(np.argmin(variances))]
    # Ranks count from the spike: the gap is between ranks below - 1 and below.
    for gap, below in (("final", spike), ("middle", spike + small)):
        width = values[:, below - 1] - values[:, below]
        yield mean_row("gap", width, **point, gap=gap, score="network")
        expected = exact[below - 1] - exact[below]
        yield row("gap", "theory", expected, **point, gap=gap, score="exact")
