"""Tables of arXiv:2410.08727, losing dimensions."""

from dataclasses import replace
from functools import partial

from memgen.declared.declaration import Declaration, Network, Table
from memgen.settings import Config

SOURCE = "losing_dimensions"
DIRECTIONS = {"counts": "counts", "stds": "stds"}
POINTS = {"N": "N", **DIRECTIONS, "floor": "floor"}


def declare(config: Config) -> list[Declaration]:
    """Return the source's declarations."""
    table = partial(Table, source=SOURCE, mem_mb=4000)
    return [
        table(
            name="concept",
            says="When directions are lost",
            shared=DIRECTIONS,
            arrays=["concept_picture"],
        ),
        table(
            name="condensation",
            says="Condensation along each direction",
            shared=DIRECTIONS,
            minutes=120,
        ),
        table(
            name="active_samples",
            says="Active samples on a slice",
            shared=DIRECTIONS,
            minutes=120,
        ),
        *_of_points(config),
        *_of_images(config),
    ]


def _of_points(config: Config) -> list[Declaration]:
    """Theory, empirical score and networks: parts of one table."""
    networks = Network(
        source=SOURCE,
        name="networks",
        says="Training on {wildcards.P} points",
        section="spectra.network",
        shared=POINTS,
        each={"P": config.losing_dimensions.spectra.trained_P},
        mem_mb=4000,
        minutes=600,
    )
    of_networks = Table(
        source=SOURCE,
        name="network_spectra",
        says="Ordered spectra of the network trained on {wildcards.P} points",
        section="spectra",
        shared={"counts": "counts"},
        each=networks.each,
        # What an empirical score or a training reads alone.
        spread=["P", "trained_P", "network.training"],
        needs={name: networks.outputs[name] for name in ("network", "split")},
        joined=[],
        mem_mb=4000,
        minutes=120,
    )
    spectra = Table(
        source=SOURCE,
        name="spectra",
        says="Ordered spectra: {wildcards.of}",
        shared=POINTS,
        each={"of": ["theory", "empirical"]},
        spread=["trained_P", "network"],
        mem_mb=4000,
        minutes=120,
    )
    parts = [*spectra.files("table").values(), *of_networks.files("table").values()]
    return [networks, of_networks, replace(spectra, joined=parts)]


def _of_images(config: Config) -> list[Declaration]:
    """Networks of ever more images, and the dimension that they show."""
    networks = Network(
        source=SOURCE,
        name="image_networks",
        says="Training on {wildcards.size} images",
        section="image_dimension.network",
        each={"size": config.losing_dimensions.image_dimension.sizes},
        mem_mb=8000,
        minutes=2880,
    )
    dimension = Table(
        source=SOURCE,
        name="image_dimension",
        says="Dimension of the network trained on {wildcards.size} images",
        each=networks.each,
        spread=["sizes", "network.training"],
        needs={name: networks.outputs[name] for name in ("network", "split")},
        mem_mb=8000,
        minutes=240,
    )
    # Spectra first, then the losses of all sizes.
    parts = [*dimension.files("table").values(), *networks.files("losses").values()]
    return [networks, replace(dimension, joined=parts)]
