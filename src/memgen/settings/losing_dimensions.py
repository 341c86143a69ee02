"""Settings of the source `losing_dimensions` (arXiv:2410.08727)."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.image_network import SIZES, ChosenImages, refuse_untrained_times
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
        [0.1, 0.3, 0.6, 1.0, 1.5, 2.0], "|x| along a direction, rising.", tiny=[1.0]
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
    draws: Draws = sized(1600, "Independent draws.", tiny=6, paper=4000)
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
    """Perceptrons that are trained side by side on drawn points, each on its own."""

    members: Draws = sized(3, "Independent networks, on points of their own.", tiny=2, paper=10)
    width: Annotated[int, Field(ge=8)] = sized(128, "Width of a perceptron.", tiny=16)
    blocks: Count = sized(2, "Its residual blocks.", tiny=1)
    sigma_range: Pair = Field(
        default=(0.03, 2.0),
        description="First and last sqrt(t) of training, t the noise variance "
        "(published: 0.01 to 50).",
    )
    training: Training = sized(
        Training(batch=64, learning_rate=2e-3, decay=0.99, device="cpu"),
        "How they are trained, for the steps named beside.",
        tiny={"batch": 32},
        paper={"device": "auto"},
    )


class Visible(Section):
    """fig4, fig5: what networks see of either variance, of ever more points and steps."""

    trained_P: list[Points] = sized(
        [50, 100, 200, 500, 2000],
        "Training points, rising.",
        tiny=[20, 100],
        paper=[50, 100, 200, 500, 2000, 20000],
    )
    steps: list[Count] = sized(
        [1000, 2000, 4000],
        "Steps of training, rising: the last for all points, the others for the fewest.",
        tiny=[60],
        paper=[1000, 2000, 4000, 10000, 20000, 50000],
    )
    network: PointNetwork = PointNetwork()
    sigma_shown: Pair = Field(default=(0.05, 1.0), description="First and last sqrt(t) shown.")
    sigmas: Annotated[int, Field(ge=4)] = sized(13, "Number of sqrt(t).", tiny=4, paper=25)
    probes: Annotated[int, Field(ge=2)] = sized(
        150, "Noised points at which each network is probed.", tiny=3, paper=500
    )
    shown_values: Annotated[int, Field(ge=8)] = Field(
        default=12, description="Smallest singular values that are kept."
    )

    @model_validator(mode="after")
    def _shown_lies_within_training(self) -> "Visible":
        low, high = self.network.sigma_range
        if not low <= self.sigma_shown[0] < self.sigma_shown[1] <= high:
            raise ValueError(
                f"sigma_shown = {list(self.sigma_shown)} must lie within network.sigma_range = "
                f"{[low, high]}: a network knows nothing of other noise."
            )
        return self

    @model_validator(mode="after")
    def _ladders_rise(self) -> "Visible":
        if self.trained_P != sorted(self.trained_P) or len(self.trained_P) < 2:
            raise ValueError(f"trained_P = {self.trained_P} must be two sizes or more that rise.")
        if self.steps != sorted(self.steps):
            raise ValueError(f"steps = {self.steps} must rise.")
        return self


class ImagePerceptrons(ChosenImages):
    """The images, and perceptrons that are trained side by side, each on images of its own."""

    networks: Draws = sized(3, "Independent networks.", tiny=2, paper=10)
    width: Annotated[int, Field(ge=8)] = sized(
        128, "Width of a perceptron, and of the matrix beside it.", tiny=16, paper=1024
    )
    blocks: Count = sized(2, "Its residual blocks.", tiny=1, paper=4)
    sigma_range: Pair = Field(
        default=(0.05, 3.0), description="First and last sqrt(t) of training, t the noise variance."
    )
    training: Training = sized(
        Training(batch=64, learning_rate=5e-3, decay=0.99, device="cpu"),
        "How they are trained, for the steps named beside.",
        tiny={"batch": 16},
        paper={"device": "auto", "learning_rate": 0.001},
    )


class ImageDimension(Section):
    """fig6, fig7: dimension of networks trained on ever more images, for ever more steps."""

    sizes: list[Points] = sized(
        [30, 100, 300, 1000, 1700],
        "Training images of a network, rising.",
        tiny=[20, 100],
        paper=[30, 100, 300, 1000, 1697],
    )
    steps: list[Count] = sized(
        [300, 900, 2500],
        "Steps of training, rising: the last for all sizes, all for the fewest and most images.",
        tiny=[20],
        paper=[1000, 10000, 100000],
    )
    network: ImagePerceptrons = ImagePerceptrons()
    times: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.01, 0.1), description="Noise variances of the spectra."
    )
    spike: PositiveFloat = Field(
        default=5.0, description="A gap's spike over the median second difference of the values."
    )
    height: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.05, description="Least height of a gap, over the largest value."
    )

    @model_validator(mode="after")
    def _noise_was_trained_at(self) -> "ImageDimension":
        refuse_untrained_times(list(self.times), self.network.sigma_range)
        return self

    @model_validator(mode="after")
    def _ladders_rise(self) -> "ImageDimension":
        if self.sizes != sorted(self.sizes) or len(self.sizes) < 2:
            raise ValueError(f"sizes = {self.sizes} must be two or more that rise.")
        if self.steps != sorted(self.steps):
            raise ValueError(f"steps = {self.steps} must rise.")
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
    visible: Visible = Visible()
    image_dimension: ImageDimension = ImageDimension()

    @model_validator(mode="after")
    def _directions_fit(self) -> "LosingDimensions":
        if not 6 <= sum(self.counts) < self.N - 2 or not self.stds[0] > self.stds[1]:
            raise ValueError(
                f"counts = {list(self.counts)}, stds = {list(self.stds)}, N = {self.N}: six "
                "directions or more, fewer than N - 2, the larger std first."
            )
        return self
