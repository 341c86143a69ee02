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
    MessagePassingExactness,
    MessagePassingNetworks,
    MessagePassingPoints,
    MessagePassingSampling,
)
from memgen.settings.recurrent_networks import RecurrentNetworks


class LatentPicture(Section):
    """Trajectories on a manifold of two latent dimensions, seen in their plane."""

    N: Annotated[int, Field(ge=2)] = sized(40, "Ambient dimension (D = 2).", tiny=10)
    P: Annotated[int, Field(ge=10)] = Field(default=60, description="Points on the manifold.")
    trajectories: Count = sized(12, "Reverse trajectories.", tiny=6)


class ForwardBackward(Section):
    """fig10: digits destroyed and regenerated with the empirical score."""

    trajectories: Annotated[int, Field(ge=4, le=1797)] = sized(
        60, "Reverse trajectories.", tiny=12, paper=400
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        300, "Steps of the reverse process.", tiny=80, paper=1000
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-4, 100.0), description="Smallest and largest variance of the noise."
    )
    shown: Annotated[int, Field(ge=4, le=16)] = Field(default=8, description="Images in a strip.")
    probes: Count = sized(
        200, "Digits at which t_o and t_c are measured, per part.", tiny=40, paper=400
    )
    parts: Draws = Field(default=4, description="Disjoint parts of the digits, for the error bars.")
    latent: LatentPicture = LatentPicture()

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
    drawn_draws: Draws = sized(40, "Independent draws of all levels.", tiny=10, paper=100)
    N: list[Annotated[int, Field(ge=8)]] = sized(
        [20, 100, 1000, 10000],
        "N at which the highest levels are drawn.",
        tiny=[14, 200],
        paper=[20, 100, 1000, 10000, 100000],
    )
    draws: Draws = sized(400, "Independent draws of the highest levels.", tiny=40, paper=4000)


class DiffusionLevels(Section):
    """Energies of the other points at x_t, on the linear manifold."""

    alpha: Load = Field(default=0.2, description="alpha = log P / N.")
    alpha_D: Aspect = Field(default=0.2, description="alpha_D = D / N.")
    drawn_N: Annotated[int, Field(ge=20)] = sized(
        50, "N at which all points are drawn, P = exp(alpha N).", tiny=40, paper=70
    )
    N: list[Annotated[int, Field(ge=20)]] = sized(
        [50, 200, 1000, 4000],
        "N at which the highest levels are drawn.",
        tiny=[80, 200],
        paper=[70, 200, 1000, 4000],
    )
    draws: Draws = sized(200, "Independent draws of F, x and the levels.", tiny=20, paper=1000)


class RandomEnergy(Section):
    """fig11: the random energy model, Gaussian and diffusion energies."""

    levels: Annotated[int, Field(ge=100)] = sized(
        3000,
        "Highest levels that are drawn; the others are summed as a whole.",
        tiny=500,
        paper=10000,
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(
        25, "Temperatures on the grid.", tiny=9, paper=49
    )
    gaussian: GaussianLevels = GaussianLevels()
    diffusion: DiffusionLevels = DiffusionLevels()

    @model_validator(mode="after")
    def _levels_fit(self) -> "RandomEnergy":
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


class JacobianSpectrum(Section):
    """fig12: spectra of sub-manifolds of several variances."""

    N: Annotated[int, Field(ge=50)] = sized(2000, "Ambient dimension.", tiny=200, paper=6000)
    draws: Draws = sized(3, "Independent manifolds.", tiny=2, paper=10)
    aspect_ratios: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 0.15, 0.2), description="m_k / N of the sub-manifolds."
    )
    variances: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(1.0, 0.05, 0.002), description="Their s_k^2, the largest first."
    )
    t: PositiveFloat = Field(default=0.02, description="Noise variance of the Jacobian's density.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-5, 1e2), description="First and last noise variance of the gaps."
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
    """fig13: entries of the empirical score's smoothed Jacobian."""

    counts: tuple[Annotated[int, Field(ge=2)], Annotated[int, Field(ge=2)]] = sized(
        (10, 20), "Directions of either variance.", tiny=[4, 6]
    )
    stds: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1.0, 0.3), description="Their standard deviations."
    )
    P: Annotated[int, Field(ge=20)] = sized(1000, "Points.", tiny=100, paper=20000)
    draws: Draws = sized(40, "Independent draws.", tiny=6, paper=400)
    times: Annotated[int, Field(ge=4)] = sized(13, "Noise variances.", tiny=5, paper=31)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.02, 3.0), description="First and last noise variance."
    )


class MemorizationAsGeneralization(Section):
    """Memorization as generalization in physics-inspired generative models (slides)."""

    forward_backward: ForwardBackward = ForwardBackward()
    random_energy: RandomEnergy = RandomEnergy()
    full_picture: FullPicture = FullPicture()
    jacobian_spectrum: JacobianSpectrum = JacobianSpectrum()
    memorization_order: MemorizationOrder = MemorizationOrder()
    message_passing_errors: MessagePassingErrors = MessagePassingErrors()
    message_passing_exactness: MessagePassingExactness = MessagePassingExactness()
    message_passing_sampling: MessagePassingSampling = MessagePassingSampling()
    message_passing_points: MessagePassingPoints = MessagePassingPoints()
    message_passing_networks: MessagePassingNetworks = MessagePassingNetworks()
    recurrent_networks: RecurrentNetworks = RecurrentNetworks()
