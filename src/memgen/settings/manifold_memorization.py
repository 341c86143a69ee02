"""Settings of the source `manifold_memorization` (arXiv:2502.09578)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from memgen.activations import ActivationName
from memgen.settings.base import Aspect, Count, Draws, Load, PositiveFloat, Section

MOST_POINTS = 20_000_000


class Recipe(Section):
    """fig1: the hidden manifold in pictures, D = 2 latent and N = 3 visible coordinates."""

    points: Count = Field(600, description="Samples drawn on each surface.")
    grid: Annotated[int, Field(ge=5)] = Field(
        41, description="Latent grid points per side of the surface."
    )
    activations: list[ActivationName] = Field(
        ["linear", "tanh", "relu"], description="Activations, one surface each."
    )


class Times(Section):
    """fig1, 2, 3 and 7: the theory of the characteristic times, no simulation."""

    alphas: list[Load] = Field([0.1, 0.2, 0.5], description="alpha of the linear curves.")
    alpha_D_range: tuple[Aspect, Aspect] = Field(
        (0.02, 2.0), description="First and last alpha_D of the curves."
    )
    alpha_range: tuple[Load, Load] = Field(
        (0.05, 0.8), description="First and last alpha of the curves at fixed alpha_D."
    )
    linear_points: Annotated[int, Field(ge=8)] = Field(
        81, description="Points on a curve of the linear manifold."
    )
    nonlinear_points: Annotated[int, Field(ge=4)] = Field(
        17, description="Points on a curve of a nonlinear manifold (about a second each)."
    )
    nonlinear: list[ActivationName] = Field(["tanh", "relu"], description="Nonlinear activations.")


class FixedSize(Section):
    """fig2 and fig3: collapse measured at fixed N and P while the latent dimension D changes."""

    N: Count = Field(40, description="Ambient dimension.")
    P: Annotated[int, Field(ge=2, le=MOST_POINTS)] = Field(3000, description="Number of points.")
    D: list[Count] = Field([3, 4, 6, 8, 12, 16, 24, 40], description="Latent dimensions.")
    activations: list[ActivationName] = Field(
        ["linear", "tanh", "relu"], description="Activations of the manifold."
    )
    draws: Draws = Field(40, description="Independent draws of F and of the data.")
    probes: Count = Field(40, description="Noised points per draw.")
    times: Annotated[int, Field(ge=4)] = Field(16, description="Number of t on the grid.")
    span: PositiveFloat = Field(
        1.6, description="The t grid covers t_c exp(-span) to t_c exp(+span)."
    )


class Collapse(Section):
    """fig4: own-pattern weight, participation and excess entropy against t for a ladder of N."""

    N: list[Count] = Field(
        [20, 30, 40, 50, 55],
        description="Ambient dimensions; P = exp(alpha N) and D = alpha_D N, rounded: take N with "
        "whole alpha_D N, or the limit N to infinity belongs to another alpha_D.",
    )
    draws: Draws = Field(240, description="Independent draws of F and of the data.")
    probes: Count = Field(40, description="Noised points per draw.")
    draws_per_job: Count = Field(
        40, description="Draws in one job of the workflow; it changes no result."
    )
    times: Annotated[int, Field(ge=4)] = Field(21, description="Number of t on the grid.")
    span: PositiveFloat = Field(
        2.0, description="The t grid covers t_c exp(-span) to t_c exp(+span)."
    )
    finite_size_N: list[Count] = Field(
        [20, 30, 40, 50, 100, 200, 500, 1000, 2000],
        description="N at which the finite-size theory is evaluated (it needs no points).",
    )
    finite_size_draws: Draws = Field(1000, description="Draws of F and x for that theory.")


class Points(Section):
    """fig4: collapse on real data, scikit-learn's digits or points of your own."""

    file: str | None = Field(
        None,
        description="Path of an .npy file of shape (P, N), one point a row; null: the digits.",
    )
    P: list[Annotated[int, Field(ge=4)]] | None = Field(
        None,
        description="Sizes of the random subsets; null: 32 and its doublings, and all points.",
    )
    draws: Draws = Field(
        16, description="Disjoint subsets at most; large P admit fewer, down to one."
    )
    probes: Count = Field(200, description="Noised points per subset.")
    times: Annotated[int, Field(ge=4)] = Field(41, description="Number of t on the grid.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.02, 50.0), description="First and last t (data have unit variance per coordinate)."
    )


class Basins(Section):
    """fig5: basins of attraction, R(t) and the measured probability to return."""

    N: list[Count] = Field(
        [20, 30, 40], description="Ambient dimensions of the simulation; P = exp(alpha N)."
    )
    alpha_Ds: list[Aspect] = Field([0.1, 0.2, 0.5, 1.0], description="alpha_D of the curves R(t).")
    draws: Draws = Field(20, description="Independent draws of F and of the data.")
    probes: Count = Field(20, description="Starts per draw and cell of the map.")
    t_cells: Annotated[int, Field(ge=3)] = Field(12, description="Columns of the map.")
    R_cells: Annotated[int, Field(ge=3)] = Field(12, description="Rows of the map.")
    curve_points: Annotated[int, Field(ge=8)] = Field(200, description="Points on a curve R(t).")
    finite_size_N: list[Count] = Field(
        [40, 200, 1000], description="N at which finite-size theory says how often traps exist."
    )
    finite_size_draws: Draws = Field(200, description="Draws of F and x for that theory.")


class CrossEntropy(Section):
    """fig6 and fig7: KL(p_0 || p_t^emp) up to its constant, seen from fresh points."""

    N: Count = Field(40, description="Ambient dimension; P = exp(alpha N).")
    alpha_Ds: list[Aspect] = Field([0.1, 0.2, 0.5, 1.0], description="alpha_D, one curve each.")
    draws: Draws = Field(60, description="Independent draws of F and of the data.")
    probes: Count = Field(100, description="Fresh points per draw.")
    times: Annotated[int, Field(ge=8)] = Field(31, description="Number of t on the grid.")
    finite_size_draws: Draws = Field(400, description="Draws for the finite-size theory.")


class Potential(Section):
    """fig8: the potential on a line and on a plane through data points."""

    N: Count = Field(40, description="Ambient dimension; P = exp(alpha N).")
    grid: Annotated[int, Field(ge=11)] = Field(121, description="Points per side of the plane.")
    line_points: Annotated[int, Field(ge=11)] = Field(401, description="Points on the line.")
    draws: Draws = Field(40, description="Planes in which minima are counted, one per draw.")
    level_draws: Draws = Field(200, description="Draws of F, data and x_t for the level entropy.")


class ManifoldMemorization(Section):
    """Memorization and generalization on the hidden manifold (arXiv:2502.09578)."""

    alpha: Load = Field(0.2, description="alpha = log P / N, wherever a figure does not vary it.")
    alpha_D: Aspect = Field(0.2, description="alpha_D = D / N, wherever it is not varied.")
    recipe: Recipe = Recipe()
    times: Times = Times()
    fixed_size: FixedSize = FixedSize()
    collapse: Collapse = Collapse()
    points: Points = Points()
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
                    f"{math.exp(self.alpha * N):.3g} points, more than {MOST_POINTS}: "
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
