"""Tables of arXiv:2410.08727, losing dimensions."""

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
        *_of_points(config),
        *_of_images(config),
    ]


def _of_points(config: Config) -> list[Declaration]:
    """Networks of ever more points and steps, and what they see."""
    s = config.losing_dimensions.visible
    jobs = [{"P": s.trained_P[0], "steps": steps} for steps in s.steps]
    jobs += [{"P": P, "steps": s.steps[-1]} for P in s.trained_P[1:]]
    networks = Network(
        source=SOURCE,
        name="point_networks",
        says="Training on {wildcards.P} points for {wildcards.steps} steps",
        section="visible.network",
        shared=POINTS,
        each=jobs,
        mem_mb=4000,
        minutes=240,
    )
    visible = Table(
        source=SOURCE,
        name="visible",
        says="What networks of ever more points and steps see",
        shared={"counts": "counts"},
        spread=["trained_P", "steps", "network.training"],
        needs={"networks": networks.files("network"), "splits": networks.files("split")},
        mem_mb=4000,
        minutes=240,
    )
    return [networks, visible]


def _of_images(config: Config) -> list[Declaration]:
    """Networks of ever more images and steps, and the dimension that they show."""
    s = config.losing_dimensions.image_dimension
    sizes, last = s.sizes, s.steps[-1]
    jobs = [{"size": size, "steps": n} for size in (sizes[0], sizes[-1]) for n in s.steps]
    jobs += [{"size": size, "steps": last} for size in sizes[1:-1]]
    networks = Network(
        source=SOURCE,
        name="image_networks",
        says="Training on {wildcards.size} images for {wildcards.steps} steps",
        section="image_dimension.network",
        each=jobs,
        mem_mb=8000,
        minutes=2880,
    )
    dimension = Table(
        source=SOURCE,
        name="image_dimension",
        says="Dimension of networks of ever more images",
        spread=["sizes", "steps", "network.training"],
        needs={"networks": networks.files("network"), "splits": networks.files("split")},
        mem_mb=8000,
        minutes=240,
    )
    return [networks, dimension]
