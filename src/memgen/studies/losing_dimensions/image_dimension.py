"""Spectra and dimension of networks trained on ever more images, and of their principal components.

The control is the score of the Gaussian of a network's training images: singular values
t / (t + lambda), lambda the variances of their principal components, of which those above t count.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.jacobian import network_singular_values
from memgen.measures.geometry.dimension import detect_dimension
from memgen.networks.members import load_members
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import ImageDimension
from memgen.studies.losing_dimensions.image_networks import build
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore


def table(
    s: ImageDimension,
    seeds: Seeds,
    networks: Mapping[tuple[int, int], Path],
    splits: Mapping[tuple[int, int], Arrays],
) -> Iterator[Row]:
    """Yield dimensions at images that networks were trained on, and at fresh ones, and spectra.

    A network's value is a mean over images, and a row that over networks with its error. The
    dimension is the number of singular values of t grad score below 1/2, which are 1 across a
    manifold. Spectra, at fresh images, are those of the most steps.
    """
    most = max(steps for _, steps in networks)
    for (size, steps), path in tqdm(networks.items(), disable=None, desc="networks"):
        split = splits[size, steps]
        N, count = split["training"].shape[2], split["held_out"].shape[1]
        schedule = VarianceExploding(*s.network.sigma_range)
        members = load_members(path, partial(build, s.network, N), len(split["training"]))
        scores = [NetworkScore(one.double(), schedule) for one in members]
        level = np.array([principal_variances(own) for own in split["training"]])
        probed = {"trained": split["training"][:, :count], "fresh": split["held_out"]}
        for t in s.times:
            at: Point = {"trained_on": size, "steps": steps, "t": t}
            if steps == most:
                linear = np.sort(t / (t + level))[:, ::-1]
                yield mean_row("linear_dimension", (linear < 0.5).sum(axis=1), **at)
                for rank, column in enumerate(linear.T):
                    yield mean_row("linear_value", column, **at, rank=rank)
            for name, clean in probed.items():
                # Networks of all sizes and steps see the same noise.
                rng = seeds.stream("images_noise").generator({"probed": name})
                noisy = clean + np.sqrt(t) * rng.standard_normal(clean.shape)
                values = np.array(
                    [network_singular_values(f, x, t) for f, x in zip(scores, noisy, strict=True)]
                )
                below = (values < 0.5).sum(axis=2).mean(axis=1)
                yield mean_row("dimension", below, **at, probed=name)
                if name == "fresh" and steps == most:
                    yield from spectrum_rows(values, at | {"probed": name}, s)


def principal_variances(points: Float[np.ndarray, "P N"]) -> Float[np.ndarray, " N"]:
    """Return the variances of the points' principal components, ascending."""
    return np.linalg.eigvalsh(np.cov(points.T, bias=True)).clip(0)


def spectrum_rows(
    values: Float[np.ndarray, "networks images N"], point: Point, s: ImageDimension
) -> Iterator[Row]:
    """Yield by rank the mean over images and their spread, and what the detector makes of means.

    The detector sees each network's mean spectrum; where it finds no gap its dimension is 0.
    """
    spectra = values.mean(axis=1)
    for rank, column in enumerate(spectra.T):
        yield mean_row("singular_value", column, **point, rank=rank)
    for rank, column in enumerate(values.std(axis=1, ddof=1).T):
        yield mean_row("spread", column, **point, rank=rank)
    found = [detect_dimension(one, spike=s.spike, height=s.height) for one in spectra]
    for rank, column in enumerate(np.array([one.second_differences for one in found]).T, start=1):
        yield mean_row("second_difference", column, **point, rank=rank)
    dimensions = np.array([one.dimension for one in found], dtype=float)
    yield mean_row("detected_dimension", dimensions, **point)
    yield mean_row("detected_share", (dimensions > 0).astype(float), **point)
