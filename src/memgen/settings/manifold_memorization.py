"""Settings of the source `manifold_memorization` (arXiv:2502.09578)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from memgen.activations import ActivationName
from memgen.settings.base import (
    Aspect,
    Count,
    Draws,
    Load,
    PositiveFloat,
    Section,
    exponential,
    sized,
)

MOST_POINTS = 20_000_000


class Recipe(Section):
    """fig1: the hidden manifold in pictures, D = 2 latent and N = 3 visible coordinates."""

    points: Count = sized(600, "Samples drawn on each surface.", tiny=100)
    grid: Annotated[int, Field(ge=5)] = sized(
        41, "Latent grid points per side of the surface.", tiny=15
    )
    activations: list[ActivationName] = Field(
        default=["linear", "tanh", "relu"], description="Activations, one surface each."
    )


class Times(Section):
    """fig1, 2, 3 and 7: the theory of the characteristic times, no simulation."""

    alphas: list[Load] = sized(
        [0.1, 0.2, 0.5], "alpha of the linear curves.", paper=[0.1, 0.2, 0.3, 0.5, 1.0]
    )
    alpha_D_range: tuple[Aspect, Aspect] = Field(
        default=(0.02, 2.0), description="First and last alpha_D of the curves."
    )
    alpha_range: tuple[Load, Load] = Field(
        default=(0.05, 0.8), description="First and last alpha of the curves at fixed alpha_D."
    )
    linear_points: Annotated[int, Field(ge=8)] = sized(
        81, "Points on a curve of the linear manifold.", tiny=21, paper=201
    )
    nonlinear_points: Annotated[int, Field(ge=4)] = sized(
        17, "Points on a curve of a nonlinear manifold (about a second each).", tiny=9, paper=41
    )
    nonlinear: list[ActivationName] = Field(
        default=["tanh", "relu"], description="Nonlinear activations."
    )


class FixedSize(Section):
    """fig2 and fig3: collapse measured at fixed N and P while the latent dimension D changes."""

    N: Count = sized(40, "Ambient dimension.", tiny=20, paper=60)
    P: Annotated[int, Field(ge=2, le=MOST_POINTS)] = sized(
        3000, "Number of points.", tiny=150, paper=100000
    )
    D: list[Count] = sized(
        [3, 4, 6, 8, 12, 16, 24, 40],
        "Latent dimensions.",
        tiny=[3, 6, 20],
        paper=[3, 4, 6, 8, 12, 16, 24, 36, 60],
    )
    activations: list[ActivationName] = Field(
        default=["linear", "tanh", "relu"], description="Activations of the manifold."
    )
    draws: Draws = sized(40, "Independent draws of F and of the data.", tiny=8, paper=100)
    probes: Count = sized(40, "Noised points per draw.", tiny=10, paper=100)
    times: Annotated[int, Field(ge=4)] = sized(16, "Number of t on the grid.", tiny=8, paper=24)
    span: PositiveFloat = Field(
        default=1.6, description="The t grid covers t_c exp(-span) to t_c exp(+span)."
    )


class Collapse(Section):
    """fig4: own-pattern weight, participation and excess entropy against t for a ladder of N."""

    N: list[Count] = sized(
        [20, 30, 40, 50, 55],
        "Ambient dimensions; P = exp(alpha N) and D = alpha_D N, rounded: take N with "
        "whole alpha_D N, or the limit N to infinity belongs to another alpha_D.",
        tiny=[20, 25],
        paper=[20, 30, 40, 50, 60, 70, 80],
    )
    draws: Draws = sized(240, "Independent draws of F and of the data.", tiny=8, paper=400)
    probes: Count = sized(40, "Noised points per draw.", tiny=10, paper=100)
    draws_per_job: Count = sized(
        40, "Draws in one job of the workflow; it changes no result.", tiny=8, paper=10
    )
    times: Annotated[int, Field(ge=4)] = sized(21, "Number of t on the grid.", tiny=11, paper=31)
    span: PositiveFloat = Field(
        default=2.0, description="The t grid covers t_c exp(-span) to t_c exp(+span)."
    )


class FiniteSize(Section):
    """fig4: the finite-size theory of the collapse, which needs no points."""

    N: list[Count] = sized(
        [20, 30, 40, 50, 100, 200, 500, 1000, 2000],
        "N at which the finite-size theory is evaluated (it needs no points).",
        tiny=[20, 25, 100],
        paper=[20, 30, 40, 50, 60, 70, 80, 100, 200, 500, 1000, 2000, 5000],
    )
    draws: Draws = sized(1000, "Draws of F and x for that theory.", tiny=60, paper=4000)


class Points(Section):
    """fig4: collapse on real data, scikit-learn's digits or points of your own."""

    file: str | None = Field(
        default=None,
        description="Path of an .npy file of shape (P, N), one point a row; null: the digits.",
    )
    P: list[Annotated[int, Field(ge=4)]] | None = sized(
        None,
        "Sizes of the random subsets; null: 32 and its doublings, and all points.",
        tiny=[64, 128, 256],
    )
    draws: Draws = sized(
        16, "Disjoint subsets at most; large P admit fewer, down to one.", tiny=4, paper=32
    )
    probes: Count = sized(200, "Noised points per subset.", tiny=40, paper=1000)
    times: Annotated[int, Field(ge=4)] = sized(41, "Number of t on the grid.", tiny=15, paper=81)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.02, 50.0),
        description="First and last t (data have unit variance per coordinate).",
    )

    def named_files(self) -> list[str]:
        """Return the file of points, where one is named."""
        return [] if self.file is None else [self.file]


class BasinRadius(Section):
    """fig5: theory of the basins' radius R(t), and how often traps exist at finite N."""

    alpha_Ds: list[Aspect] = Field(
        default=[0.1, 0.2, 0.5, 1.0], description="alpha_D of the curves R(t)."
    )
    points: Annotated[int, Field(ge=8)] = sized(200, "Points on a curve R(t).", tiny=40)
    finite_size_N: list[Count] = sized(
        [40, 200, 1000],
        "N at which finite-size theory says how often traps exist.",
        tiny=[25, 100],
        paper=[40, 200, 1000, 4000],
    )
    finite_size_draws: Draws = sized(200, "Draws of F and x for that theory.", tiny=10, paper=1000)


class Basins(Section):
    """fig5: basins of attraction, the measured probability to return."""

    N: list[Count] = sized(
        [20, 30, 40],
        "Ambient dimensions of the simulation; P = exp(alpha N).",
        tiny=[20, 25],
        paper=[20, 30, 40, 50, 55],
    )
    draws: Draws = sized(20, "Independent draws of F and of the data.", tiny=3, paper=60)
    probes: Count = sized(20, "Starts per draw and cell of the map.", tiny=5, paper=40)
    t_cells: Annotated[int, Field(ge=3)] = sized(12, "Columns of the map.", tiny=5, paper=24)
    R_cells: Annotated[int, Field(ge=3)] = sized(12, "Rows of the map.", tiny=5, paper=24)


class CrossEntropy(Section):
    """fig6 and fig7: KL(p_0 || p_t^emp) up to its constant, seen from fresh points."""

    N: Count = sized(40, "Ambient dimension; P = exp(alpha N).", tiny=25, paper=60)
    alpha_Ds: list[Aspect] = sized(
        [0.1, 0.2, 0.5, 1.0], "alpha_D, one curve each.", tiny=[0.2, 0.6]
    )
    draws: Draws = sized(60, "Independent draws of F and of the data.", tiny=6, paper=200)
    probes: Count = sized(100, "Fresh points per draw.", tiny=20, paper=400)
    times: Annotated[int, Field(ge=8)] = sized(31, "Number of t on the grid.", tiny=11, paper=61)
    finite_size_draws: Draws = sized(400, "Draws for the finite-size theory.", tiny=60, paper=2000)


class Potential(Section):
    """fig8: the potential on a line and on a plane through data points."""

    N: Count = sized(40, "Ambient dimension; P = exp(alpha N).", tiny=20, paper=50)
    grid: Annotated[int, Field(ge=11)] = sized(
        121, "Points per side of the plane.", tiny=41, paper=301
    )
    line_points: Annotated[int, Field(ge=11)] = sized(401, "Points on the line.", tiny=81)
    draws: Draws = sized(40, "Planes in which minima are counted, one per draw.", tiny=3, paper=100)
    level_draws: Draws = sized(
        200, "Draws of F, data and x_t for the level entropy.", tiny=10, paper=1000
    )


class ManifoldMemorization(Section):
    """Memorization and generalization on the hidden manifold (arXiv:2502.09578)."""

    alpha: Load = Field(
        default=0.2, description="alpha = log P / N, wherever a figure does not vary it."
    )
    alpha_D: Aspect = Field(default=0.2, description="alpha_D = D / N, wherever it is not varied.")
    recipe: Recipe = Recipe()
    times: Times = Times()
    fixed_size: FixedSize = FixedSize()
    collapse: Collapse = Collapse()
    finite_size: FiniteSize = FiniteSize()
    points: Points = Points()
    basin_radius: BasinRadius = BasinRadius()
    basins: Basins = Basins()
    cross_entropy: CrossEntropy = CrossEntropy()
    potential: Potential = Potential()

    @model_validator(mode="after")
    def _points_fit(self) -> "ManifoldMemorization":
        largest = int(math.log(MOST_POINTS) / self.alpha)
        sizes = {
            "collapse.N": max(self.collapse.N),
            "basins.N": max(self.basins.N),
            "cross_entropy.N": self.cross_entropy.N,
            "potential.N": self.potential.N,
        }
        for key, N in sizes.items():
            if largest < N:
                raise ValueError(
                    f"{key} = {N} at alpha = {self.alpha} asks for P = exp(alpha N) = "
                    f"{exponential(self.alpha * N)} points, more than {MOST_POINTS}: "
                    f"take N <= {largest} or a smaller alpha."
                )
            if round(self.alpha_D * N) < 1:
                raise ValueError(
                    f"alpha_D = {self.alpha_D} at {key} = {N} leaves no latent dimension: "
                    f"take alpha_D >= {1 / N:.3g}."
                )
        for alpha_D in self.cross_entropy.alpha_Ds:
            if round(alpha_D * self.cross_entropy.N) < 4:
                raise ValueError(
                    f"cross_entropy.alpha_Ds holds {alpha_D}, which at cross_entropy.N = "
                    f"{self.cross_entropy.N} leaves fewer than the 4 latent dimensions that the "
                    f"finite-size theory needs: take alpha_D >= {4 / self.cross_entropy.N:.3g}."
                )
        for section in (self.fixed_size.activations, ["linear", *self.times.nonlinear]):
            if section.count("linear") != 1:
                raise ValueError(
                    "fixed_size.activations must hold 'linear', and times.nonlinear must not: the "
                    "linear manifold is drawn in any case."
                )
        return self
