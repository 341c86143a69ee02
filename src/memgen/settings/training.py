"""Settings that all trained networks share."""

from typing import Annotated, Literal

from pydantic import Field

from memgen.settings.base import Count, PositiveFloat, Section


class Training(Section):
    """How a network is trained; sections add the network and give their own defaults."""

    steps: Count = Field(6000, description="Training steps.")
    batch: Count = Field(128, description="Points in each.")
    optimizer: Literal["adam", "radam", "sgd"] = Field("adam", description="Optimiser.")
    learning_rate: PositiveFloat = Field(1e-3, description="Largest learning rate.")
    cosine: bool = Field(True, description="Whether the rate falls as a cosine to 0.")
    clip: PositiveFloat = Field(1.0, description="Largest norm of the gradient.")
    decay: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.999, description="Of the moving average of the weights, which is what is looked at."
    )
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where to train.")
    mixed_precision: bool = Field(False, description="bfloat16, on an accelerator alone.")
