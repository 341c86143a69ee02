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

    points: Annotated[int, Field(ge=8)] = sized(60, "Points on a curve.", tiny=12, paper=200)
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
        default=50, description="Points on each of these curves."
    )


class Retrieval(Section):
    """fig1 and fig2: success of iterated retrieval against alpha at fixed lambda."""

    lam: PositiveFloat = Field(default=0.5, description="lambda for independent patterns.")
    lam_fraction: Annotated[float, Field(gt=0, le=1.5)] = Field(
        default=0.6, description="lambda / lambda_s for the manifold's patterns."
    )
    alpha_D: Aspect = Field(default=0.25, description="D / N of the manifold.")
    P: list[Ladder] = sized(
        [500, 2000, 7000, 20000],
        "Sizes, through the N at which exp(alpha_1 N) is about P; up to 4.5 P patterns are drawn.",
        tiny=[150, 500],
        paper=[1000, 4000, 12000, 30000, 100000],
    )
    loads: Annotated[int, Field(ge=5)] = sized(11, "Loads alpha per N.", tiny=7, paper=21)
    curve_points: Annotated[int, Field(ge=2)] = Field(
        default=60, description="Points on the curves of the finite-size theory."
    )
    draws: Draws = sized(40, "Independent draws of the patterns.", tiny=6, paper=200)
    probes: Count = sized(16, "Patterns that are retrieved in each draw.", tiny=8)
    steps: Count = Field(default=50, description="Updates at most.")
    finite_size_N: list[Annotated[int, Field(ge=4)]] = sized(
        [12, 14, 16, 20, 24, 28, 32, 40, 52, 72, 100, 152, 252, 500, 1000],
        "N at which the finite-size theory is evaluated (it needs no patterns); on the "
        "manifold those with a whole alpha_D N.",
        tiny=[12, 40, 100],
        paper=[12, 16, 20, 30, 50, 100, 200, 500, 1000, 2000],
    )
    finite_size_draws: Draws = sized(
        2000,
        "Draws of F and of a pattern for that theory (linear manifold).",
        tiny=100,
        paper=10000,
    )


class HalfLoads(Section):
    """fig1 and fig2: the load at which the own weight at a pattern crosses 1/2, against lambda."""

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
        [0.25, 1.0], "D / N of the manifold.", tiny=[0.25], paper=[0.1, 0.25, 0.5, 1.0]
    )
    P: list[Ladder] = sized(
        [300, 1500, 8000],
        "Sizes, as in `retrieval`; three or more.",
        tiny=[60, 200, 600],
        paper=[300, 1500, 8000, 50000],
    )
    loads: Annotated[int, Field(ge=5)] = sized(14, "Loads alpha per N.", tiny=8)
    draws: Draws = sized(24, "Independent draws of the patterns.", tiny=6, paper=100)
    finite_size_draws: Draws = sized(
        2000, "Draws of F and of a pattern for the theory (linear manifold).", tiny=100
    )
    probes: Count = sized(64, "Patterns that are looked at in each draw.", tiny=8)


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
        [16, 24, 32, 40, 60, 100, 200, 500, 1000, 2000],
        "N at which the exact first moment is evaluated (lambda = inf).",
        tiny=[10, 14, 18, 100, 1000],
    )


class Overlaps(Section):
    """fig3: retrieval of spherical patterns from corrupted ones."""

    lam: PositiveFloat = Field(default=0.5, description="lambda.")
    overlaps: list[Overlap] = sized(
        [0.5, 0.65, 0.8, 0.9, 1.0], "Initial overlaps c.", tiny=[0.7, 1.0]
    )
    P: list[Ladder] = sized(
        [500, 4000], "Sizes, as in `retrieval`.", tiny=[100, 300], paper=[500, 4000, 30000]
    )
    loads: Annotated[int, Field(ge=5)] = sized(13, "Loads alpha per N.", tiny=9)
    draws: Draws = sized(16, "Independent draws of the patterns.", tiny=6, paper=100)
    probes: Count = sized(16, "Patterns that are retrieved in each draw.", tiny=8)
    steps: Count = Field(default=30, description="Updates at most.")


class Landscape(Section):
    """The memory's energy beside the diffusion potential, on a line through two patterns."""

    P: Annotated[int, Field(ge=2)] = Field(default=400, description="Patterns.")
    N: Annotated[int, Field(ge=2)] = Field(default=20, description="Their coordinates.")
    draws: Draws = Field(default=8, description="Independent draws of the patterns.")
    times: list[PositiveFloat] = Field(
        default=[0.1, 0.5, 2.0], description="Noise variances t = 1 / lambda."
    )


class Limit(Section):
    """fig3: the generalization limit lambda_g = 1 / t_g, and the two models' landscapes."""

    alpha: Load = Field(default=0.2, description="alpha = log P / N.")
    N: Annotated[int, Field(ge=8)] = sized(
        40, "Ambient dimension; P = exp(alpha N).", tiny=25, paper=60
    )
    alpha_Ds: list[Aspect] = sized([0.125, 0.2, 0.5, 1.0], "Simulated D / N.", tiny=[0.2, 0.6])
    draws: Draws = sized(30, "Independent draws of F and of the data.", tiny=6, paper=200)
    probes: Count = sized(60, "Fresh points per draw.", tiny=20, paper=400)
    times: Annotated[int, Field(ge=8)] = sized(31, "Number of t on the grid.", tiny=11, paper=61)
    finite_size_draws: Draws = sized(200, "Draws for the finite-size theory.", tiny=60, paper=2000)
    landscape: Landscape = Landscape()


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
        for key, section in (
            ("retrieval", self.retrieval),
            ("half_loads", self.half_loads),
            ("overlaps", self.overlaps),
        ):
            if min(section.P) < 4 * section.probes:
                raise ValueError(
                    f"{key}.P = {section.P} starts below four times {key}.probes = "
                    f"{section.probes}: the probed patterns must be a small part of all."
                )
        if len(self.half_loads.P) < 3 or len(self.retrieval.P) < 2 or len(self.storage.N) < 3:
            raise ValueError(
                "half_loads.P and storage.N need three sizes and retrieval.P two: they are "
                "extrapolated."
            )
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
