"""Ordered singular values of a network trained on P points, against t."""

from collections.abc import Iterator
from pathlib import Path

import torch

from memgen.data.directions import draw_directions
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Spectra
from memgen.studies.losing_dimensions.networks import build
from memgen.studies.losing_dimensions.ordered_spectra import spectra_against_t
from memgen.tables.files import Arrays
from memgen.tables.rows import Row
from memgen.training.load import load_score
from memgen.training.schedules import VarianceExploding


def table(
    s: Spectra, seeds: Seeds, counts: tuple[int, int], P: int, network: Path, split: Arrays
) -> Iterator[Row]:
    """Yield the network's spectra at fresh points as t falls (see `ordered_spectra`)."""
    variances = split["variances"]
    schedule = VarianceExploding(*s.network.sigma_range)
    score = load_score(build(s.network, variances.size), network, schedule)
    rng = seeds.stream("spectra_network").generator({"P": P})
    fresh = draw_directions(variances, s.draws, rng, unit_norm=True)
    with torch.no_grad():
        yield from spectra_against_t([(x, score, rng) for x in fresh], counts, s, P)
