"""Settings of `snakemake diagnosis`: a user's own data, samples and network."""

from typing import Annotated

from pydantic import Field

from memgen.settings.base import Count, FilePath, Section

INPUTS = ("training", "samples", "second_samples", "held_out", "network", "encoder")


class Diagnosis(Section):
    """`snakemake diagnosis`, and nothing else: whether a model of yours memorises."""

    training: FilePath | None = Field(
        default=None,
        description="Training set: a .npy, .npz or .safetensors file with one point a row, or a "
        "folder of pictures; null: there is nothing to diagnose.",
    )
    samples: FilePath | None = Field(default=None, description="Samples of the model, likewise.")
    second_samples: FilePath | None = Field(
        default=None, description="Another set of samples, among which the first are looked for."
    )
    held_out: FilePath | None = Field(
        default=None, description="Points that the model never saw, the control."
    )
    network: FilePath | None = Field(
        default=None,
        description="A Python file that defines denoiser(x, sigma), or a diffusers folder.",
    )
    encoder: FilePath | None = Field(
        default=None, description="A Python file that defines encode(images), for features."
    )
    size: Count | None = Field(default=None, description="Side that pictures are brought to.")
    grey: bool = Field(default=False, description="Pictures of one channel.")
    probes: Annotated[int, Field(ge=2)] = Field(default=200, description="Noised points.")
    queries: Annotated[int, Field(ge=10)] = Field(
        default=1000, description="Points whose neighbours are looked at."
    )

    def named_files(self) -> list[str]:
        """Return the files and folders that are given."""
        return [name for key in INPUTS if (name := getattr(self, key)) is not None]
