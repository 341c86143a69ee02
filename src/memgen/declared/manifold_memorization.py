"""Tables of arXiv:2502.09578, memorization and generalization on the hidden manifold."""

from functools import partial

from memgen.declared.chunks import chunks
from memgen.declared.declaration import Declaration, Table
from memgen.declared.memory import points_mb
from memgen.settings import Config

SOURCE = "manifold_memorization"
POINT = {"alpha": "alpha", "alpha_D": "alpha_D"}


def declare(config: Config) -> list[Declaration]:
    """Return the source's declarations."""
    settings = config.manifold_memorization
    table = partial(Table, source=SOURCE)
    # The ladder of N is cut into jobs of some draws each, which are averaged and not joined.
    draws = table(
        name="collapse_draws",
        says="Collapse at N = {wildcards.N}, draws {wildcards.first} to {wildcards.last}",
        section="collapse",
        shared=POINT,
        each=[
            {"N": N, "first": first, "last": last}
            for N in settings.collapse.N
            for first, last in chunks(settings.collapse.draws, settings.collapse.draws_per_job)
        ],
        spread=["N", "draws", "draws_per_job"],
        rows=False,
        arrays={"draws": "collapse_draws/N{N}_draws{first}-{last}"},
        mem_mb=4000,
        minutes=720,
    )
    return [
        table(
            name="recipe",
            says="Drawing points on hidden manifolds (D = 2, N = 3)",
            rows=False,
            arrays=["recipe"],
            minutes=5,
        ),
        table(
            name="times",
            says="Theory of the characteristic times, {wildcards.activation} manifold",
            shared=POINT,
            each={"activation": ["linear", *settings.times.nonlinear]},
            spread=["nonlinear"],
            minutes=30,
        ),
        table(
            name="fixed_size",
            says="Collapse at fixed N and P, D = {wildcards.D}",
            each={"D": settings.fixed_size.D},
            spread=["D"],
            mem_mb=4000,
            minutes=240,
        ),
        table(
            name="point_ladder",
            says="Collapse of the linear manifold against P, D = {wildcards.D}",
            each={"D": settings.point_ladder.D},
            spread=["D"],
            mem_mb=8000,
            minutes=240,
        ),
        draws,
        table(
            name="collapse",
            says="Averaging the collapse over draws",
            shared=POINT,
            spread=["N", "draws", "draws_per_job", "probes", "times"],
            needs={"draws": draws.files("draws")},
            minutes=10,
        ),
        table(
            name="finite_size",
            says="Finite-size theory of the collapse at N = {wildcards.N}",
            shared={**POINT, "times": "collapse.times", "width": "collapse.width"},
            each={"N": sorted({*settings.collapse.N, *settings.finite_size.N})},
            spread=["N"],
            mem_mb=2000,
        ),
        table(
            name="points",
            says="Collapse on real points",
            mem_mb=points_mb(settings.points.file, least=4000),
        ),
        table(
            name="basin_radius",
            says="Theory of the basins of attraction",
            shared=POINT,
            minutes=10,
        ),
        table(
            name="basins",
            says="Measuring the basins of attraction at N = {wildcards.N}",
            shared=POINT,
            each={"N": settings.basins.N},
            spread=["N"],
            mem_mb=4000,
            minutes=720,
        ),
        table(
            name="basin_theory",
            says="Finite-size theory of the basins of attraction at N = {wildcards.N}",
            shared={**POINT, "t_cells": "basins.t_cells", "R_cells": "basins.R_cells"},
            each={"N": settings.basin_theory.N},
            spread=["N"],
            mem_mb=2000,
            minutes=240,
        ),
        table(
            name="cross_entropy",
            says="Cross-entropy seen from fresh points, alpha_D = {wildcards.alpha_D}",
            shared={"alpha": "alpha"},
            each={"alpha_D": settings.cross_entropy.alpha_Ds},
            spread=["alpha_Ds"],
            mem_mb=4000,
            minutes=720,
        ),
        table(
            name="best_times",
            says="t_g of curved manifolds, alpha_D = {wildcards.alpha_D}",
            shared={"alpha": "alpha"},
            each={"alpha_D": settings.best_times.alpha_Ds},
            spread=["alpha_Ds"],
            mem_mb=4000,
            minutes=720,
        ),
        table(
            name="potential",
            says="The potential on a line and on planes through data points",
            shared=POINT,
            arrays=["potential_plane"],
            mem_mb=2000,
            minutes=360,
        ),
        table(
            name="attractors",
            says="Attractors of all data points, and the traps among them",
            shared=POINT,
            mem_mb=2000,
            minutes=240,
        ),
    ]
