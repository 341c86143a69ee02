"""Settings of the source `manifold_capacity` (arXiv:2503.09518)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Aspect, Count, Draws, Load, PositiveFloat, Section

Overlap = Annotated[float, Field(gt=0.1, le=1)]
Ladder = Annotated[int, Field(ge=30, le=200_000)]


class Curves(Section):
    """fig1, 2 and 3: capacities for N to infinity, no simulation."""

    points: Annotated[int, Field(ge=8)] = Field(60, description="Points on a curve.")
    lam_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.05, 2.5), description="First and last lambda for independent patterns."
    )
    alpha_Ds: list[Aspect] = Field([0.1, 0.25, 1.0], description="D / N of the manifold's curves.")
    overlap_lams: list[PositiveFloat] = Field(
        [0.5, 1.0, 2.0], description="lambda of the curves of capacity against initial overlap."
    )


class Retrieval(Section):
    """fig1 and fig2: success of iterated retrieval against alpha at fixed lambda."""

    lam: PositiveFloat = Field(0.5, description="lambda for independent patterns.")
    lam_fraction: Annotated[float, Field(gt=0, le=1.5)] = Field(
        0.6, description="lambda / lambda_s for the manifold's patterns."
    )
    alpha_D: Aspect = Field(0.25, description="D / N of the manifold.")
    P: list[Ladder] = Field(
        [500, 2000, 7000, 20000],
        description="Sizes, through the N at which exp(alpha_1 N) is about P; up to 4.5 P patterns "
        "are drawn.",
    )
    loads: Annotated[int, Field(ge=5)] = Field(11, description="Loads alpha per N.")
    draws: Draws = Field(40, description="Independent draws of the patterns.")
    probes: Count = Field(16, description="Patterns that are retrieved in each draw.")
    steps: Count = Field(50, description="Updates at most.")
    finite_size_N: list[Annotated[int, Field(ge=4)]] = Field(
        [12, 14, 16, 20, 24, 28, 32, 40, 52, 72, 100, 152, 252, 500, 1000],
        description="N at which the finite-size theory is evaluated (it needs no patterns); on the "
        "manifold those with a whole alpha_D N.",
    )
    finite_size_draws: Draws = Field(
        2000, description="Draws of F and of a pattern for that theory (linear manifold)."
    )


class HalfLoads(Section):
    """fig1 and fig2: the load at which the own weight at a pattern crosses 1/2, against lambda."""

    lams: list[PositiveFloat] = Field([0.25, 0.5, 1.0, 2.0], description="lambda, independent.")
    lam_fractions: list[PositiveFloat] = Field(
        [0.5, 1.0, 1.6], description="lambda / lambda_s, manifold."
    )
    alpha_Ds: list[Aspect] = Field([0.25, 1.0], description="D / N of the manifold.")
    P: list[Ladder] = Field(
        [300, 1500, 8000], description="Sizes, as in `retrieval`; three or more."
    )
    loads: Annotated[int, Field(ge=5)] = Field(14, description="Loads alpha per N.")
    draws: Draws = Field(24, description="Independent draws of the patterns.")
    finite_size_draws: Draws = Field(
        2000, description="Draws of F and of a pattern for the theory (linear manifold)."
    )
    probes: Count = Field(64, description="Patterns that are looked at in each draw.")


class Storage(Section):
    """fig1: the load at which the first of all Gaussian patterns is lost."""

    N: list[Annotated[int, Field(ge=8)]] = Field(
        [16, 24, 32, 40], description="Ambient dimensions."
    )
    lam: PositiveFloat = Field(0.4, description="A finite lambda beside lambda = inf.")
    draws: Draws = Field(60, description="Independent draws of the patterns.")
    most: Annotated[int, Field(ge=100)] = Field(
        40000, description="Patterns at most: a draw that loses none by then is counted as later."
    )
    finite_size_N: list[Annotated[int, Field(ge=8)]] = Field(
        [16, 24, 32, 40, 60, 100, 200, 500, 1000, 2000],
        description="N at which the exact first moment is evaluated (lambda = inf).",
    )


class Overlaps(Section):
    """fig3: retrieval of spherical patterns from corrupted ones."""

    lam: PositiveFloat = Field(0.5, description="lambda.")
    overlaps: list[Overlap] = Field([0.5, 0.65, 0.8, 0.9, 1.0], description="Initial overlaps c.")
    P: list[Ladder] = Field([500, 4000], description="Sizes, as in `retrieval`.")
    loads: Annotated[int, Field(ge=5)] = Field(13, description="Loads alpha per N.")
    draws: Draws = Field(16, description="Independent draws of the patterns.")
    probes: Count = Field(16, description="Patterns that are retrieved in each draw.")
    steps: Count = Field(30, description="Updates at most.")


class Limit(Section):
    """fig3: the generalization limit lambda_g = 1 / t_g, and the two models' landscapes."""

    alpha: Load = Field(0.2, description="alpha = log P / N.")
    N: Annotated[int, Field(ge=8)] = Field(40, description="Ambient dimension; P = exp(alpha N).")
    alpha_Ds: list[Aspect] = Field([0.125, 0.2, 0.5, 1.0], description="Simulated D / N.")
    draws: Draws = Field(30, description="Independent draws of F and of the data.")
    probes: Count = Field(60, description="Fresh points per draw.")
    times: Annotated[int, Field(ge=8)] = Field(31, description="Number of t on the grid.")
    finite_size_draws: Draws = Field(200, description="Draws for the finite-size theory.")


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
