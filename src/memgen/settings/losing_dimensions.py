"""Settings of the source `losing_dimensions` (arXiv:2410.08727)."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.image_network import SIZES, ImageNetwork, refuse_untrained_times
from memgen.settings.training import Training

Pair = tuple[PositiveFloat, PositiveFloat]
Points = Annotated[int, Field(ge=10)]


class Concept(Section):
    """fig1: field and active samples in two dimensions; order in which directions are lost."""

    P: Points = sized(60, "Points of the picture.", tiny=20)
    picture_stds: Pair = Field(default=(1.0, 0.3), description="Their standard deviations.")
    shown_t: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(0.5, 0.05, 0.002), description="Noise variances of the picture."
    )
    many: Annotated[int, Field(ge=2)] = sized(
        100, "Directions of either variance, of points of one norm.", tiny=20
    )
    loss_P: Points = sized(1000, "Points whose directions are lost.", tiny=60, paper=20000)
    draws: Draws = sized(1500, "Independent draws of them.", tiny=12, paper=5000)
    times: Annotated[int, Field(ge=10)] = sized(
        31, "Noise variances of the curves.", tiny=12, paper=41
    )
    theory_times: Annotated[int, Field(ge=4)] = sized(
        21, "Noise variances of theory's curves.", tiny=4
    )
    field_points: Annotated[int, Field(ge=2)] = Field(
        default=15, description="Arrows of the drawn field along either axis."
    )


class Condensation(Section):
    """fig2: condensation along each direction, and for ever more points."""

    radii: list[PositiveFloat] = sized(
        [0.1, 0.3, 0.6, 1.0, 1.5, 2.0], "|x| along a direction, rising.", tiny=[0.3, 1.0]
    )
    theory_radii: Annotated[int, Field(ge=2)] = sized(14, "|x| of theory's lines.", tiny=2)
    curve_radius: PositiveFloat = Field(default=1.0, description="|x| of the curves of Y2.")
    P: Points = sized(1000, "Points.", tiny=100)
    draws: Draws = sized(1000, "Largest number of independent draws.", tiny=20, paper=10000)
    times: Annotated[int, Field(ge=4)] = sized(
        13, "Noise variances of the curves.", tiny=5, paper=41
    )
    t_range: Pair = sized((1e-3, 1.0), "First and last noise variance.", tiny=[1e-2, 1.0])
    theory_times: Annotated[int, Field(ge=6)] = sized(
        60, "Noise variances of theory's curves.", tiny=6
    )
    ladder: list[Points] = sized(
        [30, 100, 300, 1000, 3000, 10000, 30000], "Points seen from the centre.", tiny=[50]
    )
    points: Count = sized(
        3000000, "Points in all draws of one P, as far as the draws allow.", tiny=4000
    )
    least_draws: Draws = sized(20, "Least number of draws.", tiny=8)


class ActiveSamples(Section):
    """fig3: active samples on a slice of x."""

    P: Points = sized(1000, "Points.", tiny=60)
    draws: Draws = sized(400, "Independent draws.", tiny=6, paper=4000)
    times: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(0.03, 0.08, 0.3), description="Noise variances, one panel each."
    )
    reach: PositiveFloat = Field(default=3.0, description="Half width of the slice.")
    grid: Annotated[int, Field(ge=4)] = sized(
        31, "Points along either axis of a quadrant.", tiny=7, paper=61
    )
    angles: Annotated[int, Field(ge=3)] = sized(
        16, "Angles at which theories' borders are computed.", tiny=3, paper=31
    )


class Centre(Section):
    """fig4: points of one norm seen from the centre of their sphere."""

    shown_P: tuple[Points, Points, Points] = sized(
        (200, 1000, 20000), "Points of the spectra; the second's are shown.", tiny=[30, 50, 100]
    )
    spectra_draws: Draws = sized(8, "Independent draws of the points of the spectra.", tiny=2)
    sigma_range: Pair = Field(default=(0.1, 1.0), description="First and last sqrt(t) of spectra.")
    sigmas: Annotated[int, Field(ge=6)] = sized(37, "Number of sqrt(t).", tiny=6, paper=101)
    beside: Annotated[int, Field(ge=1)] = Field(
        default=5,
        description="Singular values looked at beside the manifold's, the least ones (published: "
        "5): larger ones belong to directions that are lost.",
    )
    spike: PositiveFloat = Field(
        default=3.0, description="A gap's spike over the median second difference of the values."
    )
    height: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.2, description="Least height of a gap, over the largest value looked at."
    )
    P: list[Points] = sized(
        [50, 200, 1000, 5000, 20000, 100000],
        "Points of the times of loss and condensation.",
        tiny=[50],
    )
    points: Count = sized(
        3000000,
        "Points in all draws of one P, as far as the draws allow.",
        tiny=4000,
        paper=30000000,
    )
    least_draws: Draws = sized(20, "Least number of draws.", tiny=8)
    most_draws: Draws = sized(1000, "Largest number of draws.", tiny=20, paper=4000)


class PointNetwork(Section):
    """The perceptron that is trained on drawn points."""

    width: Annotated[int, Field(ge=8)] = sized(128, "Width of the perceptron.", tiny=32)
    blocks: Count = sized(2, "Its residual blocks.", tiny=1)
    sigma_range: Pair = sized(
        (0.005, 3.0),
        "First and last sqrt(t) of training, t the noise variance (published: 0.01 to 50).",
        paper=[0.01, 50.0],
    )
    training: Training = sized(
        Training(steps=8000),
        "How the network is trained (published: 2 million steps).",
        tiny={"steps": 100, "batch": 32},
        paper={
            "steps": 2000000,
            "optimizer": "radam",
            "learning_rate": 0.0001,
            "cosine": False,
            "clip": 1000000000.0,
            "decay": 0.9999,
        },
    )


class Memorizing(Section):
    """fig4: networks that come to memorize, and what they see of either variance."""

    trained_P: list[Points] = sized([50], "Training points.", tiny=[20])
    steps: list[Count] = sized(
        [1000, 2000, 4000],
        "Steps of training, one run each, rising.",
        tiny=[30, 60],
        paper=[1000, 2000, 4000, 10000, 20000, 50000],
    )
    members: Count = sized(3, "Independent networks, on points of their own.", tiny=2, paper=10)
    network: PointNetwork = sized(
        PointNetwork(
            sigma_range=(0.03, 2.0),
            training=Training(batch=64, learning_rate=2e-3, decay=0.99, device="cpu"),
        ),
        "The perceptron; its steps are those above.",
        tiny={"width": 16, "blocks": 1},
    )
    sigma_shown: Pair = Field(default=(0.05, 1.0), description="First and last sqrt(t) shown.")
    sigmas: Annotated[int, Field(ge=4)] = sized(13, "Number of sqrt(t).", tiny=4, paper=25)
    probes: Annotated[int, Field(ge=2)] = sized(60, "Noised points probed.", tiny=4, paper=500)

    @model_validator(mode="after")
    def _shown_lies_within_training(self) -> "Memorizing":
        low, high = self.network.sigma_range
        if not low <= self.sigma_shown[0] < self.sigma_shown[1] <= high:
            raise ValueError(
                f"sigma_shown = {list(self.sigma_shown)} must lie within network.sigma_range = "
                f"{[low, high]}: a network knows nothing of other noise."
            )
        return self

    @model_validator(mode="after")
    def _steps_rise(self) -> "Memorizing":
        if self.steps != sorted(set(self.steps)):
            raise ValueError(f"steps = {self.steps} must rise.")
        return self


class Spectra(Section):
    """fig5: ordered singular values of networks of ever more points."""

    trained_P: list[Points] = sized(
        [250, 500, 20000], "Training points, one network each.", tiny=[30, 100]
    )
    network: PointNetwork = PointNetwork()
    sigma_range: Pair = Field(default=(0.01, 1.0), description="First and last sqrt(t).")
    sigmas: Annotated[int, Field(ge=6)] = sized(25, "Number of sqrt(t).", tiny=6, paper=100)
    draws: Draws = sized(
        5,
        "Points at which a network is probed.",
        tiny=2,
        paper=20,
    )
    rotations: Annotated[int, Field(ge=1)] = sized(5, "Rotations of each spectrum.", tiny=2)
    beside: Annotated[int, Field(ge=1)] = Field(
        default=5,
        description="Singular values looked at beside the manifold's, the least ones (published: "
        "5): memorised columns blow up the others.",
    )
    spike: PositiveFloat = Field(
        default=3.0, description="A gap's spike over the median second difference of the values."
    )
    height: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.2, description="Least height of a gap, over the largest value looked at."
    )

    @model_validator(mode="after")
    def _spectra_lie_within_training(self) -> "Spectra":
        low, high = self.network.sigma_range
        if not low <= self.sigma_range[0] < self.sigma_range[1] <= high:
            raise ValueError(
                f"sigma_range = {list(self.sigma_range)} must lie within network.sigma_range = "
                f"{[low, high]}: a network knows nothing of other noise."
            )
        return self

    @model_validator(mode="after")
    def _second_size_is_there(self) -> "Spectra":
        if len(self.trained_P) < 2 or self.trained_P != sorted(self.trained_P):
            raise ValueError(f"trained_P = {self.trained_P} must be two sizes or more that rise.")
        return self


class ImageDimension(Section):
    """fig6, fig7: estimated dimension of networks trained on ever more images."""

    sizes: list[Points] = sized(
        [30, 100, 300, 1000, 1700], "Training images, one network each, rising.", tiny=[20, 100]
    )
    network: ImageNetwork = sized(
        ImageNetwork(width=16, training=Training(steps=1200, batch=64, learning_rate=2e-3)),
        "The images, and the U-Net that is trained on them.",
        tiny={"training": {"steps": 20, "batch": 16}},
        paper={
            "held_out": 90,
            "multipliers": [1, 2, 2, 2],
            "training": {"learning_rate": 0.0001},
        },
    )
    t: PositiveFloat = Field(default=0.01, description="Noise variance of the spectra.")
    spike: PositiveFloat = Field(
        default=5.0, description="A gap's spike over the median second difference of the values."
    )
    height: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.05, description="Least height of a gap, over the largest value."
    )

    @model_validator(mode="after")
    def _noise_was_trained_at(self) -> "ImageDimension":
        refuse_untrained_times([self.t], self.network.sigma_range)
        return self

    @model_validator(mode="after")
    def _sizes_rise(self) -> "ImageDimension":
        if self.sizes != sorted(self.sizes) or len(self.sizes) < 2:
            raise ValueError(f"sizes = {self.sizes} must be two or more that rise.")
        held_out, image_set = self.network.held_out, self.network.image_set
        most = SIZES.get(image_set, self.sizes[-1] + held_out) - held_out
        if self.sizes[-1] > most:
            raise ValueError(
                f"sizes = {self.sizes}, network.held_out = {held_out}: of {image_set} the last "
                f"size can be {most} at most."
            )
        return self


class LosingDimensions(Section):
    """Losing dimensions: geometric memorization in generative diffusion (arXiv:2410.08727)."""

    N: Annotated[int, Field(ge=8)] = Field(default=30, description="Ambient dimension.")
    counts: tuple[Count, Count] = Field(
        default=(2, 5), description="Directions of either variance."
    )
    stds: Pair = Field(
        default=(1.0, 0.3), description="Their standard deviations, the larger first."
    )
    floor: Annotated[float, Field(ge=0)] = Field(
        default=0.01, description="Standard deviation of the other coordinates, in networks' data."
    )
    concept: Concept = Concept()
    condensation: Condensation = Condensation()
    active_samples: ActiveSamples = ActiveSamples()
    centre: Centre = Centre()
    memorizing: Memorizing = Memorizing()
    spectra: Spectra = Spectra()
    image_dimension: ImageDimension = ImageDimension()

    @model_validator(mode="after")
    def _directions_fit(self) -> "LosingDimensions":
        if not 6 <= sum(self.counts) < self.N - 2 or not self.stds[0] > self.stds[1]:
            raise ValueError(
                f"counts = {list(self.counts)}, stds = {list(self.stds)}, N = {self.N}: six "
                "directions or more, fewer than N - 2, the larger std first."
            )
        return self
