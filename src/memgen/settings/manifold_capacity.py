"""Settings of the source `manifold_capacity` (arXiv:2503.09518)."""

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Aspect, Count, Draws, Load, PositiveFloat, Section, sized

EnsembleName = Literal["gaussian", "spherical", "binary", "linear", "tanh", "relu"]
"""Ensembles of patterns: independent ones, and the manifold's by their activation."""
Overlap = Annotated[float, Field(gt=0.1, le=1)]
Ladder = Annotated[int, Field(ge=30, le=200_000)]


class Curves(Section):
    """fig1, 2 and 3: capacities for N to infinity, no simulation."""

    points: Annotated[int, Field(ge=8)] = sized(121, "Points on a curve.", tiny=10, paper=200)
    lam_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.05, 2.5), description="First and last lambda for independent patterns."
    )
    alpha_Ds: list[Aspect] = sized(
        [0.1, 0.25, 1.0], "D / N of the manifold's curves.", paper=[0.05, 0.1, 0.25, 0.5, 1.0, 2.0]
    )
    overlap_lams: list[PositiveFloat] = Field(
        default=[0.5, 1.0, 2.0],
        description="lambda of the curves of capacity against initial overlap.",
    )
    overlap_points: Annotated[int, Field(ge=2)] = Field(
        default=60, description="Points on each of these curves."
    )


class Retrieval(Section):
    """fig1 and fig2: own weight and iterated retrieval against alpha at fixed lambda."""

    lam: PositiveFloat = Field(default=0.5, description="lambda for independent patterns.")
    lam_fraction: Annotated[float, Field(gt=0, le=1.5)] = Field(
        default=0.6, description="lambda / lambda_s for the manifold's patterns."
    )
    alpha_D: Aspect = Field(default=0.25, description="D / N of the manifold.")
    P: list[Ladder] = sized(
        [500, 3000],
        "Sizes of the simulation, through the N at which exp(alpha_1 N) is about P.",
        tiny=[300, 900],
        paper=[1000, 10000, 100000],
    )
    loads: Annotated[int, Field(ge=5)] = sized(11, "Loads alpha per N.", tiny=7, paper=21)
    curve_points: Annotated[int, Field(ge=2)] = sized(
        101, "Points on the curves of the finite-size theory.", tiny=21
    )
    draws: Draws = sized(12, "Independent draws of the patterns.", tiny=6, paper=200)
    probes: Count = sized(16, "Patterns that are looked at in each draw.", tiny=8)
    steps: Count = sized(25, "Updates at most.", tiny=12, paper=50)
    large_N: list[Annotated[int, Field(ge=8)]] = sized(
        [50, 100, 250, 1000, 10000],
        "Sizes of the theory alone for independent patterns, rising.",
        tiny=[100],
    )
    large_manifold_N: list[Annotated[int, Field(ge=8)]] = sized(
        [400], "The same for the manifold.", tiny=[100], paper=[400, 800]
    )
    theory_draws: Draws = sized(
        300, "Draws of a pattern, and of F, for the theory.", tiny=30, paper=4000
    )
    large_draws: Draws = sized(3, "The same at N of 1000 or more.", tiny=2, paper=20)


class HalfLoads(Section):
    """fig1 and fig2: the own weight at alpha_1, and the load where it is 1/2, against lambda."""

    lams: list[PositiveFloat] = sized(
        [0.25, 0.5, 1.0, 2.0],
        "lambda, independent.",
        tiny=[0.5, 1.0],
        paper=[0.125, 0.25, 0.5, 1.0, 2.0],
    )
    lam_fractions: list[PositiveFloat] = sized(
        [0.5, 1.0, 1.6],
        "lambda / lambda_s, manifold.",
        tiny=[0.6, 1.0],
        paper=[0.3, 0.5, 0.75, 1.0, 1.3, 1.6],
    )
    alpha_Ds: list[Aspect] = sized(
        [0.1, 0.25, 1.0], "D / N of the manifold.", tiny=[0.25], paper=[0.1, 0.25, 0.5, 1.0]
    )
    P: Ladder = sized(3000, "exp(alpha_1 N), about.", tiny=100, paper=30000)
    loads: Annotated[int, Field(ge=5)] = sized(14, "Loads alpha.", tiny=8)
    draws: Draws = sized(20, "Independent draws of the patterns.", tiny=4, paper=100)
    probes: Count = sized(16, "Patterns that are looked at in each draw.", tiny=8)
    theory_draws: Draws = sized(400, "Draws of F and of a pattern for the theory.", tiny=12)


class Storage(Section):
    """fig1: the load at which the first of all Gaussian patterns is lost."""

    N: list[Annotated[int, Field(ge=8)]] = sized(
        [16, 24, 32, 40], "Ambient dimensions.", tiny=[10, 14, 18], paper=[16, 24, 32, 40, 48, 56]
    )
    lam: PositiveFloat = Field(default=0.4, description="A finite lambda beside lambda = inf.")
    draws: Draws = sized(60, "Independent draws of the patterns.", tiny=12, paper=200)
    most: Annotated[int, Field(ge=100)] = sized(
        40000,
        "Patterns at most: a draw that loses none by then is counted as later.",
        tiny=3000,
        paper=200000,
    )
    finite_size_N: list[Annotated[int, Field(ge=8)]] = sized(
        [16, 20, 24, 32, 40, 60, 80, 150, 400, 2000],
        "N at which the exact first moment is evaluated.",
        tiny=[10, 14, 18, 200],
    )
    largest_finite_N: Annotated[int, Field(ge=8)] = sized(
        80, "The largest of them at the finite lambda, where it needs P.", tiny=18
    )


class Overlaps(Section):
    """fig3: retrieval of spherical patterns from corrupted ones, at fixed N."""

    lam: PositiveFloat = Field(default=0.5, description="lambda.")
    overlaps: list[Overlap] = sized(
        [0.5, 0.6, 0.7, 0.8, 0.9, 1.0], "Initial overlaps c.", tiny=[0.7, 1.0]
    )
    N: Annotated[int, Field(ge=8)] = sized(25, "Size of the simulation.", tiny=14, paper=30)
    loads: Annotated[int, Field(ge=5)] = sized(11, "Loads alpha.", tiny=7)
    draws: Draws = sized(40, "Independent draws of the patterns.", tiny=4, paper=100)
    probes: Count = sized(8, "Patterns that are retrieved in each draw.", tiny=4)
    steps: Count = Field(default=60, description="Updates at most.")
    theory_N: list[Annotated[int, Field(ge=8)]] = sized(
        [25, 100, 1000], "Sizes of the theory.", tiny=[14, 50]
    )
    theory_overlaps: Annotated[int, Field(ge=3)] = sized(
        14, "Overlaps of the theory, even in [0.4, 1].", tiny=4
    )
    theory_draws: Draws = sized(150, "Draws for the theory; 5 at N > 100.", tiny=12, paper=1000)


class Limit(Section):
    """fig3: the manifold at one norm, as a memory and as a diffusion model."""

    alpha: Load = Field(default=0.2, description="alpha = log P / N.")
    N: Annotated[int, Field(ge=8)] = sized(
        40, "Ambient dimension; P = exp(alpha N).", tiny=25, paper=60
    )
    alpha_Ds: list[Aspect] = sized([0.125, 0.2, 0.5, 1.0], "Simulated D / N.", tiny=[0.2, 0.6])
    draws: Draws = sized(30, "Independent draws of F and of the data.", tiny=4, paper=200)
    probes: Count = sized(60, "Fresh points per draw.", tiny=20, paper=400)
    times: Annotated[int, Field(ge=8)] = sized(31, "Number of t on the grid.", tiny=11, paper=61)
    finite_size_draws: Draws = sized(120, "Draws for the finite-size theory.", tiny=10, paper=2000)
    onset_alpha_D: Aspect = Field(default=0.25, description="D / N for t_o against alpha.")
    onset_N: Annotated[int, Field(ge=16)] = sized(140, "Ambient dimension for t_o.", tiny=80)
    onset_alphas: list[Load] = sized(
        [0.035, 0.0475, 0.06], "Simulated alpha for t_o.", tiny=[0.05], paper=[0.035, 0.0475, 0.06]
    )
    onset_draws: Draws = sized(30, "Draws for t_o.", tiny=4, paper=100)
    onset_theory_draws: Draws = sized(
        1500, "Draws for the theory of t_o on the Gaussian manifold.", tiny=40
    )
    onset_probes: Count = sized(40, "Patterns per draw for t_o.", tiny=8)


class ManifoldCapacity(Section):
    """The capacity of dense associative memories on the hidden manifold (arXiv:2503.09518)."""

    curves: Curves = Curves()
    retrieval: Retrieval = Retrieval()
    half_loads: HalfLoads = HalfLoads()
    storage: Storage = Storage()
    overlaps: Overlaps = Overlaps()
    limit: Limit = Limit()

    @model_validator(mode="after")
    def _sizes_fit(self) -> "ManifoldCapacity":
        for key, smallest, probes in (
            ("retrieval", min(self.retrieval.P), self.retrieval.probes),
            ("half_loads", self.half_loads.P, self.half_loads.probes),
        ):
            if smallest < 3 * probes:
                raise ValueError(
                    f"{key}.P = {smallest} is below three times {key}.probes = {probes}: the "
                    "probed patterns must be a small part of all."
                )
        if len(self.storage.N) < 2:
            raise ValueError(f"storage.N = {self.storage.N}: name two sizes or more.")
        if len(self.curves.alpha_Ds) < 2:
            raise ValueError(f"curves.alpha_Ds = {self.curves.alpha_Ds}: name two or more.")
        for alpha_D in self.half_loads.alpha_Ds:
            if alpha_D not in self.curves.alpha_Ds:
                raise ValueError(
                    f"half_loads.alpha_Ds holds {alpha_D}, which curves.alpha_Ds = "
                    f"{self.curves.alpha_Ds} does not: its points would have no curve."
                )
        if self.overlaps.lam not in self.curves.overlap_lams:
            raise ValueError(
                f"overlaps.lam = {self.overlaps.lam} is not among curves.overlap_lams = "
                f"{self.curves.overlap_lams}: its points would have no curve."
            )
        largest = int(math.log(2e6) / self.limit.alpha)
        if largest < self.limit.N:
            raise ValueError(
                f"limit.N = {self.limit.N} at limit.alpha = {self.limit.alpha} asks for more than "
                f"2e6 points: take N <= {largest}."
            )
        if round(min(self.limit.alpha_Ds) * self.limit.N) < 5:
            raise ValueError(
                f"limit.alpha_Ds = {self.limit.alpha_Ds} at limit.N = {self.limit.N} leaves fewer "
                f"than 5 latent dimensions: take alpha_D >= {5 / self.limit.N:.3g}."
            )
        return self
