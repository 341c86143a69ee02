"""Tables of arXiv:2505.21777, spurious states: energies in one dimension and on the circle."""

from functools import partial

from memgen.declared.declaration import Declaration, Network, Table
from memgen.settings import Config

SOURCE = "spurious_states"
SHAPE = {
    "width": "circle.width",
    "frequency": "circle.frequency",
    "count": "circle.networks",
}

LABELLED = 9  # points of the network whose published energies are compared


def declare(config: Config) -> list[Declaration]:
    """Return the declarations of the circle."""
    settings = config.spurious_states
    table = partial(Table, source=SOURCE)
    circle = Network(
        source=SOURCE,
        name="circle",
        says="Training on {wildcards.K} points of the circle",
        each={"K": settings.circle.K},
        spread=["K"],
        mem_mb=2000,
        minutes=240,
        gpu=0,
    )
    networks, splits = circle.files("network"), circle.files("split")
    samples = table(
        name="circle_samples",
        says="Samples of the circle's networks",
        shared=SHAPE,
        rows=False,
        arrays={"samples": "circle_samples"},
        needs={"networks": networks},
        mem_mb=2000,
        minutes=120,
    )
    return [
        table(name="merging", says="Memories that merge", mem_mb=2000, minutes=30),
        circle,
        table(
            name="toy_data",
            says="Points of the circle",
            section="",
            shared={"K": "circle.K"},
            minutes=10,
        ),
        table(
            name="toy_training",
            says="Losses of the circle's networks",
            shared={**SHAPE, "t_first": "circle.t_first"},
            needs={"networks": networks, "losses": circle.files("losses"), "splits": splits},
            mem_mb=2000,
        ),
        samples,
        table(
            name="toy_landscape",
            says="Energies and clusters of the circle's networks",
            shared=SHAPE,
            needs={"networks": networks, "samples": samples.outputs["samples"], "splits": splits},
            arrays={"maps": "toy_maps"},
            mem_mb=6000,
            minutes=120,
        ),
        table(
            name="toy_gathering",
            says="Samples at spurious minima",
            shared={
                **SHAPE,
                "sampler_steps": "circle_samples.sampler_steps",
                "t_last": "circle_samples.t_last",
                "sizes": "circle.K",
                "shown_times": "toy_landscape.shown_times",
            },
            needs={"network": networks[settings.circle.K[1]]},
            mem_mb=2000,
        ),
        table(
            name="toy_labels",
            says="Published labels beside the energies at their places",
            shared=SHAPE,
            needs={"networks": {K: networks[K] for K in settings.circle.K if K == LABELLED}},
            mem_mb=2000,
        ),
        table(
            name="toy_basins",
            says="Critical recovery times",
            shared={**SHAPE, "t_last": "circle_samples.t_last"},
            needs={
                "networks": {K: networks[K] for K in settings.circle.K[:-1]},
                "splits": {K: splits[K] for K in settings.circle.K[:-1]},
            },
            mem_mb=2000,
            minutes=120,
        ),
        table(name="toy_minima", says="Minima of the exact energy", mem_mb=2000),
    ]
