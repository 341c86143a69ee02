"""Settings of the source `manifold_memorization` (arXiv:2502.09578)."""

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.activations import ActivationName
from memgen.settings.base import (
    Aspect,
    Count,
    Draws,
    FilePath,
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
        17, "Points on a curve of a nonlinear manifold (about a second each).", tiny=6, paper=41
    )
    nonlinear: list[ActivationName] = Field(
        default=["tanh", "relu"], description="Nonlinear activations."
    )


class FixedSize(Section):
    """fig2, fig3, fig7: collapse at fixed N and P while the latent dimension D changes."""

    N: Count = sized(40, "Ambient dimension.", tiny=25, paper=60)
    P: Annotated[int, Field(ge=2, le=MOST_POINTS)] = sized(
        2981, "Number of points, exp(alpha N) at the default alpha.", tiny=148, paper=162755
    )
    D: list[Count] = sized(
        [3, 4, 6, 8, 12, 16, 20, 40],
        "Latent dimensions.",
        tiny=[3, 5],
        paper=[3, 4, 6, 8, 12, 16, 24, 36, 60],
    )
    activations: list[ActivationName] = Field(
        default=["linear", "tanh", "relu"], description="Activations of the manifold."
    )
    draws: Draws = sized(40, "Independent draws of F and of the data.", tiny=8, paper=100)
    probes: Count = sized(40, "Noised points per draw.", tiny=10, paper=100)
    times: Annotated[int, Field(ge=5)] = sized(11, "Number of t on the grid.", tiny=9, paper=17)
    span: PositiveFloat = sized(
        1.0, "The t grid covers t_c exp(-span) to t_c exp(+span).", tiny=1.6
    )
    theory_draws: Draws = sized(
        600, "Draws of F and x for the linear manifold's finite-size theory.", tiny=30, paper=4000
    )
    theory_probes: Count = sized(
        16, "Probes per draw at which the curved manifolds' finite-size theory is averaged.", tiny=3
    )
    theory_up_to: Count = sized(
        16, "Largest D of that theory: beyond, its importance sampling fails.", tiny=5
    )
    samples_per_dimension: Count = sized(
        60, "Importance samples for each probe and t, over D.", tiny=30, paper=200
    )


class PointLadder(Section):
    """fig2: collapse of the linear manifold against P at fixed latent dimension."""

    N: Count = Field(default=40, description="Ambient dimension.")
    D: list[Annotated[int, Field(ge=1, le=8)]] = sized(
        [2, 3, 4, 6], "Latent dimensions: neighbours are searched in them.", tiny=[2, 3]
    )
    P: list[Annotated[int, Field(ge=100, le=MOST_POINTS)]] = sized(
        [1000, 10000, 100000, 1000000],
        "Numbers of points; the smaller sets are parts of the larger ones.",
        tiny=[300, 3000],
        paper=[1000, 10000, 100000, 1000000, 10000000],
    )
    draws: Draws = sized(8, "Independent draws of F and of the data.", tiny=3, paper=20)
    probes: Count = sized(2000, "Noised points per draw.", tiny=100, paper=10000)
    theory_probes: Count = sized(
        100, "Those of them at which finite-size theory is averaged.", tiny=100, paper=300
    )
    samples: Count = sized(120, "Importance samples for each of them and t.", tiny=60)


class Collapse(Section):
    """fig4: own-pattern weight, participation and excess entropy against t for a ladder of N."""

    N: list[Count] = sized(
        [20, 30, 40, 55],
        "Ambient dimensions; P = exp(alpha N) and D = alpha_D N, rounded: take N with "
        "whole alpha_D N, or the limit N to infinity belongs to another alpha_D.",
        tiny=[20, 25],
        paper=[20, 30, 40, 50, 60, 70, 80],
    )
    draws: Draws = sized(240, "Independent draws of F and of the data.", tiny=8, paper=400)
    probes: Count = sized(40, "Noised points per draw.", tiny=10, paper=100)
    draws_per_job: Count = sized(
        60, "Draws in one job of the workflow; it changes no result.", tiny=8, paper=10
    )
    times: Annotated[int, Field(ge=5)] = sized(
        13, "Number of t on the grid; odd, so that t_c is among them.", tiny=9, paper=25
    )
    width: PositiveFloat = Field(
        default=8.0,
        description="The t grid covers t_c exp(-width / sqrt N) to t_c exp(+width / sqrt N): the "
        "collapse narrows as N^(-1/2).",
    )

    @model_validator(mode="after")
    def _holds_t_c(self) -> "Collapse":
        if self.times % 2 == 0:
            raise ValueError(
                f"times = {self.times} leaves t_c out of the grid: take {self.times + 1}."
            )
        return self


class FiniteSize(Section):
    """fig4: the finite-size theory of the collapse, which needs no points."""

    N: list[Count] = sized(
        [20, 30, 40, 55, 100, 200, 500, 1000],
        "N at which the finite-size theory is evaluated (it needs no points).",
        tiny=[20, 25],
        paper=[20, 30, 40, 50, 60, 70, 80, 100, 200, 500, 1000, 2000, 5000],
    )
    draws: Draws = sized(500, "Draws of F and x for that theory.", tiny=40, paper=4000)


class Points(Section):
    """fig4: collapse on real data, sets of images or points of your own."""

    file: FilePath | None = Field(
        default=None,
        description="Path of an .npy file of shape (P, N), one point a row; null: the sets below.",
    )
    image_sets: list[Literal["digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10"]] = sized(
        ["digits", "mnist_5k"],
        "Sets of images, each on its own; all but the first two need a directory.",
        tiny=["digits"],
    )
    directory: FilePath | None = Field(default=None, description="Where the files of the sets are.")
    most: Annotated[int, Field(ge=12)] = sized(
        5000, "Points of a set at most; of more so many are drawn at random.", tiny=400
    )
    P: list[Annotated[int, Field(ge=4)]] | None = sized(
        None,
        "Sizes of the random subsets; null: 32 and its doublings, and all points.",
        tiny=[48, 96, 192],
    )
    draws: Draws = sized(64, "Disjoint subsets at most; large P admit fewer, down to one.", tiny=2)
    probes: Count = sized(200, "Noised points per subset, at least.", tiny=40, paper=1000)
    probes_in_all: Count = sized(
        800, "Noised points of all subsets of one P, at least.", tiny=40, paper=4000
    )
    control_draws: Draws = sized(
        32, "Draws of Gaussian points, the controls, at most.", tiny=2, paper=100
    )
    control_points: Count = sized(
        20000,
        "Points in all these draws of one P, two of which are made in any case.",
        paper=200000,
    )
    theory_draws: Draws = sized(
        150, "Draws for their theory; of more than 64 variances fewer.", tiny=4, paper=2000
    )
    times: Annotated[int, Field(ge=8)] = sized(24, "Number of t at most.", tiny=12, paper=60)
    t_range: tuple[PositiveFloat, PositiveFloat] | None = Field(
        default=None,
        description="First and last t (data have unit variance per coordinate); null: a range "
        "that the points of each P set.",
    )

    def named_files(self) -> list[str]:
        """Return the file of points, where one is named."""
        return [] if self.file is None else [self.file]

    @model_validator(mode="after")
    def _sets_have_files(self) -> "Points":
        far = [name for name in self.image_sets if name not in ("digits", "mnist_5k")]
        if far and self.file is None and self.directory is None:
            raise ValueError(
                f"image_sets = {self.image_sets}: {far[0]} needs a directory, where its files are."
            )
        return self


class BasinRadius(Section):
    """fig5: the basins' radius R(t), N to infinity."""

    alpha_Ds: list[Aspect] = Field(
        default=[0.1, 0.2, 0.5, 1.0], description="alpha_D of the curves R(t)."
    )
    points: Annotated[int, Field(ge=8)] = sized(200, "Points on a curve R(t).", tiny=40)


class Basins(Section):
    """fig5: which data points are traps, and who comes back to them, simulated."""

    N: list[Count] = sized(
        [25, 35, 45],
        "Ambient dimensions of the simulation; P = exp(alpha N).",
        tiny=[25],
        paper=[25, 35, 45, 60],
    )
    draws: Draws = sized(40, "Independent draws of F and of the data.", tiny=6, paper=60)
    probes: Count = sized(20, "Data points per draw.", tiny=8, paper=40)
    t_cells: Annotated[int, Field(ge=3)] = sized(12, "Times at which traps are counted.", tiny=6)
    R_cells: Annotated[int, Field(ge=5)] = sized(11, "Radii of the starts.", tiny=5)


class BasinTheory(Section):
    """fig5: the same at finite N without drawing the points, but for the nearest ones."""

    N: list[Annotated[int, Field(ge=20)]] = sized(
        [25, 35, 45, 1000, 10000],
        "N of the finite-size theory: those of the simulation, and large ones.",
        tiny=[25, 400],
        paper=[25, 35, 45, 60, 1000, 10000],
    )
    draws: Draws = sized(
        600,
        "Draws of F, xi and its neighbours at N = 40, as N^-1/2 elsewhere.",
        tiny=32,
        paper=8000,
    )
    largest_draws: Draws = sized(24, "Draws at N above 2000 at most.", paper=200)
    neighbours: Count = sized(
        200,
        "Neighbours of a point that are drawn at N = 40, as N^-3/4 elsewhere; the others are "
        "averaged.",
        tiny=30,
        paper=400,
    )


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


class BestTimes(Section):
    """fig7: t_g of curved manifolds, the minimum of the cross-entropy seen from fresh points."""

    N: Count = sized(40, "Ambient dimension; P = exp(alpha N).", tiny=25, paper=60)
    alpha_Ds: list[Aspect] = sized([0.1, 0.2, 0.4], "alpha_D, one point each.", tiny=[0.2])
    activations: list[ActivationName] = sized(
        ["tanh", "relu"], "Activations of the curved manifolds.", tiny=["tanh"]
    )
    draws: Draws = sized(40, "Independent draws of F and of the data.", tiny=5, paper=200)
    probes: Count = sized(100, "Fresh points per draw.", tiny=20, paper=400)
    times: Annotated[int, Field(ge=5)] = sized(
        9, "Number of t on the grid about the minimum.", tiny=7
    )
    theory_probes: Count = sized(
        20, "Those fresh points at which finite-size theory is averaged.", tiny=5, paper=100
    )
    samples_per_dimension: Count = sized(
        60, "Importance samples for each of them, over D.", tiny=30, paper=200
    )


class Potential(Section):
    """fig8: the potential on a line and on a plane through data points."""

    N: Count = sized(40, "Ambient dimension; P = exp(alpha N).", tiny=20, paper=50)
    grid: Annotated[int, Field(ge=11)] = sized(
        161, "Points per side of the plane.", tiny=25, paper=301
    )
    line_points: Annotated[int, Field(ge=11)] = sized(401, "Points on the line.", tiny=81)
    draws: Draws = sized(60, "Planes, one per draw, on which traps are sought.", tiny=6, paper=300)
    level_draws: Draws = sized(200, "Draws of the data for the level entropy.", tiny=10, paper=1000)


class Attractors(Section):
    """fig8: the attractors that all data points fall into, and the traps among them."""

    N: Count = sized(30, "Ambient dimension; P = exp(alpha N).", tiny=20, paper=40)
    draws: Draws = sized(24, "Independent draws of F and of the data.", tiny=4, paper=100)
    between: Annotated[int, Field(ge=2)] = sized(
        4, "Steps in log t between t_c and t_o.", tiny=2, paper=6
    )
    beyond: Annotated[int, Field(ge=2)] = sized(4, "Such steps below t_c.", tiny=2, paper=6)
    last: Annotated[int, Field(ge=3)] = sized(8, "Such steps above t_c.", tiny=4, paper=12)
    patterns: Count = sized(60, "Data points per F in the finite-size theory.", tiny=8, paper=400)
    neighbours: Count = sized(90, "Neighbours of each that it draws.", tiny=10, paper=200)

    @model_validator(mode="after")
    def _times_span_both(self) -> "Attractors":
        if self.last < self.between:
            raise ValueError(f"last = {self.last} must not be below between = {self.between}.")
        return self


class ManifoldMemorization(Section):
    """Memorization and generalization on the hidden manifold (arXiv:2502.09578)."""

    alpha: Load = Field(
        default=0.2, description="alpha = log P / N, wherever a figure does not vary it."
    )
    alpha_D: Aspect = Field(default=0.2, description="alpha_D = D / N, wherever it is not varied.")
    recipe: Recipe = Recipe()
    times: Times = Times()
    fixed_size: FixedSize = FixedSize()
    point_ladder: PointLadder = PointLadder()
    collapse: Collapse = Collapse()
    finite_size: FiniteSize = FiniteSize()
    points: Points = Points()
    basin_radius: BasinRadius = BasinRadius()
    basins: Basins = Basins()
    basin_theory: BasinTheory = BasinTheory()
    cross_entropy: CrossEntropy = CrossEntropy()
    best_times: BestTimes = BestTimes()
    potential: Potential = Potential()
    attractors: Attractors = Attractors()

    @model_validator(mode="after")
    def _points_fit(self) -> "ManifoldMemorization":
        largest = int(math.log(MOST_POINTS) / self.alpha)
        sizes = {
            "collapse.N": max(self.collapse.N),
            "basins.N": max(self.basins.N),
            "cross_entropy.N": self.cross_entropy.N,
            "best_times.N": self.best_times.N,
            "potential.N": self.potential.N,
            "attractors.N": self.attractors.N,
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
