"""Settings of the source `losing_dimensions` (arXiv:2410.08727)."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.spectral_gaps import Images
from memgen.settings.training import Training

Pair = tuple[PositiveFloat, PositiveFloat]
Points = Annotated[int, Field(ge=10)]


class Concept(Section):
    """fig1: field and active samples in two dimensions; order in which directions are lost."""

    P: Points = sized(60, "Points of the picture.", tiny=20)
    picture_stds: Pair = Field((1.0, 0.3), description="Their standard deviations.")
    shown_t: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        (0.5, 0.05, 0.002), description="Noise variances of the picture."
    )
    many: Annotated[int, Field(ge=2)] = sized(
        100, "Directions of either variance, of points of one norm.", tiny=20
    )
    loss_P: Points = sized(1000, "Points whose directions are lost.", tiny=60, paper=20000)
    draws: Draws = sized(200, "Independent draws of them.", tiny=6, paper=500)
    times: Annotated[int, Field(ge=10)] = sized(
        41, "Noise variances of the curves.", tiny=15, paper=101
    )


class Condensation(Section):
    """fig2: condensation along each direction."""

    radii: list[PositiveFloat] = sized(
        [0.1, 0.3, 0.6, 1.0, 1.5, 2.0], "|x| along a direction.", tiny=[0.3, 1.0]
    )
    P: Points = sized(1000, "Points.", tiny=100)
    draws: Draws = sized(60, "Independent draws.", tiny=6, paper=1000)
    times: Annotated[int, Field(ge=8)] = sized(
        13, "Noise variances of the curves.", tiny=8, paper=41
    )
    t_range: Pair = Field((1e-3, 1.0), description="First and last noise variance.")


class ActiveSamples(Section):
    """fig3: active samples on a slice of x."""

    P: Points = sized(1000, "Points.", tiny=100)
    draws: Draws = sized(24, "Independent draws.", tiny=3, paper=200)
    times: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        (0.03, 0.08, 0.3), description="Noise variances, one panel each."
    )
    reach: PositiveFloat = Field(3.0, description="Half width of the slice.")
    grid: Annotated[int, Field(ge=5)] = sized(25, "Points along either axis.", tiny=7, paper=61)


class Spectra(Training):
    """fig4, fig5: ordered singular values in theory, of networks and of the empirical score."""

    P: Points = sized(1000, "Points of theory and empirical score.", tiny=100)
    trained_P: list[Points] = sized(
        [250, 500, 20000],
        "Training points, one network each; fig4 shows the second.",
        tiny=[30, 100],
    )
    sigma_range: Pair = Field((0.01, 1.0), description="First and last sqrt(t).")
    sigmas: Annotated[int, Field(ge=6)] = sized(25, "Number of sqrt(t).", tiny=6, paper=100)
    draws: Draws = sized(
        5, "Independent draws of the points of the empirical score.", tiny=2, paper=20
    )
    rotations: Annotated[int, Field(ge=1)] = sized(5, "Rotations of each spectrum.", tiny=2)
    width: Annotated[int, Field(ge=8)] = sized(128, "Width of the perceptron.", tiny=32)
    blocks: Count = sized(2, "Its residual blocks.", tiny=1)
    steps: Count = sized(8000, "Training steps (published: 2 million).", tiny=200, paper=2000000)
    training_range: Pair = sized(
        (0.005, 3.0),
        "First and last sqrt(t) of training (published: 0.01 to 50).",
        paper=[0.01, 50.0],
    )

    @model_validator(mode="after")
    def _spectra_lie_within_training(self) -> "Spectra":
        low, high = self.training_range
        if not low <= self.sigma_range[0] < self.sigma_range[1] <= high:
            raise ValueError(
                f"sigma_range = {list(self.sigma_range)} must lie within training_range = "
                f"{[low, high]}: a network knows nothing of other noise."
            )
        return self

    @model_validator(mode="after")
    def _second_size_is_there(self) -> "Spectra":
        if len(self.trained_P) < 2 or self.trained_P != sorted(self.trained_P):
            raise ValueError(f"trained_P = {self.trained_P} must be two sizes or more that rise.")
        return self


class ImageDimension(Images):
    """fig6, fig7: estimated dimension of networks trained on ever more images."""

    sizes: list[Points] = sized(
        [30, 100, 300, 1000, 1700], "Training images, one network each, rising.", tiny=[20, 100]
    )
    steps: Count = sized(1200, "Training steps.", tiny=40, paper=400000)
    width: Annotated[int, Field(ge=8, multiple_of=8)] = sized(
        16, "U-Net's width.", tiny=8, paper=128
    )
    times: list[PositiveFloat] = Field([0.01], description="t of the spectra: one.")
    spike: PositiveFloat = Field(5.0, description="Spike over the median second difference.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "ImageDimension":
        if self.sizes != sorted(self.sizes) or len(self.sizes) < 2 or len(self.times) != 1:
            raise ValueError(
                f"sizes = {self.sizes} must be two or more that rise, and times = {self.times} one."
            )
        held = {"digits": 1797, "mnist": 70000, "fashion_mnist": 70000, "cifar10": 60000}
        most = held.get(self.image_set, self.sizes[-1] + self.probes) - self.probes
        if self.sizes[-1] > most:
            raise ValueError(
                f"sizes = {self.sizes}, probes = {self.probes}: of {self.image_set} the last size "
                f"can be {most} at most."
            )
        return self


class LosingDimensions(Section):
    """Losing dimensions: geometric memorization in generative diffusion (arXiv:2410.08727)."""

    N: Annotated[int, Field(ge=8)] = Field(30, description="Ambient dimension.")
    counts: tuple[Count, Count] = Field((2, 5), description="Directions of either variance.")
    stds: Pair = Field((1.0, 0.3), description="Their standard deviations, the larger first.")
    floor: Annotated[float, Field(ge=0)] = Field(
        0.01, description="Standard deviation of the other coordinates, in networks' data."
    )
    concept: Concept = Concept()
    condensation: Condensation = Condensation()
    active_samples: ActiveSamples = ActiveSamples()
    spectra: Spectra = Spectra()
    images: ImageDimension = ImageDimension()

    @model_validator(mode="after")
    def _directions_fit(self) -> "LosingDimensions":
        if not 6 <= sum(self.counts) < self.N - 2 or not self.stds[0] > self.stds[1]:
            raise ValueError(
                f"counts = {list(self.counts)}, stds = {list(self.stds)}, N = {self.N}: six "
                "directions or more, fewer than N - 2, the larger std first."
            )
        return self
