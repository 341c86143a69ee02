"""Settings of the message-passing score: fig15, fig16 and fig17 of Ventura's slides."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.activations import ActivationName
from memgen.settings.base import Aspect, Count, Draws, PositiveFloat, Section, sized
from memgen.settings.training import Training

Dimension = Annotated[int, Field(ge=4)]


class MessagePassingErrors(Section):
    """fig15: errors of message passing and of state evolution."""

    activations: list[ActivationName] = Field(
        default=["linear", "tanh", "relu", "sign"], description="Activations sigma, one job each."
    )
    N: Annotated[int, Field(ge=20)] = sized(2000, "Ambient dimension.", tiny=200, paper=10000)
    alpha_Ds: list[Aspect] = Field(default=[0.1, 0.5, 2.0], description="D / N.")
    times: list[PositiveFloat] = sized(
        [0.05, 0.15, 0.5, 1.5, 5.0],
        "Noise variances t of message passing.",
        tiny=[0.15, 1.5],
        paper=[0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0],
    )
    draws: Draws = sized(12, "Independent draws of F, z and the noise.", tiny=2, paper=20)
    curve_points: Annotated[int, Field(ge=5)] = sized(
        23, "Noise variances of the state-evolution curves.", tiny=5, paper=61
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.03, 8.0), description="First and last of them."
    )
    step_alpha_D: Aspect = Field(default=0.5, description="D / N of the comparison step by step.")
    step_t: PositiveFloat = Field(default=0.1, description="Its noise variance.")
    steps: Count = sized(14, "Its steps.", tiny=5)
    step_points: Count = sized(8, "Its points of each draw of F.", tiny=2)

    @model_validator(mode="after")
    def _latents_are_left(self) -> "MessagePassingErrors":
        fewest = min([*self.alpha_Ds, self.step_alpha_D])
        if round(fewest * self.N) < 2:
            raise ValueError(
                f"alpha_Ds = {self.alpha_Ds}, N = {self.N} leave fewer than 2 latents: take "
                f"N >= {round(2 / fewest)}."
            )
        return self


class MessagePassingGenerated(Section):
    """fig16: points of the relu manifold that the message-passing score makes of noise."""

    N: Dimension = sized(100, "Ambient dimension.", tiny=30, paper=500)
    D: Dimension = sized(40, "Latent dimension.", tiny=12, paper=100)
    points: Annotated[int, Field(ge=10)] = sized(
        2000, "How many are generated.", tiny=40, paper=10000
    )
    steps: Count = sized(20, "Steps of the probability flow.", tiny=8, paper=60)
    t_range: tuple[PositiveFloat, PositiveFloat] = sized(
        (0.02, 20.0), "Last and first noise variance of the flow.", tiny=[0.1, 5.0]
    )
    compared: Annotated[int, Field(ge=10)] = sized(
        300,
        "Points, the first ones, that are made with twice the steps as well.",
        tiny=10,
        paper=2000,
    )

    @model_validator(mode="after")
    def _compared_are_generated(self) -> "MessagePassingGenerated":
        if self.compared > self.points:
            raise ValueError(f"compared = {self.compared} must be points = {self.points} at most.")
        return self


class MessagePassingSampling(Section):
    """fig16: message passing against Monte Carlo, on the tanh manifold."""

    alpha_D: Aspect = Field(default=0.5, description="D / N.")
    D: list[Dimension] = sized(
        [10, 20, 40, 80, 160],
        "Latent dimensions, one job each.",
        tiny=[5, 10, 20],
        paper=[10, 20, 40, 80, 160, 320, 640],
    )
    times: list[PositiveFloat] = sized([0.1, 0.5], "Noise variances.", tiny=[0.5])
    draws: Draws = sized(12, "Independent draws of F, z and the noise.", tiny=3, paper=100)
    chains: Annotated[int, Field(ge=4, multiple_of=2)] = sized(
        64, "Chains of the Monte Carlo.", tiny=32
    )
    samples: Annotated[int, Field(ge=50)] = Field(
        default=400, description="Steps of each chain, at least."
    )
    steps_times_D: Count = Field(
        default=10_000,
        description="Steps of a chain times D, at least: where D is small short chains cannot be "
        "judged well.",
    )

    @model_validator(mode="after")
    def _a_slope_needs_three_sizes(self) -> "MessagePassingSampling":
        if len(self.D) < 3 or sorted(self.D) != self.D:
            raise ValueError(f"D = {self.D} must be three latent dimensions or more that rise.")
        return self


class MessagePassingPoints(Section):
    """fig16: points of the tanh manifold, coordinate by coordinate."""

    D: list[Dimension] = sized(
        [10, 40, 160], "Latent dimensions, one point each.", tiny=[10], paper=[10, 40, 160, 640]
    )
    t: PositiveFloat = sized(0.1, "Noise variance.", tiny=0.5)


class Perceptron(Section):
    """What the networks are trained on, and how."""

    N: Dimension = sized(50, "Ambient dimension.", tiny=20, paper=100)
    D: Dimension = sized(10, "Latent dimension.", tiny=6, paper=20)
    manifolds: Draws = sized(
        3, "Manifolds, each with data and a network of its own.", tiny=2, paper=10
    )
    width: Annotated[int, Field(ge=8)] = sized(
        128, "Width of the perceptrons.", tiny=32, paper=1024
    )
    blocks: Count = sized(1, "Residual blocks.", paper=3)
    time_width: Annotated[int, Field(ge=8)] = Field(
        default=64, description="Width of the layers that the noise level goes through."
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.05, 2.5), description="Noise variances of the training."
    )
    training: Training = sized(
        Training(steps=5000, batch=128, learning_rate=8e-3),
        "How the networks are trained.",
        tiny={"steps": 100},
        paper={"steps": 200000, "batch": 512, "learning_rate": 2e-3},
    )


class MessagePassingNetworks(Section):
    """fig17: learnt denoisers against the message-passing denoiser (relu)."""

    network: Perceptron = Perceptron()
    P: list[Annotated[int, Field(ge=20)]] = sized(
        [200, 1000, 5000, 25000, 125000],
        "Training points, rising.",
        tiny=[200, 1000, 5000],
        paper=[200, 1000, 5000, 25000, 125000, 1000000],
    )
    times: list[PositiveFloat] = sized(
        [0.0625, 0.125, 0.25, 0.5, 1.0, 2.0], "Noise variances of the test.", tiny=[0.125, 1.0]
    )
    probes: Annotated[int, Field(ge=10)] = sized(
        200, "Test points of each manifold.", tiny=30, paper=2000
    )
    curve_points: Annotated[int, Field(ge=3)] = sized(
        13, "Noise variances of the curve of the best affine denoiser.", tiny=4, paper=25
    )
    shown: Count = sized(10, "Test points whose coordinates are shown.", tiny=5)

    @model_validator(mode="after")
    def _times_are_trained(self) -> "MessagePassingNetworks":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers of points or more that rise.")
        low, high = self.network.t_range
        if not all(low <= t <= high for t in self.times):
            raise ValueError(
                f"times = {self.times} must lie within network.t_range = {[low, high]}, where the "
                "networks are trained."
            )
        return self
