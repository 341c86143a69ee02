"""Settings of the source `memorization_as_generalization` (E. Ventura's slides)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Aspect, Count, Draws, Load, PositiveFloat, Section, sized
from memgen.settings.message_passing import MessagePassing
from memgen.settings.recurrent_networks import RecurrentNetworks


class ForwardBackward(Section):
    """fig10: digits destroyed and regenerated with the empirical score."""

    trajectories: Annotated[int, Field(ge=4, le=1797)] = sized(
        60, "Reverse trajectories.", tiny=12, paper=400
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        300, "Steps of the reverse process.", tiny=80, paper=1000
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-4, 100.0), description="Smallest and largest variance of the noise."
    )
    shown: Annotated[int, Field(ge=4, le=16)] = Field(8, description="Images in a strip.")
    probes: Count = sized(
        200, "Digits at which t_o and t_c are measured, per part.", tiny=40, paper=400
    )
    parts: Draws = Field(4, description="Disjoint parts of the digits, for the error bars.")
    latent_N: Count = sized(40, "Ambient dimension of the latent picture (D = 2).", tiny=10)
    latent_P: Annotated[int, Field(ge=10)] = Field(60, description="Points of the latent picture.")
    latent_trajectories: Count = sized(12, "Trajectories of the latent picture.", tiny=6)


class RandomEnergy(Section):
    """fig11: the random energy model, Gaussian and diffusion energies."""

    alpha: Load = Field(0.6931471805599453, description="log(levels) / N of the Gaussian model.")
    drawn_N: Annotated[int, Field(ge=8)] = sized(
        20, "N at which all levels of the Gaussian model are drawn.", tiny=14, paper=23
    )
    drawn_draws: Draws = sized(40, "Independent draws of all levels.", tiny=10, paper=100)
    N: list[Annotated[int, Field(ge=8)]] = sized(
        [20, 100, 1000, 10000],
        "N at which the highest levels are drawn.",
        tiny=[14, 200],
        paper=[20, 100, 1000, 10000, 100000],
    )
    draws: Draws = sized(400, "Independent draws of the highest levels.", tiny=40, paper=4000)
    levels: Annotated[int, Field(ge=100)] = sized(
        3000,
        "Highest levels that are drawn; the others are summed as a whole.",
        tiny=500,
        paper=10000,
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(
        25, "Temperatures on the grid.", tiny=9, paper=49
    )
    diffusion_alpha: Load = Field(0.2, description="alpha of the diffusion energies.")
    diffusion_alpha_D: Aspect = Field(0.2, description="D / N of the diffusion energies.")
    diffusion_drawn_N: Annotated[int, Field(ge=20)] = sized(
        50, "N at which all points are drawn, P = exp(alpha N).", tiny=40, paper=70
    )
    diffusion_N: list[Annotated[int, Field(ge=20)]] = sized(
        [50, 200, 1000, 4000],
        "N at which the highest levels are drawn.",
        tiny=[80, 200],
        paper=[70, 200, 1000, 4000],
    )
    diffusion_draws: Draws = sized(
        200, "Independent draws of F, x and the levels.", tiny=20, paper=1000
    )


class FullPicture(Section):
    """fig14: the phase diagram of the linear manifold."""

    alpha: Load = Field(0.2, description="alpha of the diagram in (alpha_D, t).")
    alpha_D: Aspect = Field(0.2, description="alpha_D of the diagram in (alpha, t).")
    points: Annotated[int, Field(ge=8)] = sized(121, "Points on a boundary.", tiny=21, paper=401)
    cells: Annotated[int, Field(ge=8)] = sized(241, "Values of t of the map.", tiny=41, paper=601)
    alpha_D_range: tuple[Aspect, Aspect] = Field((0.05, 2.0), description="First and last alpha_D.")
    alpha_range: tuple[Load, Load] = Field((0.05, 0.6), description="First and last alpha.")


class JacobianSpectrum(Section):
    """fig12: spectra of sub-manifolds of several variances."""

    N: Annotated[int, Field(ge=50)] = sized(2000, "Ambient dimension.", tiny=200, paper=6000)
    draws: Draws = sized(3, "Independent manifolds.", tiny=2, paper=10)
    aspect_ratios: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        (0.1, 0.15, 0.2), description="m_k / N of the sub-manifolds."
    )
    variances: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        (1.0, 0.05, 0.002), description="Their s_k^2, the largest first."
    )
    t: PositiveFloat = Field(0.02, description="Noise variance of the Jacobian's density.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-5, 1e2), description="First and last noise variance of the gaps."
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
        (1.0, 0.3), description="Their standard deviations."
    )
    P: Annotated[int, Field(ge=20)] = sized(1000, "Points.", tiny=100, paper=20000)
    draws: Draws = sized(40, "Independent draws.", tiny=6, paper=400)
    times: Annotated[int, Field(ge=4)] = sized(13, "Noise variances.", tiny=5, paper=31)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.02, 3.0), description="First and last noise variance."
    )


class MemorizationAsGeneralization(Section):
    """Memorization as generalization in physics-inspired generative models (slides)."""

    forward_backward: ForwardBackward = ForwardBackward()
    random_energy: RandomEnergy = RandomEnergy()
    full_picture: FullPicture = FullPicture()
    jacobian_spectrum: JacobianSpectrum = JacobianSpectrum()
    memorization_order: MemorizationOrder = MemorizationOrder()
    message_passing: MessagePassing = MessagePassing()
    recurrent_networks: RecurrentNetworks = RecurrentNetworks()

    @model_validator(mode="after")
    def _levels_fit(self) -> "MemorizationAsGeneralization":
        digits = 1797
        asked = self.forward_backward.probes * self.forward_backward.parts
        if asked > digits:
            raise ValueError(
                f"forward_backward.probes * forward_backward.parts = {asked}: the parts are "
                f"disjoint, and there are {digits} digits."
            )
        of = self.random_energy
        for key, alpha, sizes in (
            ("N", of.alpha, of.N),
            ("diffusion_N", of.diffusion_alpha, of.diffusion_N),
        ):
            if alpha * min(sizes) < math.log(1000):
                raise ValueError(
                    f"random_energy.{key} = {min(sizes)} has fewer than 1000 levels, too few for "
                    f"an edge: take N >= {math.ceil(math.log(1000) / alpha)}."
                )
        for key, alpha, N in (
            ("drawn_N", of.alpha, of.drawn_N),
            ("diffusion_drawn_N", of.diffusion_alpha, of.diffusion_drawn_N),
        ):
            if alpha * N > math.log(2e7):
                raise ValueError(
                    f"random_energy.{key} = {N} asks for {math.exp(alpha * N):.3g} levels, more "
                    f"than 2e7: take N <= {int(math.log(2e7) / alpha)}."
                )
        smallest = min([*of.diffusion_N, of.diffusion_drawn_N])
        if round(of.diffusion_alpha_D * smallest) < 4:
            raise ValueError(
                f"random_energy.diffusion_N = {smallest} at diffusion_alpha_D = "
                f"{of.diffusion_alpha_D} leaves fewer than 4 latent dimensions: take a larger N."
            )
        return self
