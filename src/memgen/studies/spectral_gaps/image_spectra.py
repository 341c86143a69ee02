"""Ordered singular values of a trained network's Jacobian at several t, and a linear control."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.geometry.dimension import count_below_half
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ImageSpectra
from memgen.studies.image_networks import image_score, noisy_spectra
from memgen.tables.files import Arrays
from memgen.tables.read import rows_of
from memgen.tables.rows import Point, Row, mean_row, row


def table(
    s: ImageSpectra, seeds: Seeds, network: Path, split: Arrays, losses: pd.DataFrame
) -> Iterator[Row]:
    """Yield the spectra at held-out images, how many values are below half, and the losses.

    Beside each stands the control ("theory"): the score of the Gaussian of the training images'
    covariance, t / (t + lambda), which knows no image but its principal components. "resolved" is
    the mean over ranks of 1 - value, of which the posterior variance of the image is t N.
    """
    score = image_score(s.network, network, split)
    image_set, held_out = s.network.image_set, split["held_out"]
    level = principal_variances(split["training"])
    rng = seeds.stream("image_noise").generator({"images": image_set})
    for t in tqdm(s.times, disable=None, desc="t"):
        values = noisy_spectra(score, held_out, t, rng)
        point: Point = {"images": image_set, "t": t, "N": held_out.shape[1]}
        linear = t / (t + level)
        for k, column in enumerate(values.T):
            yield mean_row("singular_value", column, **point, rank=k)
            yield row("linear_value", "theory", linear[k], **point, rank=k)
        yield mean_row("tangent_dimension", count_below_half(values), **point)
        yield row("linear_dimension", "theory", count_below_half(linear[None])[0], **point)
        yield mean_row("resolved", 1 - values.mean(axis=1), **point)
        yield row("linear_resolved", "theory", 1 - linear.mean(), **point)
    for t in np.geomspace(min(s.times), max(s.times), s.line_points):
        there: Point = {"images": image_set, "t": t}
        linear = t / (t + level)
        yield row("linear_dimension_line", "theory", count_below_half(linear[None])[0], **there)
        yield row("linear_resolved_line", "theory", 1 - linear.mean(), **there)
    yield from rows_of(losses)


def principal_variances(points: Float[np.ndarray, "P N"]) -> Float[np.ndarray, " N"]:
    """Return the eigenvalues of the points' covariance, ascending."""
    return np.linalg.eigvalsh(np.cov(points.T, bias=True)).clip(0)
