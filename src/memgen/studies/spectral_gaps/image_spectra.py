"""Spectra of networks trained on images at several t, beside those of the linear score."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.networks.members import load_members
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ImageData, ImageNetworks, ImageSpectra
from memgen.studies.image_networks import noisy_spectra
from memgen.studies.spectral_gaps.image_network import build
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore, gaussian_optimum


def table(
    s: ImageSpectra, seeds: Seeds, data: ImageData, network: Path, split: Arrays
) -> Iterator[Row]:
    """Yield spectra at held-out points, how many values are below 1/2, and the loss there.

    Mean and error over networks, each the mean over held-out points of its own. Beside each stands
    the linear score ("theory"), of the Gaussian of the images' covariance, t / (t + lambda), which
    knows no image but its principal components. "resolved" is the mean over ranks of 1 - value: of
    a score the least loss at t, its posterior variance over t N. "largest" is the largest value,
    which of a score, whose t grad is a covariance over t minus 1, is 1 at most.
    """
    scores = scores_of(s.network, network, split)
    held_out, level = split["held_out"], split["level"].mean(axis=0)
    rng = seeds.generator({"data": data})
    for t in tqdm(s.times, disable=None, desc=data):
        values = np.array(
            [
                noisy_spectra(score, clean, t, rng)
                for score, clean in zip(scores, held_out, strict=True)
            ]
        )
        point: Point = {"data": data, "t": t}
        linear = np.sort(t / (t + level))[::-1]
        for rank, column in enumerate(values.mean(axis=1).T):
            yield mean_row("singular_value", column, **point, rank=rank)
            yield row("linear_value", "theory", linear[rank], **point, rank=rank)
        yield mean_row("tangent_dimension", below_half(values).mean(axis=1), **point)
        yield row("linear_dimension", "theory", float(below_half(linear)), **point)
        yield mean_row("resolved", 1 - values.mean(axis=(1, 2)), **point)
        yield row("linear_resolved", "theory", 1 - linear.mean(), **point)
        yield mean_row("largest", values[:, :, 0].mean(axis=1), **point)
    for t in np.geomspace(min(s.times), max(s.times), s.line_points):
        linear = np.sort(t / (t + level))[::-1]
        there: Point = {"data": data, "t": t}
        yield row("linear_dimension_line", "theory", float(below_half(linear)), **there)
        yield row("linear_resolved_line", "theory", 1 - linear.mean(), **there)
    schedule = VarianceExploding(*s.network.sigma_range)
    losses = [
        fresh_loss(score, schedule, clean, s.network.noises, rng)
        for score, clean in zip(scores, held_out, strict=True)
    ]
    least = gaussian_optimum(level, schedule)
    yield mean_row("fresh_loss", np.array(losses), data=data)
    yield row("linear_optimum", "theory", least, data=data)


def below_half(values: Float[np.ndarray, "... N"]) -> Float[np.ndarray, "..."]:
    """Return how many values are below 1/2, the middle between off a manifold and along it.

    Not half the largest one, which in a network's spectrum may lie above 1.
    """
    return np.asarray(np.sum(values < 0.5, axis=-1), dtype=float)


def scores_of(s: ImageNetworks, network: Path, split: Arrays) -> list[NetworkScore]:
    """Return the trained networks as scores in double precision."""
    height, width, channels = (int(side) for side in split["shape"])
    schedule = VarianceExploding(*s.sigma_range)
    members = load_members(network, partial(build, s, (height, width, channels)), s.networks)
    return [NetworkScore(member.double(), schedule) for member in members]


def fresh_loss(
    score: Callable[..., torch.Tensor],
    schedule: VarianceExploding,
    clean: Float[np.ndarray, "P N"],
    noises: int,
    rng: np.random.Generator,
) -> float:
    """Return the loss (1/N) E |w_network - w|^2 at points that the network was not trained on."""
    x = np.repeat(clean, noises, axis=0)
    u = (rng.permutation(len(x)) + rng.random(len(x))) / len(x)
    t = schedule.times(torch.as_tensor(u))
    noise = torch.as_tensor(rng.standard_normal(x.shape))
    root = t.sqrt()[:, None]
    with torch.no_grad():
        found = -root * score(torch.as_tensor(x) + root * noise, t)
    return float(((found - noise) ** 2).mean())
