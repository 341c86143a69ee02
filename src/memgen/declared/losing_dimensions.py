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
        table(
            name="centre",
            says="Points of one norm seen from their centre",
            shared=POINTS,
            minutes=120,
        ),
        *_of_memorizing(config),
        *_of_points(config),
        *_of_images(config),
    ]


def _of_memorizing(config: Config) -> list[Declaration]:
    """Networks that come to memorize, and what they see."""
    s = config.losing_dimensions.memorizing
    networks = Network(
        source=SOURCE,
        name="memorizing_networks",
        says="Training on {wildcards.P} points for {wildcards.steps} steps, no. {wildcards.member}",
        section="memorizing.network",
        shared=POINTS,
        each={"P": s.trained_P, "steps": s.steps, "member": list(range(s.members))},
        mem_mb=4000,
        minutes=240,
    )
    visible = Table(
        source=SOURCE,
        name="memorizing",
        says="What the network of {wildcards.P} points and {wildcards.steps} steps sees",
        shared={"counts": "counts"},
        each=networks.each,
        spread=["trained_P", "steps", "members", "network.training"],
        needs={name: networks.outputs[name] for name in ("network", "split")},
        mem_mb=4000,
        minutes=60,
    )
    return [networks, visible]


def _of_points(config: Config) -> list[Declaration]:
    """Networks of ever more points of one norm, and their spectra."""
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
    spectra = Table(
        source=SOURCE,
        name="spectra",
        says="Ordered spectra of the network trained on {wildcards.P} points",
        shared={"counts": "counts"},
        each=networks.each,
        spread=["trained_P", "network.training"],
        needs={name: networks.outputs[name] for name in ("network", "split")},
        mem_mb=4000,
        minutes=120,
    )
    return [networks, spectra]


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
