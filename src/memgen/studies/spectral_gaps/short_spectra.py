"""Spectra of networks trained for fewer steps, at the points of those trained longer."""

from collections.abc import Iterator
from pathlib import Path

from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import TrainedSpectra
from memgen.studies.spectral_gaps import trained_spectra
from memgen.tables.files import Arrays
from memgen.tables.rows import Row


def table(
    s: TrainedSpectra, seeds: Seeds, normalization: Normalization, network: Path, split: Arrays
) -> Iterator[Row]:
    """Yield what `trained_spectra` yields of the law "descending", of these networks."""
    same = seeds.stream("trained_spectra")
    yield from trained_spectra.table(s, same, normalization, "descending", network, split)
