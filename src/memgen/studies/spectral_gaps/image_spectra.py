"""Ordered singular values of a trained network's Jacobian, mean over images, at several t."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from memgen.measures.geometry.dimension import count_below_half
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ImageSpectra
from memgen.studies.image_networks import image_score, noisy_spectra
from memgen.tables.files import Arrays
from memgen.tables.read import rows_of
from memgen.tables.rows import Point, Row, mean_row


def table(
    s: ImageSpectra, seeds: Seeds, network: Path, split: Arrays, losses: pd.DataFrame
) -> Iterator[Row]:
    """Yield the spectra at held-out images, how many values are below half, and the losses."""
    score = image_score(s.network, network, split)
    image_set, held_out = s.network.image_set, split["held_out"]
    rng = seeds.stream("image_noise").generator({"images": image_set})
    for t in tqdm(s.times, disable=None, desc="t"):
        values = noisy_spectra(score, held_out, t, rng)
        point: Point = {"images": image_set, "t": t, "N": held_out.shape[1]}
        for k, column in enumerate(values.T):
            yield mean_row("singular_value", column, **point, rank=k)
        yield mean_row("tangent_dimension", count_below_half(values), **point)
    yield from rows_of(losses)
