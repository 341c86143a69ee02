"""Settings of the energies in one dimension and on the circle (arXiv:2505.21777)."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.training import Training

Memories = Annotated[int, Field(ge=2, le=400)]
Points = Annotated[int, Field(ge=2, le=60000)]
ShownTime = Annotated[float, Field(ge=0.01, lt=1)]


class Merging(Section):
    """fig1a: energies of memories in one dimension, and where two of them merge."""

    t: PositiveFloat = Field(
        default=0.04, description="Noise variance of the energies that are drawn."
    )
    apart: PositiveFloat = Field(
        default=2.0,
        description="Distance of two isolated memories, in merging distances 2 sqrt(t).",
    )
    merged: PositiveFloat = Field(
        default=0.9, description="Distance of two merged memories, in merging distances."
    )
    many: Memories = Field(default=12, description="Memories of the valley.")
    valley: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.4, description="Distance of neighbours in the valley, in merging distances."
    )
    times: list[PositiveFloat] = sized(
        [0.0025, 0.01, 0.04, 0.16, 0.64],
        "t at which the merging distance is measured.",
        tiny=[0.01, 0.16],
    )
    distances: Annotated[int, Field(ge=5)] = sized(
        25, "Distances at which minima of two memories are found.", tiny=9, paper=101
    )


class Circle(Section):
    """Networks trained on the first K points of the published circle.

    Published: 800 thousand steps (500 thousand at K = 1000) of the smaller of 500 and K points at a
    constant learning rate of 1e-4.
    """

    K: tuple[Points, Points, Points] = sized(
        (2, 9, 1000),
        "Training points, rising; the subsets are nested.",
        tiny=[2, 9, 30],
    )
    networks: Annotated[int, Field(ge=2, le=32)] = sized(
        4, "Networks trained on the points of each K, alike but for their seeds.", tiny=2
    )
    width: Annotated[int, Field(ge=8, multiple_of=2)] = sized(128, "Width of every layer.", tiny=32)
    frequency: PositiveFloat = Field(
        default=16.0,
        description="Standard deviation of the frequencies of the time's Fourier features.",
    )
    t_first: Annotated[float, Field(gt=0, lt=1e-3)] = Field(
        default=1e-5, description="Smallest noise variance t of training; the largest is 1."
    )
    training: Training = sized(
        Training(steps=20000, batch=128),
        "How the networks are trained.",
        tiny={"steps": 120, "batch": 32},
        paper={"steps": 800000, "learning_rate": 0.0001},
    )

    @model_validator(mode="after")
    def _subsets_rise(self) -> "Circle":
        if list(self.K) != sorted(set(self.K)):
            raise ValueError(f"K = {list(self.K)} must rise: the subsets are nested.")
        return self


class CircleSamples(Section):
    """Samples of the circle's networks, on their way and at the end."""

    samples: Annotated[int, Field(ge=50, le=20000)] = sized(
        10000, "Generated samples of each network; all are clustered.", tiny=300
    )
    sampler_steps: Annotated[int, Field(ge=20)] = sized(
        1000, "Steps of Euler and Maruyama from t = 1 to t_last.", tiny=60
    )
    t_last: Annotated[float, Field(gt=0, lt=0.01)] = sized(
        1e-3, "Noise variance at which the sampler ends.", tiny=0.0099
    )
    times: tuple[ShownTime, ShownTime, ShownTime] = Field(
        default=(0.05, 0.15, 0.25),
        description="Noise variances, rising, at which samples are kept and energies are mapped.",
    )

    @model_validator(mode="after")
    def _times_rise(self) -> "CircleSamples":
        if list(self.times) != sorted(set(self.times)):
            raise ValueError(f"times = {list(self.times)} must rise.")
        return self


class ToyTraining(Section):
    """app_a2: the losses of the circle's networks beside the least ones."""

    loss_samples: Annotated[int, Field(ge=100)] = sized(
        20000,
        "Noisy points at which a trained network is compared with the optima.",
        tiny=1000,
        paper=200000,
    )
    share_samples: Annotated[int, Field(ge=100)] = sized(
        4000,
        "Noisy points, at each t, of the share that a network follows.",
        tiny=300,
        paper=40000,
    )
    share_times: Annotated[int, Field(ge=2)] = Field(
        default=10,
        description="Noise variances from 0.001 to 1 of the share that a network follows.",
    )
    optimum_samples: Annotated[int, Field(ge=100)] = sized(
        1000,
        "Noisy points of each of 8 estimates of an optimum at each t.",
        tiny=100,
        paper=4000,
    )
    nodes: Annotated[int, Field(ge=4)] = Field(
        default=24, description="Nodes of the mean of an optimum over t."
    )


class ToyLandscape(Section):
    """fig2, app_a3, app_a4: maps of the energy of the circle's networks, clusters of samples."""

    shown_times: tuple[ShownTime, ShownTime, ShownTime] = Field(
        default=(0.25, 0.15, 0.15),
        description="The noise variance that fig2 shows for each K, of circle_samples.times.",
    )
    thresholds: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = Field(
        default=(3.0, 2.0, 0.45),
        description="Ward's threshold at 10000 samples, for each K (published).",
    )
    grid: Annotated[int, Field(ge=11)] = sized(
        41, "Points of a map along a side.", tiny=15, paper=121
    )
    flow_steps: Annotated[int, Field(ge=4)] = sized(
        24, "Steps of the probability flow from t to 1.", tiny=10, paper=64
    )
    most_minima: Annotated[int, Field(ge=2, le=100)] = Field(
        default=50, description="Largest K whose minima are searched."
    )
    pair_samples: Annotated[int, Field(ge=50, le=20000)] = sized(
        3000, "Samples whose distances are taken, in 5 batches.", tiny=300
    )
    drawn: Count = Field(
        default=2000, description="Samples of each network that are kept to be drawn."
    )


class ToyGathering(Section):
    """fig2: where samples of the second K's networks gather."""

    samples: Annotated[int, Field(ge=50)] = sized(
        2500, "Samples of each network, and of each run of the exact score.", tiny=100, paper=10000
    )
    near: PositiveFloat = Field(
        default=0.05,
        description="Minima farther than this from all points are spurious; samples within it of "
        "one are near.",
    )
    bins: Annotated[int, Field(ge=12)] = sized(
        180, "Bins of the samples' angles.", tiny=60, paper=360
    )


class ToyLabels(Section):
    """app_a3: energies at the places of the published labels."""

    flow_steps: Annotated[int, Field(ge=4)] = sized(
        24, "Steps of the probability flow from t = .15 to 1.", tiny=10, paper=64
    )


class ToyBasins(Section):
    """app_a5: critical recovery times of the training points, of all networks but the last."""

    delta: PositiveFloat = Field(
        default=0.1, description="Distance within which a point is recovered."
    )
    p: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.9, description="Least rate of recovery."
    )
    trials: Count = sized(10, "Trials of a rate.", tiny=5)
    repetitions: Draws = sized(
        12, "Measurements of each critical time, of each network.", tiny=2, paper=40
    )
    times: Annotated[int, Field(ge=5)] = sized(
        100, "Times from .01 to 1 (published: 500; a finer grid stops earlier).", tiny=12, paper=500
    )
    noises: Count = Field(
        default=10000, description="Noises, each with both signs, of the exact rate of recovery."
    )


class ToyMinima(Section):
    """app_a6: minima of the exact energy; barriers and roughness of rings."""

    K: list[Memories] = sized(
        [2, 9, 50],
        "Numbers of published points whose minima are counted; those of the second are followed.",
        tiny=[2, 9],
        min_length=2,
    )
    times: list[PositiveFloat] = sized(
        [
            *(0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0017, 0.0025, 0.005, 0.007, 0.01),
            *(0.015, 0.02, 0.025, 0.035, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 1.0),
        ],
        "Noise variances at which all minima are found.",
        tiny=[5e-05, 0.001, 0.0025, 0.005, 0.025, 0.15, 0.25],
        min_length=2,
    )
    followed: Annotated[int, Field(ge=2)] = sized(
        97, "Noise variances at which minima are followed, between these times.", tiny=25
    )
    distance: PositiveFloat = Field(
        default=0.05, description="A minimum farther than this from all points is spurious."
    )
    ring_K: list[Memories] = sized([8, 12, 20], "Memories of rings evenly spaced.", tiny=[12, 20])
    random_K: list[Points] = sized([100, 1000], "Memories of random rings.", tiny=[100])
    ring_times: list[PositiveFloat] = sized(
        [0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25],
        "Noise variances of even and of random rings.",
        tiny=[0.025, 0.1],
        min_length=2,
    )
    ring_draws: Draws = sized(40, "Independent random rings.", tiny=6, paper=400)
