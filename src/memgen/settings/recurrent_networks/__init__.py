"""Settings of the recurrent networks in Ventura's slides (fig1 to fig9 and fig18)."""

from pydantic import model_validator

from memgen.settings.base import Section
from memgen.settings.recurrent_networks.learning import (
    LearningTemperature,
    MomentMatching,
    MomentTheorem,
)
from memgen.settings.recurrent_networks.memories import (
    Dreams,
    MapProtocol,
    PerceptronCapacity,
    RetrievalMaps,
    Storage,
    Structure,
)
from memgen.settings.recurrent_networks.small import Landscape, Sampling

__all__ = [
    "Dreams",
    "Landscape",
    "LearningTemperature",
    "MapProtocol",
    "MomentMatching",
    "MomentTheorem",
    "PerceptronCapacity",
    "RecurrentNetworks",
    "RetrievalMaps",
    "Sampling",
    "Storage",
    "Structure",
]


class RecurrentNetworks(Section):
    """Binary recurrent networks: retrieval, sampling, and the rules that learn their couplings."""

    landscape: Landscape = Landscape()
    sampling: Sampling = Sampling()
    moment_matching: MomentMatching = MomentMatching()
    dreams: Dreams = Dreams()
    retrieval_maps: RetrievalMaps = RetrievalMaps()
    perceptron_capacity: PerceptronCapacity = PerceptronCapacity()
    learning_temperature: LearningTemperature = LearningTemperature()
    moment_theorem: MomentTheorem = MomentTheorem()
    storage: Storage = Storage()
    structure: Structure = Structure()

    @model_validator(mode="after")
    def _maps_show_one_size(self) -> "RecurrentNetworks":
        maps, dreams = self.retrieval_maps, self.dreams
        if maps.N[0] != dreams.N[0]:
            raise ValueError(
                f"retrieval_maps.N = {maps.N} and dreams.N = {dreams.N} must begin with the same "
                "N: fig5 shows their maps together."
            )
        if maps.protocol.load not in dreams.loads:
            raise ValueError(
                f"retrieval_maps.protocol.load = {maps.protocol.load} must be one of dreams.loads "
                f"= {dreams.loads}: fig5 shows their maps together."
            )
        return self
