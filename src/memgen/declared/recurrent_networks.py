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
            spread=["N", "loads", "ends", "more_loads", "networks", "least_networks"],
            mem_mb=4000,
            minutes=600,
        ),
        table(
            "retrieval_maps",
            says="Retrieval maps, N = {wildcards.N}",
            each=sizes_with_networks(settings.retrieval_maps.N, settings.retrieval_maps.draws),
            spread=["N", "draws"],
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
            says="Patterns of a manifold, N = {wildcards.N}, alpha_D = {wildcards.alpha_D}",
            each=[
                {"alpha_D": alpha_D, **size}
                for alpha_D in [*settings.structure.alpha_D, INDEPENDENT]
                for size in sizes_with_networks(settings.structure.N, settings.structure.draws)
            ],
            spread=["N", "alpha_D", "draws"],
            mem_mb=2000,
            minutes=240,
        ),
    ]


def sizes_with_networks(sizes: list[int], networks: int) -> list[dict[str, object]]:
    """Return every N with its number of networks, which falls as 1 / N."""
    return [{"N": N, "networks": max(2, round(networks * min(sizes) / N))} for N in sizes]


def dreams_jobs(s: Dreams) -> list[dict[str, object]]:
    """Every N and load with its number of networks; the first N also with what it alone shows.

    A network costs N^3, and the points' scatter falls with N: networks fall as N^-1.5. Only at the
    first N is dreaming followed beyond the points.
    """
    jobs = []
    for N in s.N:
        networks = max(s.least_networks, round(s.networks * (min(s.N) / N) ** 1.5))
        first = min(s.N) == N
        cases = [
            (load, s.most if first else end, "densities" if first else "points")
            for load, end in zip(s.loads, s.ends, strict=True)
        ]
        cases += [(load, s.most, "curves") for load in s.more_loads if first]
        jobs += [
            {"N": N, "load": load, "end": end, "networks": networks, "extent": extent}
            for load, end, extent in cases
        ]
    return jobs
