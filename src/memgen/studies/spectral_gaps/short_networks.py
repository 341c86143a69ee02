"""Networks on the first law, trained for fewer steps: what finite training does to spectra."""

from memgen.numerics.types import Normalization
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import ManifoldNetwork
from memgen.studies.spectral_gaps import networks
from memgen.training.task import Task


def network(s: ManifoldNetwork, seeds: Seeds, normalization: Normalization) -> Task:
    """Return the training of `networks` on the law "descending" with `fewer_steps`.

    Manifold, points and first weights are the same.
    """
    training = s.training.model_copy(update={"steps": min(s.fewer_steps, s.training.steps)})
    shorter = s.model_copy(update={"training": training})
    return networks.network(shorter, seeds, normalization, "descending")
