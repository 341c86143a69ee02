"""Tables of Ventura's slides on recurrent networks (fig1 to fig9 and fig18)."""

from typing import Any

from memgen.declared.declaration import Declaration, Table
from memgen.settings import Config
from memgen.settings.recurrent_networks import Dreams, RecurrentNetworks

SOURCE = "memorization_as_generalization"
SECTION = "recurrent_networks"
INDEPENDENT = 0.0  # as alpha_D: patterns without a manifold


def declare(config: Config) -> list[Declaration]:
    """Return the declarations of the recurrent networks."""
    settings = config.memorization_as_generalization.recurrent_networks
    return [*small_networks(), *learning(settings), *memories(settings)]


def table(name: str, **about: Any) -> Table:
    """Return the declaration of a table, whose section has its name."""
    return Table(source=SOURCE, name=name, section=f"{SECTION}.{name}", **about)


def small_networks() -> list[Declaration]:
    """Networks whose states are enumerated or sampled."""
    return [
        table(
            "landscape",
            says="A small network's energy landscape and P_t",
            arrays=["landscape_cut"],
            mem_mb=2000,
            minutes=30,
        ),
        table(
            "sampling",
            says="Heat-bath samples against the temperature",
            arrays=["sampling_images"],
            mem_mb=2000,
            minutes=60,
        ),
        table(
            "moment_theorem",
            says="Matched moments and minima, by enumeration",
            arrays=["moment_theorem_states"],
            mem_mb=4000,
            minutes=600,
        ),
    ]


def learning(settings: RecurrentNetworks) -> list[Declaration]:
    """Moment matching, and learning at several temperatures."""
    return [
        table(
            "moment_matching",
            says="Moment matching at t = 0 and t > 0, load {wildcards.load}",
            each={"load": settings.moment_matching.loads},
            spread=["loads"],
            mem_mb=2000,
            minutes=600,
        ),
        table(
            "learning_temperature",
            says="Learning {wildcards.P} examples of a teacher at several temperatures",
            each={"P": settings.learning_temperature.P},
            spread=["P"],
            mem_mb=4000,
            minutes=240,
        ),
    ]


def memories(settings: RecurrentNetworks) -> list[Declaration]:
    """Networks that store patterns."""
    return [
        table(
            "dreams",
            says="Unlearning, N = {wildcards.N}, load {wildcards.load}",
            shared={"protocol": f"{SECTION}.retrieval_maps.protocol"},
            each=dreams_jobs(settings.dreams),
            spread=["N", "loads", "more_loads", "networks", "least_networks"],
            mem_mb=4000,
            minutes=600,
        ),
        table(
            "retrieval_maps",
            says="Retrieval maps, N = {wildcards.N}",
            each={"N": settings.retrieval_maps.N},
            spread=["N"],
            mem_mb=4000,
            minutes=600,
        ),
        table(
            "perceptron_capacity",
            says="Largest stabilities of random patterns",
            mem_mb=2000,
            minutes=600,
        ),
        table(
            "storage",
            says="The fraction of stored points against the load",
            mem_mb=4000,
            minutes=240,
        ),
        table(
            "structure",
            says="Retrieval of patterns with a hidden manifold, alpha_D = {wildcards.alpha_D}",
            each={"alpha_D": [*settings.structure.alpha_D, INDEPENDENT]},
            spread=["alpha_D"],
            mem_mb=2000,
            minutes=240,
        ),
    ]


def dreams_jobs(s: Dreams) -> list[dict[str, object]]:
    """Every N and load with its number of networks; the first N also with what it alone shows.

    A dream costs N^2, and the points' scatter falls with N: networks fall as 1 / N^2.
    """
    jobs = []
    for N in s.N:
        networks = max(s.least_networks, round(s.networks * (min(s.N) / N) ** 2))
        first = min(s.N) == N
        extents = [(load, "densities" if first else "points") for load in s.loads]
        extents += [(load, "curves") for load in s.more_loads if first]
        jobs += [
            {"N": N, "load": load, "networks": networks, "extent": extent}
            for load, extent in extents
        ]
    return jobs
