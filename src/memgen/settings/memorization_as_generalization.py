"""Settings of the source `memorization_as_generalization` (E. Ventura's slides)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

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
from memgen.settings.message_passing import (
    MessagePassingErrors,
    MessagePassingGenerated,
    MessagePassingNetworks,
    MessagePassingPoints,
    MessagePassingSampling,
)
from memgen.settings.recurrent_networks import RecurrentNetworks


class ForwardBackward(Section):
    """fig10: digits destroyed and regenerated with the empirical score."""

    trajectories: Annotated[int, Field(ge=4, le=1797)] = sized(
        200, "Reverse trajectories, of each score.", tiny=20, paper=1000
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        300, "Steps of the reverse process.", tiny=80, paper=1000
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-3, 100.0), description="Smallest and largest variance of the noise."
    )
    shown: Annotated[int, Field(ge=4, le=16)] = Field(default=9, description="Images in a strip.")
    probes: Count = sized(220, "Digits at which t_o and t_c are measured, per part.", tiny=20)
    parts: Draws = Field(default=8, description="Disjoint parts of the digits, for the error bars.")

    @model_validator(mode="after")
    def _parts_are_disjoint(self) -> "ForwardBackward":
        digits = 1797
        if self.probes * self.parts > digits:
            raise ValueError(
                f"probes * parts = {self.probes * self.parts}: the parts are disjoint, and there "
                f"are {digits} digits."
            )
        return self


class GaussianLevels(Section):
    """Derrida's model: levels N(0, 1/N)."""

    alpha: Load = Field(default=0.6931471805599453, description="log(levels) / N.")
    drawn_N: Annotated[int, Field(ge=8)] = sized(
        20, "N at which all levels are drawn.", tiny=14, paper=23
    )
    drawn_draws: Draws = sized(100, "Independent draws of all levels.", tiny=10, paper=200)
    N: list[Annotated[int, Field(ge=8)]] = sized(
        [20, 100, 1000, 10000],
        "N at which the highest levels are drawn.",
        tiny=[14, 1000],
        paper=[20, 100, 1000, 10000, 100000],
    )
    draws: Draws = sized(400, "Independent draws of the highest levels.", tiny=20, paper=4000)


class DiffusionLevels(Section):
    """Energies of the other points at x_t, on the linear manifold."""

    alpha: Load = Field(default=0.2, description="alpha = log P / N.")
    alpha_D: Aspect = Field(default=0.2, description="alpha_D = D / N.")
    drawn_N: Annotated[int, Field(ge=20)] = sized(
        50, "N at which all points are drawn, P = exp(alpha N).", paper=70
    )
    N: list[Annotated[int, Field(ge=20)]] = sized(
        [50, 200, 1000, 4000],
        "N at which the highest levels are drawn.",
        tiny=[50, 200],
        paper=[70, 200, 1000, 4000],
    )
    draws: Draws = sized(200, "Independent draws of F, x and the levels.", tiny=10, paper=1000)


class RandomEnergy(Section):
    """fig11: the random energy model, Gaussian and diffusion energies."""

    levels: Annotated[int, Field(ge=100)] = sized(
        3000,
        "Highest levels that are drawn; the others are summed as a whole.",
        tiny=500,
        paper=10000,
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(
        21, "Temperatures on the grid.", tiny=8, paper=49
    )
    gaussian: GaussianLevels = GaussianLevels()
    diffusion: DiffusionLevels = DiffusionLevels()

    @model_validator(mode="after")
    def _levels_fit(self) -> "RandomEnergy":
        if self.diffusion.drawn_N not in self.diffusion.N:
            raise ValueError(
                f"diffusion.drawn_N = {self.diffusion.drawn_N} must be one of diffusion.N = "
                f"{self.diffusion.N}: all levels are compared with the highest ones there."
            )
        for name, of in (("gaussian", self.gaussian), ("diffusion", self.diffusion)):
            if of.alpha * min(of.N) < math.log(1000):
                raise ValueError(
                    f"{name}.N = {min(of.N)} has fewer than 1000 levels, too few for an edge: take "
                    f"N >= {math.ceil(math.log(1000) / of.alpha)}."
                )
            if of.alpha * of.drawn_N > math.log(2e7):
                raise ValueError(
                    f"{name}.drawn_N = {of.drawn_N} asks for {exponential(of.alpha * of.drawn_N)} "
                    f"levels, more than 2e7: take N <= {int(math.log(2e7) / of.alpha)}."
                )
        smallest = min([*self.diffusion.N, self.diffusion.drawn_N])
        if round(self.diffusion.alpha_D * smallest) < 4:
            raise ValueError(
                f"diffusion.N = {smallest} at diffusion.alpha_D = {self.diffusion.alpha_D} leaves "
                "fewer than 4 latent dimensions: take a larger N."
            )
        return self


class FullPicture(Section):
    """fig14: the phase diagram of the linear manifold."""

    alpha: Load = Field(default=0.2, description="alpha of the diagram in (alpha_D, t).")
    alpha_D: Aspect = Field(default=0.2, description="alpha_D of the diagram in (alpha, t).")
    points: Annotated[int, Field(ge=8)] = sized(121, "Points on a boundary.", tiny=21, paper=401)
    cells: Annotated[int, Field(ge=8)] = sized(241, "Values of t of the map.", tiny=41, paper=601)
    alpha_D_range: tuple[Aspect, Aspect] = Field(
        default=(0.05, 2.0), description="First and last alpha_D."
    )
    alpha_range: tuple[Load, Load] = Field(default=(0.05, 0.6), description="First and last alpha.")


class PhaseTimes(Section):
    """fig14: the three times at finite N, theory and simulation."""

    N: Annotated[int, Field(ge=20)] = sized(40, "Ambient dimension.", tiny=25, paper=50)
    D: list[Annotated[int, Field(ge=4)]] = sized(
        [4, 6, 8, 12, 20, 40], "Latent dimensions of the simulation.", tiny=[6]
    )
    theory_D: list[Annotated[int, Field(ge=4)]] = sized(
        [5, 10, 16, 28, 56, 80], "Further latent dimensions of the theory.", tiny=[10]
    )
    alphas: list[Load] = sized([0.1, 0.14, 0.18, 0.22], "alpha of the simulation.", tiny=[0.16])
    theory_alphas: list[Load] = sized(
        [0.12, 0.26, 0.32, 0.4, 0.5], "Further alpha of the theory.", tiny=[0.24]
    )
    draws: Draws = sized(24, "Independent draws of F and of the data.", tiny=4, paper=100)
    probes: Count = sized(12, "Data points and fresh points per draw.", tiny=8, paper=40)
    times: Annotated[int, Field(ge=6)] = sized(17, "Times on a grid.", tiny=9, paper=33)
    theory_draws: Draws = sized(200, "Draws of the finite-size theory.", tiny=8, paper=2000)
    neighbours: Count = sized(30, "Neighbours of a point that it draws.", tiny=10, paper=60)


class JacobianSpectrum(Section):
    """fig12: spectra of sub-manifolds of several variances."""

    N: Annotated[int, Field(ge=50)] = sized(2000, "Ambient dimension.", tiny=200, paper=6000)
    draws: Draws = sized(20, "Independent manifolds.", tiny=2)
    aspect_ratios: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 0.15, 0.2), description="m_k / N of the sub-manifolds."
    )
    variances: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(1.0, 0.05, 0.002), description="Their s_k^2, the largest first."
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-5, 1e2), description="First and last noise variance of the gaps."
    )
    times: Annotated[int, Field(ge=2)] = sized(18, "Noise variances of drawn gaps.", tiny=8)
    shown: Annotated[int, Field(ge=10)] = sized(
        60, "Ranks at which drawn spectra are shown.", tiny=20
    )

    @model_validator(mode="after")
    def _they_are_apart(self) -> "JacobianSpectrum":
        if sum(self.aspect_ratios) >= 1 or list(self.variances) != sorted(self.variances)[::-1]:
            raise ValueError(
                f"aspect_ratios = {list(self.aspect_ratios)} must sum to less than 1, and "
                f"variances = {list(self.variances)} fall."
            )
        return self


class MemorizationOrder(Section):
    """fig13: the order of memorization, and the empirical score's smoothed Jacobian."""

    counts: tuple[Annotated[int, Field(ge=10)], Annotated[int, Field(ge=10)]] = sized(
        (10, 20), "Few directions: how many have either variance.", tiny=[10, 10]
    )
    factor: Annotated[int, Field(ge=2)] = sized(
        10, "Many directions: this many times as many.", tiny=2
    )
    stds: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1.0, 0.3), description="Standard deviations, the larger first."
    )
    faint: PositiveFloat = Field(
        default=0.01,
        description="A third standard deviation: rows of the Jacobian, many directions, one norm.",
    )
    P: Annotated[int, Field(ge=20)] = sized(1000, "Points.", tiny=100, paper=20000)
    draws: Draws = sized(
        2000, "Independent draws at each t, few Gaussian directions.", tiny=6, paper=4000
    )
    times: Annotated[int, Field(ge=4)] = sized(16, "Their noise variances.", tiny=4, paper=31)
    t_range: tuple[PositiveFloat, PositiveFloat] = sized(
        (0.04, 3.0), "First and last of them.", tiny=[0.05, 3.0]
    )
    theory_times: Annotated[int, Field(ge=4)] = sized(
        30, "Noise variances of the theory's curves.", tiny=4
    )
    columns: Annotated[int, Field(ge=2, le=10)] = sized(
        10, "Of each group, the directions that are looked along in the other cases.", tiny=3
    )
    control_draws: Draws = sized(200, "Their independent draws, all t at once.", tiny=6, paper=1000)
    control_times: Annotated[int, Field(ge=4)] = sized(18, "Their noise variances.", tiny=5)
    gaussian_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 10.0), description="Many Gaussian directions: first and last t over t_c."
    )
    norm_range: tuple[PositiveFloat, PositiveFloat] = sized(
        (0.05, 5.0),
        "One norm: first t over the least loss time t_j, last t over the largest one.",
        tiny=[0.1, 4.0],
    )


class MemorizationAsGeneralization(Section):
    """Memorization as generalization in physics-inspired generative models (slides)."""

    forward_backward: ForwardBackward = ForwardBackward()
    random_energy: RandomEnergy = RandomEnergy()
    full_picture: FullPicture = FullPicture()
    phase_times: PhaseTimes = PhaseTimes()
    jacobian_spectrum: JacobianSpectrum = JacobianSpectrum()
    memorization_order: MemorizationOrder = MemorizationOrder()
    message_passing_errors: MessagePassingErrors = MessagePassingErrors()
    message_passing_generated: MessagePassingGenerated = MessagePassingGenerated()
    message_passing_sampling: MessagePassingSampling = MessagePassingSampling()
    message_passing_points: MessagePassingPoints = MessagePassingPoints()
    message_passing_networks: MessagePassingNetworks = MessagePassingNetworks()
    recurrent_networks: RecurrentNetworks = RecurrentNetworks()
