"""Settings of the source `spectral_gaps` (arXiv:2410.05898)."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from memgen.numerics.types import Normalization
from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.image_network import ImageNetwork, numbers_of_image, refuse_untrained_times
from memgen.settings.training import Training

Share = Annotated[float, Field(gt=0, lt=1)]
Pair = tuple[PositiveFloat, PositiveFloat]
# The laws of the columns' variances on which networks are trained, one network each.
Law = Literal["descending", "swapped", "continuous"]
LAWS: tuple[Law, ...] = get_args(Law)
# What networks of images are trained on: the images, or a Gaussian of their covariance.
ImageData = Literal["images", "gaussian"]
IMAGE_DATA: tuple[ImageData, ...] = get_args(ImageData)


class Phases(Section):
    """fig1: three phases on a two-dimensional manifold in three dimensions."""

    stds: Pair = Field(default=(1.0, 0.1), description="s_1 > s_2 of the tangent directions.")
    t_range: Pair = Field(default=(1e-5, 1e3), description="First and last noise variance.")
    points: Annotated[int, Field(ge=20)] = sized(241, "Noise variances.", tiny=61)
    field_points: Annotated[int, Field(ge=2)] = Field(
        default=5, description="Noisy points of the drawing along either axis of the plane."
    )
    simulated: Annotated[int, Field(ge=3)] = sized(
        25, "Noise variances of the measured values.", tiny=9
    )
    draws: Draws = sized(40, "Independent sets of pairs.", tiny=8, paper=200)
    pairs: Annotated[int, Field(ge=20)] = sized(
        2000, "Points with a noisy copy in each set.", tiny=200
    )

    @model_validator(mode="after")
    def _first_is_larger(self) -> "Phases":
        if not self.stds[0] > self.stds[1]:
            raise ValueError(f"stds = {list(self.stds)}: the first must be the larger.")
        return self


class ExactSpectra(Section):
    """fig2: density of the Jacobian's eigenvalues, theory over drawn matrices."""

    N: Annotated[int, Field(ge=50)] = sized(1000, "Ambient dimension.", tiny=200, paper=4000)
    draws: Draws = sized(20, "Independent manifolds.", tiny=4, paper=40)
    aspect_ratio: Share = Field(
        default=0.4, description="D / N of the manifold of one variance, s^2 = 1."
    )
    aspect_ratios: tuple[Share, Share] = Field(
        default=(0.2, 0.2), description="m_k / N of two variances."
    )
    variances: Pair = Field(default=(1.0, 0.01), description="Their s_k^2.")
    factors: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(10.0, 1.0, 0.1), description="t of the three panels, in units of t_max."
    )
    points: Annotated[int, Field(ge=50)] = sized(400, "Points of a density.", tiny=100)

    @model_validator(mode="after")
    def _there_is_a_spike(self) -> "ExactSpectra":
        if sum(self.aspect_ratios) >= 1:
            raise ValueError(
                f"aspect_ratios = {list(self.aspect_ratios)} must sum to less than 1: the spike at "
                "-1 needs directions off the manifold."
            )
        return self


class Curved(Section):
    """fig6: local spectra of the exact score on a tanh manifold."""

    N: Annotated[int, Field(ge=6)] = Field(default=20, description="Ambient dimension; D = 2.")
    points: Annotated[int, Field(ge=2)] = sized(20, "Points of the manifold.", tiny=4, paper=500)
    draws: Draws = sized(12, "Independent manifolds.", tiny=2, paper=20)
    repelling_N: list[Annotated[int, Field(ge=6)]] = sized(
        [20, 40, 80, 160, 320],
        "Ambient dimensions of the share of points that repel along the manifold.",
        tiny=[20, 30, 40],
        paper=[20, 40, 80, 160, 320, 640],
    )
    repelling_draws: Draws = sized(300, "Manifolds of that share.", tiny=10, paper=2000)
    t_range: Pair = Field(
        default=(1e-5, 1.0), description="First and last noise variance, below 1e-4."
    )
    times: Annotated[int, Field(ge=4)] = sized(16, "Noise variances.", tiny=6, paper=40)
    detected_at: PositiveFloat = Field(
        default=1e-3, description="t at which the dimension is read off."
    )

    @model_validator(mode="after")
    def _small_noise_is_there(self) -> "Curved":
        first, last = self.t_range
        second = first * (last / first) ** (1 / (self.times - 1))
        if first > 1e-4 or second > 1e-3:
            raise ValueError(
                f"t_range = {list(self.t_range)}, times = {self.times}: two t or more must lie "
                "between 1e-4 and 1e-3 or below, where the tangent space is read off."
            )
        return self


def _refuse_no_manifold(name: str, aspect_ratios: tuple[float, ...], N: int) -> None:
    """Directions must be left off the manifold, and each variance have its columns."""
    if sum(aspect_ratios) >= 1 or min(round(ratio * N) for ratio in aspect_ratios) < 1:
        raise ValueError(
            f"{name} = {list(aspect_ratios)} must sum to less than 1 and each give a column or "
            f"more of N = {N}."
        )


class GapOpening(Section):
    """fig7: widths of the gaps against t."""

    N: list[Annotated[int, Field(ge=20)]] = sized(
        [100, 200, 400, 800],
        "Ambient dimensions at finite size; the first and the last are shown against t.",
        tiny=[40, 80],
        paper=[100, 200, 400, 800, 1600],
    )
    draws: Draws = sized(600, "Independent manifolds.", tiny=20, paper=2000)
    aspect_ratios: tuple[Share, Share] = Field(default=(0.2, 0.2), description="m_k / N.")
    variances: Pair = Field(default=(1.0, 0.01), description="s_k^2, the larger first.")
    threshold: Share = Field(default=0.2, description="Width at which a gap counts as open.")
    t_range: Pair = Field(default=(1e-4, 1e2), description="First and last noise variance.")
    points: Annotated[int, Field(ge=20)] = sized(161, "Noise variances.", tiny=41)

    @model_validator(mode="after")
    def _there_is_a_manifold(self) -> "GapOpening":
        if len(self.N) < 2 or len(set(self.N)) < len(self.N):
            raise ValueError(f"N = {self.N}: give two different dimensions or more.")
        _refuse_no_manifold("aspect_ratios", self.aspect_ratios, min(self.N))
        if not self.variances[0] > self.variances[1]:
            raise ValueError(f"variances = {list(self.variances)}: the first must be the larger.")
        return self


class BulkEdges(Section):
    """fig8: edges of the bulks against the ratio of the variances."""

    N: Annotated[int, Field(ge=20)] = sized(
        400, "Ambient dimension at finite size.", tiny=100, paper=2000
    )
    draws: Draws = sized(200, "Independent manifolds.", tiny=10, paper=400)
    aspect_ratios: tuple[Share, Share] = Field(default=(0.2, 0.2), description="m_k / N.")
    ratio_range: Pair = Field(default=(1e-3, 1.0), description="First and last s_2^2 / s_1^2.")
    points: Annotated[int, Field(ge=20)] = sized(241, "Ratios of the lines.", tiny=31)
    simulated: Annotated[int, Field(ge=3)] = sized(
        25, "Ratios of drawn manifolds.", tiny=7, paper=49
    )
    margin: PositiveFloat = Field(
        default=0.35,
        description="|log| distance of the ratio to merging below which no finite-N theory holds.",
    )
    sizes: list[Annotated[int, Field(ge=20)]] = sized(
        [50, 100, 200, 400],
        "Ambient dimensions of the step against N.",
        tiny=[20, 40],
        paper=[100, 200, 400, 800, 1600],
    )
    size_draws: Draws = sized(400, "Independent manifolds at each of them.", tiny=10, paper=1000)

    @model_validator(mode="after")
    def _there_are_bulks(self) -> "BulkEdges":
        _refuse_no_manifold("aspect_ratios", self.aspect_ratios, min(self.N, *self.sizes))
        return self


class ManifoldNetwork(Section):
    """The linear manifolds, and the perceptron that is trained on each of them."""

    N: Annotated[int, Field(ge=10)] = sized(100, "Ambient dimension.", tiny=20)
    counts: tuple[Count, Count] = sized((30, 10), "m_1, m_2: columns of each kind.", tiny=[6, 4])
    variances: Pair = Field(
        default=(1.0, 0.01), description="s_1^2, s_2^2; the second network swaps them."
    )
    law_range: Pair = Field(
        default=(0.01, 1.0), description="s^2 of the third network: uniform in its logarithm."
    )
    P: Annotated[int, Field(ge=10)] = sized(
        50000, "Training points of each network.", tiny=2000, paper=1000000
    )
    networks: Annotated[int, Field(ge=2)] = sized(
        3, "Networks of each law, each with points and weights of its own.", tiny=2, paper=5
    )
    width: Annotated[int, Field(ge=8)] = sized(32, "Perceptron's width.", tiny=16, paper=512)
    blocks: Count = sized(1, "Its residual blocks.", tiny=1, paper=4)
    channels: Count = sized(
        200, "Channels of the full matrix that the noise level modulates.", tiny=40, paper=1000
    )
    sigma_range: Pair = Field(
        default=(0.01, 10.0),
        description="First and last sqrt(t) in training, t the noise variance.",
    )
    training: Training = sized(
        Training(steps=6000, batch=256, learning_rate=1e-2, decay=0.998),
        "How the networks are trained.",
        tiny={"steps": 20, "batch": 16, "decay": 0.8},
        paper={"steps": 500000, "decay": 0.999},
    )
    fewer_steps: Count = sized(
        1500, "Steps of networks that are trained for less, at most.", tiny=10, paper=50000
    )

    @model_validator(mode="after")
    def _it_is_a_manifold(self) -> "ManifoldNetwork":
        if not self.variances[0] > self.variances[1]:
            raise ValueError(f"variances = {list(self.variances)}: the first must be the larger.")
        if sum(self.counts) >= self.N:
            raise ValueError(
                f"counts = {list(self.counts)} must sum to less than N = {self.N}: a manifold has "
                "directions off it."
            )
        return self


class TrainedSpectra(Section):
    """fig3, fig4, fig7: spectra of networks trained on linear manifolds."""

    network: ManifoldNetwork = ManifoldNetwork()
    times: list[PositiveFloat] = sized(
        [10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003],
        "t of the spectra; .1 is among them, where the order of the gap is read off.",
        tiny=[1.0, 0.1, 0.001],
    )
    probes: Annotated[int, Field(ge=2)] = sized(8, "Points of a spectrum.", tiny=2, paper=100)
    test_points: Annotated[int, Field(ge=2)] = sized(
        20000, "Fresh points of the loss above its optimum.", tiny=100
    )
    exact_points: Annotated[int, Field(ge=20)] = sized(
        121, "t of the gaps of the exact score.", tiny=31
    )

    @model_validator(mode="after")
    def _the_gap_is_looked_at(self) -> "TrainedSpectra":
        if 0.1 not in self.times or len(self.times) < 3:
            raise ValueError(f"times = {self.times} must hold 0.1, and three times or more.")
        refuse_untrained_times(self.times, self.network.sigma_range)
        return self


class ImageNetworks(ImageNetwork):
    """The images, and the networks that are trained on them and on a Gaussian like them."""

    networks: Annotated[int, Field(ge=2)] = sized(
        3, "Networks of either data, each with points and weights of its own.", tiny=2, paper=5
    )
    architecture: Literal["perceptron", "unet"] = sized(
        "perceptron", "Of the networks; multipliers are a U-Net's.", paper="unet"
    )
    held_out: Annotated[int, Field(ge=2)] = sized(
        16, "Images that each is not trained on, at which it is probed.", tiny=2, paper=100
    )
    width: Annotated[int, Field(ge=8, multiple_of=8)] = sized(
        128, "Width of the perceptron, or of the U-Net.", tiny=16, paper=128
    )
    blocks: Count = sized(2, "Residual blocks of the perceptron.", tiny=1)
    channels: Count = sized(
        128,
        "Channels of the full matrix beside it that the noise level modulates, one a pixel or more",
        tiny=64,
        paper=4000,
    )
    noises: Annotated[int, Field(ge=1)] = sized(
        200, "Noisy copies of each held-out image, for the loss.", tiny=5
    )
    training: Training = sized(
        Training(steps=4000, batch=128, learning_rate=4e-3, decay=0.998),
        "How the networks are trained.",
        tiny={"steps": 10, "batch": 16},
        paper={
            "steps": 400000,
            "batch": 128,
            "learning_rate": 0.0002,
            "cosine": False,
            "decay": 0.9999,
        },
    )

    @model_validator(mode="after")
    def _no_pixel_is_lost(self) -> "ImageNetworks":
        numbers = numbers_of_image(self)
        if self.architecture == "perceptron" and self.channels < numbers:
            raise ValueError(
                f"channels = {self.channels}: an image of {self.image_set} has {numbers} numbers; "
                "take as many channels, or more."
            )
        return self


class ImageSpectra(Section):
    """fig5: spectra of networks trained on images, and on a Gaussian of their covariance."""

    network: ImageNetworks = ImageNetworks()
    times: list[PositiveFloat] = sized(
        [30.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003],
        "t of the spectra.",
        tiny=[30.0, 0.3, 0.03],
    )
    line_points: Annotated[int, Field(ge=20)] = sized(
        301, "t of the lines of the linear score.", tiny=41
    )

    @model_validator(mode="after")
    def _noise_was_trained_at(self) -> "ImageSpectra":
        refuse_untrained_times(self.times, self.network.sigma_range)
        return self


class SpectralGaps(Section):
    """Manifolds, random matrices and spectral gaps (arXiv:2410.05898)."""

    normalization: Normalization = Field(
        default="ambient",
        description=(
            "Entries of F have variance s_k^2 / N, or s_k^2 / D: the published choice is not "
            "known; the second multiplies all eigenvalues and times by N / D."
        ),
    )
    phases: Phases = Phases()
    exact_spectra: ExactSpectra = ExactSpectra()
    curved: Curved = Curved()
    gap_opening: GapOpening = GapOpening()
    bulk_edges: BulkEdges = BulkEdges()
    trained_spectra: TrainedSpectra = TrainedSpectra()
    image_spectra: ImageSpectra = ImageSpectra()
