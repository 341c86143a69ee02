"""Settings of the message-passing score: fig15, fig16 and fig17 of Ventura's slides."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.activations import ActivationName
from memgen.settings.base import Aspect, Count, Draws, PositiveFloat, Section

Dimension = Annotated[int, Field(ge=4)]


class Errors(Section):
    """fig15: errors of message passing and of state evolution."""

    activations: list[ActivationName] = Field(
        ["linear", "tanh", "relu", "sign"], description="Activations sigma, one job each."
    )
    N: Annotated[int, Field(ge=20)] = Field(2000, description="Ambient dimension.")
    alpha_Ds: list[Aspect] = Field([0.1, 0.5, 2.0], description="D / N.")
    times: list[PositiveFloat] = Field(
        [0.05, 0.15, 0.5, 1.5, 5.0], description="Noise variances t of message passing."
    )
    draws: Draws = Field(12, description="Independent draws of F, z and the noise.")
    curve_points: Annotated[int, Field(ge=5)] = Field(
        31, description="Noise variances of the state-evolution curves."
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.03, 8.0), description="First and last of them."
    )
    step_alpha_D: Aspect = Field(0.5, description="D / N of the comparison step by step.")
    step_t: PositiveFloat = Field(0.1, description="Its noise variance.")
    steps: Count = Field(14, description="Its steps.")

    @model_validator(mode="after")
    def _latents_are_left(self) -> "Errors":
        fewest = min([*self.alpha_Ds, self.step_alpha_D])
        if round(fewest * self.N) < 2:
            raise ValueError(
                f"alpha_Ds = {self.alpha_Ds}, N = {self.N} leave fewer than 2 latents: take "
                f"N >= {round(2 / fewest)}."
            )
        return self


class Exactness(Section):
    """fig16: message passing against the exact linear score and against Monte Carlo."""

    linear_sizes: list[tuple[Dimension, Count]] = Field(
        [(100, 5), (200, 100), (800, 400), (400, 800)], description="(N, D) of the linear manifold."
    )
    linear_times: list[PositiveFloat] = Field(
        [0.01, 0.1, 1.0, 10.0], description="Its noise variances."
    )
    draws: Draws = Field(12, description="Independent draws of F, z and the noise.")
    alpha_D: Aspect = Field(0.5, description="D / N of the tanh manifold.")
    D: list[Dimension] = Field(
        [10, 20, 40, 80, 160], description="Its latent dimensions, one job each."
    )
    shown_D: Dimension = Field(80, description="Latent dimension of the point that is shown.")
    times: list[PositiveFloat] = Field(
        [0.1, 0.5], description="Its noise variances; the point is shown at the first."
    )
    chains: Annotated[int, Field(ge=4, multiple_of=2)] = Field(
        64, description="Chains of the Monte Carlo."
    )
    samples: Annotated[int, Field(ge=50)] = Field(
        400, description="Steps of each chain; more at small D."
    )
    generated_N: Dimension = Field(100, description="N of the generated points.")
    generated_D: Dimension = Field(40, description="Their latent dimension.")
    generated: Annotated[int, Field(ge=10)] = Field(150, description="How many are generated.")
    generated_steps: Count = Field(20, description="Steps of the probability flow.")
    generated_t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.02, 20.0), description="Last and first noise variance of the flow."
    )

    @model_validator(mode="after")
    def _a_slope_needs_three_sizes(self) -> "Exactness":
        if len(self.D) < 3 or sorted(self.D) != self.D:
            raise ValueError(f"D = {self.D} must be three latent dimensions or more that rise.")
        return self


class Networks(Section):
    """fig17: trained and other scores against the message-passing score (tanh)."""

    N: Dimension = Field(200, description="Ambient dimension.")
    D: Dimension = Field(40, description="Latent dimension.")
    P: list[Annotated[int, Field(ge=20)]] = Field(
        [200, 4000, 200000], description="Training points, rising."
    )
    width: Annotated[int, Field(ge=8)] = Field(256, description="Width of the perceptrons.")
    narrow_widths: list[Annotated[int, Field(ge=8)]] = Field(
        [16, 64], description="Other widths, trained on the most points."
    )
    blocks: Count = Field(2, description="Residual blocks.")
    time_width: Annotated[int, Field(ge=8)] = Field(
        64, description="Width of the layers that the noise level goes through."
    )
    steps: Count = Field(18000, description="Training steps.")
    batch: Count = Field(32, description="Points in each.")
    learning_rate: PositiveFloat = Field(6e-3, description="Largest learning rate.")
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where to train.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.04, 2.5), description="Noise variances of the training."
    )
    times: list[PositiveFloat] = Field(
        [0.05, 0.1, 0.2, 0.5, 1.0, 2.0], description="Noise variances of the test."
    )
    probes: Annotated[int, Field(ge=10)] = Field(100, description="Test points of each draw.")
    draws: Draws = Field(
        6, description="Draws of data and test points for the linear and the empirical score."
    )

    @model_validator(mode="after")
    def _times_are_trained(self) -> "Networks":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers of points or more that rise.")
        low, high = self.t_range
        if not all(low <= t <= high for t in self.times):
            raise ValueError(
                f"times = {self.times} must lie within t_range = {[low, high]}, where the "
                "networks are trained."
            )
        if self.width in self.narrow_widths:
            raise ValueError(f"narrow_widths = {self.narrow_widths} names width = {self.width}.")
        return self


class MessagePassing(Section):
    """The message-passing score of the hidden manifold."""

    errors: Errors = Errors()
    exactness: Exactness = Exactness()
    networks: Networks = Networks()
