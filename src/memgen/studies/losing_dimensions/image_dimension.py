"""Spectra and estimated dimension of a network trained on some images of a set."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from jaxtyping import Float

from memgen.measures.geometry.dimension import count_below_half, detect_dimension
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import ImageDimension
from memgen.studies.image_networks import image_score, noisy_spectra
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row


def table(
    s: ImageDimension, seeds: Seeds, size: int, network: Path, split: Arrays
) -> Iterator[Row]:
    """Yield spectra of t grad score at images that it was trained on, and at fresh ones.

    Two estimates of the dimension go with them: how many singular values are below half the
    largest, and how many lie beyond the largest drop, where that stands out.
    """
    score = image_score(s.network, network, split)
    probed = {"trained": split["training"][: s.network.held_out], "fresh": split["held_out"]}
    for name, clean in probed.items():
        # Networks of all sizes see the same noise.
        rng = seeds.stream("images_noise").generator({"probed": name})
        values = noisy_spectra(score, clean, s.t, rng)
        point: Point = {"images": s.network.image_set, "trained_on": size}
        point |= {"probed": name, "t": s.t, "N": values.shape[1]}
        yield from spectrum_rows(values, point, s)


def spectrum_rows(
    values: Float[np.ndarray, "probes N"], point: Point, s: ImageDimension
) -> Iterator[Row]:
    """Yield by rank mean, standard deviation and second differences, and the two dimensions."""
    count = len(values)
    for k, column in enumerate(values.T):
        yield mean_row("singular_value", column, **point, rank=k)
    for k, spread in enumerate(values.std(axis=0, ddof=1)):
        # The standard error of a standard deviation.
        error = spread / np.sqrt(2 * count - 2)
        yield row("spread", "simulation", spread, error, count, **point, rank=k)
    second = np.abs(np.diff(values / values[:, :1], 2, axis=1))
    for k, column in enumerate(second.T):
        yield mean_row("second_difference", column, **point, rank=k + 1)
    yield mean_row("tangent_dimension", count_below_half(values), **point)
    detected = [
        detect_dimension(spectrum, spike=s.spike, height=s.height).dimension for spectrum in values
    ]
    yield mean_row("detected_dimension", np.array(detected, dtype=float), **point)
