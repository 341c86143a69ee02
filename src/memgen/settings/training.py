"""How a network is trained: one model of settings for all families of networks."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, PositiveFloat, Section

OptimizerName = Literal["adam", "radam", "sgd"]
DeviceName = Literal["auto", "cpu", "cuda"]


class Training(Section):
    """How the network is trained."""

    steps: Count = Field(default=6000, description="Training steps.")
    batch: Count = Field(default=128, description="Points in each step.")
    optimizer: OptimizerName = Field(default="adam", description="Optimiser.")
    learning_rate: PositiveFloat = Field(default=1e-3, description="Largest learning rate.")
    warmup: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="Steps over which the rate rises from 0; null: a tenth of all, 200 at most.",
    )
    cosine: bool = Field(default=True, description="Whether the rate falls as a cosine to 0.")
    clip: Annotated[float, Field(gt=0)] = Field(
        default=1.0, description="Largest norm of the gradient."
    )
    decay: Annotated[float, Field(ge=0, lt=1)] = Field(
        default=0.999,
        description="Decay of the moving average of the weights, which is what is probed.",
    )
    every: Count | None = Field(
        default=None, description="Steps between two recorded losses; null: sixty records in all."
    )
    device: DeviceName = Field(default="auto", description="Where to train.")
    mixed_precision: bool = Field(default=False, description="bfloat16, on an accelerator alone.")

    @model_validator(mode="after")
    def _warmup_is_within(self) -> "Training":
        if self.warmup is not None and self.warmup > self.steps:
            raise ValueError(
                f"warmup = {self.warmup} must be within steps = {self.steps}, or null."
            )
        return self
