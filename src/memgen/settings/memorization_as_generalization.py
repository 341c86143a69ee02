"""Settings of the source `memorization_as_generalization` (E. Ventura's slides)."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Aspect, Count, Draws, Load, PositiveFloat, Section
from memgen.settings.message_passing import MessagePassing
from memgen.settings.recurrent_networks import RecurrentNetworks


class ForwardBackward(Section):
    """fig10: digits destroyed and regenerated with the empirical score."""

    trajectories: Annotated[int, Field(ge=4, le=1797)] = Field(
        60, description="Reverse trajectories."
    )
    steps: Annotated[int, Field(ge=20)] = Field(300, description="Steps of the reverse process.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-4, 100.0), description="Smallest and largest variance of the noise."
    )
    shown: Annotated[int, Field(ge=4, le=16)] = Field(8, description="Images in a strip.")
    probes: Count = Field(200, description="Digits at which t_o and t_c are measured, per part.")
    parts: Draws = Field(4, description="Disjoint parts of the digits, for the error bars.")
    latent_N: Count = Field(40, description="Ambient dimension of the latent picture (D = 2).")
    latent_P: Annotated[int, Field(ge=10)] = Field(60, description="Points of the latent picture.")
    latent_trajectories: Count = Field(12, description="Trajectories of the latent picture.")


class RandomEnergy(Section):
    """fig11: the random energy model, Gaussian and diffusion energies."""

    alpha: Load = Field(0.6931471805599453, description="log(levels) / N of the Gaussian model.")
    drawn_N: Annotated[int, Field(ge=8)] = Field(
        20, description="N at which all levels of the Gaussian model are drawn."
    )
    drawn_draws: Draws = Field(40, description="Independent draws of all levels.")
    N: list[Annotated[int, Field(ge=8)]] = Field(
        [20, 100, 1000, 10000], description="N at which the highest levels are drawn."
    )
    draws: Draws = Field(400, description="Independent draws of the highest levels.")
    levels: Annotated[int, Field(ge=100)] = Field(
        3000, description="Highest levels that are drawn; the others are summed as a whole."
    )
    temperatures: Annotated[int, Field(ge=8)] = Field(25, description="Temperatures on the grid.")
    diffusion_alpha: Load = Field(0.2, description="alpha of the diffusion energies.")
    diffusion_alpha_D: Aspect = Field(0.2, description="D / N of the diffusion energies.")
    diffusion_drawn_N: Annotated[int, Field(ge=20)] = Field(
        50, description="N at which all points are drawn, P = exp(alpha N)."
    )
    diffusion_N: list[Annotated[int, Field(ge=20)]] = Field(
        [50, 200, 1000, 4000], description="N at which the highest levels are drawn."
    )
    diffusion_draws: Draws = Field(200, description="Independent draws of F, x and the levels.")


class FullPicture(Section):
    """fig14: the phase diagram of the linear manifold."""

    alpha: Load = Field(0.2, description="alpha of the diagram in (alpha_D, t).")
    alpha_D: Aspect = Field(0.2, description="alpha_D of the diagram in (alpha, t).")
    points: Annotated[int, Field(ge=8)] = Field(121, description="Points on a boundary.")
    cells: Annotated[int, Field(ge=8)] = Field(241, description="Values of t of the map.")
    alpha_D_range: tuple[Aspect, Aspect] = Field((0.05, 2.0), description="First and last alpha_D.")
    alpha_range: tuple[Load, Load] = Field((0.05, 0.6), description="First and last alpha.")


class JacobianSpectrum(Section):
    """fig12: spectra of sub-manifolds of several variances."""

    N: Annotated[int, Field(ge=50)] = Field(2000, description="Ambient dimension.")
    draws: Draws = Field(3, description="Independent manifolds.")
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

    counts: tuple[Annotated[int, Field(ge=2)], Annotated[int, Field(ge=2)]] = Field(
        (10, 20), description="Directions of either variance."
    )
    stds: tuple[PositiveFloat, PositiveFloat] = Field(
        (1.0, 0.3), description="Their standard deviations."
    )
    P: Annotated[int, Field(ge=20)] = Field(1000, description="Points.")
    draws: Draws = Field(40, description="Independent draws.")
    times: Annotated[int, Field(ge=4)] = Field(13, description="Noise variances.")
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
