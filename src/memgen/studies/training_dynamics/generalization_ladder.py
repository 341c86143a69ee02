"""The generalization gap at one point of the map against d, where real features approach theirs."""

from collections.abc import Iterator, Sequence

from memgen.seeds import Seeds
from memgen.settings.training_dynamics import GeneralizationLadder
from memgen.studies.training_dynamics.gap import gap_rows
from memgen.tables.rows import Row
from memgen.theory.random_features.resolvent import FeatureModel


def table(
    s: GeneralizationLadder, seeds: Seeds, t: float, tau: Sequence[float], d: int
) -> Iterator[Row]:
    """Yield the gap of the equivalent and of real features, at each training time."""
    model = FeatureModel(s.psi_p, s.psi_n, t)
    # A draw's numbers are those of the map at the same point.
    numbers = seeds.stream("generalization_map")
    for features in ("equivalent", "real"):
        yield from gap_rows(features, model, d, s.draws, tau, numbers, part="ladder")
