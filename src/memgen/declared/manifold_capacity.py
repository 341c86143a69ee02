"""Tables of arXiv:2503.09518, the capacity of dense associative memories on the hidden manifold."""

from functools import partial
from typing import get_args

from memgen.declared.declaration import Declaration, Table
from memgen.settings import Config
from memgen.settings.manifold_capacity import EnsembleName

SOURCE = "manifold_capacity"


def declare(config: Config) -> list[Declaration]:  # noqa: ARG001
    """Return the source's declarations."""
    table = partial(Table, source=SOURCE)
    ensembles = {"ensemble": get_args(EnsembleName)}
    return [
        table(
            name="curves",
            says="Capacities for N to infinity",
            shared={"alpha": "limit.alpha", "onset_alpha_D": "limit.onset_alpha_D"},
            minutes=30,
        ),
        table(
            name="retrieval",
            says="Iterated retrieval against the load, {wildcards.ensemble} patterns",
            each=ensembles,
            mem_mb=12000,
            minutes=720,
        ),
        table(
            name="half_loads",
            says="Own weight at a pattern against the load, {wildcards.ensemble} patterns",
            each=ensembles,
            mem_mb=12000,
            minutes=720,
        ),
        table(
            name="storage",
            says="The load at which the first of all Gaussian patterns is lost",
            mem_mb=8000,
            minutes=720,
        ),
        table(
            name="overlaps",
            says="Retrieval from corrupted patterns",
            mem_mb=12000,
            minutes=720,
        ),
        table(
            name="limit",
            says="The generalization limit of the dense memory",
            mem_mb=4000,
            minutes=240,
        ),
    ]
