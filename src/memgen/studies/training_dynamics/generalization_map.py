"""The generalization gap over psi_n at one psi_p, of real features or of their equivalent."""

from collections.abc import Iterator

from tqdm import tqdm

from memgen.seeds import Seeds
from memgen.settings.training_dynamics import GeneralizationMap
from memgen.studies.training_dynamics.features import Features
from memgen.studies.training_dynamics.gap import gap_rows
from memgen.tables.rows import Row
from memgen.theory.random_features.resolvent import FeatureModel


def table(s: GeneralizationMap, seeds: Seeds, psi_p: float, features: Features) -> Iterator[Row]:
    """Yield the gap at each psi_n and training time."""
    draws = s.draws if features == "real" else s.equivalent_draws
    for psi_n in tqdm(s.psi_n, disable=None, desc=f"psi_p = {psi_p}, {features}"):
        model = FeatureModel(psi_p, psi_n, s.t)
        yield from gap_rows(features, model, s.d, draws, s.tau, seeds, part="map")
