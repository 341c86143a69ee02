"""Settings of networks that store patterns: by unlearning, perceptrons, and closed forms."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.recurrent_networks.sizes import (
    NetworkLoad,
    Overlap,
    Spins,
    require_patterns,
)

FORMULA_CAPACITY = 1.2779  # of symmetric couplings, at stability 0


class Dreams(Section):
    """fig4: unlearning, its three points against N."""

    N: list[Spins] = sized(
        [100, 150, 200, 300, 500],
        "Spins, rising.",
        tiny=[40],
        paper=[100, 150, 200, 300, 400, 500],
    )
    loads: list[NetworkLoad] = sized([0.3, 0.4, 0.5], "P / N of the three points.", tiny=[0.3])
    ends: list[PositiveFloat] = sized(
        [0.42, 0.5, 0.58],
        "For each of these loads the largest D eps / N beyond the first N.",
        tiny=[0.42],
    )
    more_loads: list[NetworkLoad] = Field(
        default=[0.2], description="Further P / N, whose stabilities are shown at the first N."
    )
    networks: Draws = sized(
        100,
        "Independent networks at the first N; fewer at larger ones, as N^-1.5.",
        tiny=6,
        paper=400,
    )
    least_networks: Draws = sized(8, "At any N at least so many.", tiny=4, paper=50)
    rate: PositiveFloat = Field(default=0.01, description="eps.")
    most: PositiveFloat = Field(default=0.6, description="Largest D eps / N at the first N.")
    amounts: Annotated[int, Field(ge=13)] = sized(
        61, "Values of D eps / N there, with 0; their step is that of all N.", tiny=31, paper=121
    )
    bins: Annotated[int, Field(ge=10)] = Field(default=80, description="Bins of the histograms.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "Dreams":
        if sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must rise.")
        if repeated := set(self.loads) & set(self.more_loads):
            raise ValueError(f"loads and more_loads share {sorted(repeated)}: name each once.")
        if len(self.ends) != len(self.loads):
            raise ValueError(f"ends = {self.ends} must be as many as loads = {self.loads}.")
        require_patterns([*self.loads, *self.more_loads], min(self.N))
        return self


class MapProtocol(Section):
    """How a retrieval map is measured."""

    load: NetworkLoad = Field(default=0.3, description="P / N of the maps.")
    starts: Annotated[int, Field(ge=5)] = sized(
        21, "Initial overlaps from 0 to 1.", tiny=11, paper=51
    )


class RetrievalMaps(Section):
    """fig5: retrieval maps of all rules (unlearning's come with fig4)."""

    protocol: MapProtocol = MapProtocol()
    N: list[Spins] = sized(
        [100, 150, 200, 300],
        "Spins; the first for the maps.",
        tiny=[40],
        paper=[100, 150, 200, 300, 400, 500],
    )
    perceptron_loads: list[NetworkLoad] = sized(
        [0.4, 0.5],
        "Further P / N, at which only the symmetric perceptron's basins are measured.",
        tiny=[0.4],
    )
    draws: Draws = sized(
        36,
        "Independent networks at the first N; fewer at larger ones, as 1 / N.",
        tiny=3,
        paper=200,
    )
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = Field(
        default=0.01, description="Relative duality gap of the symmetric perceptron's |J|^2."
    )
    epochs: Count = sized(60, "Epochs of daydreaming, N steps each.", tiny=10)


class PerceptronCapacity(Section):
    """fig6: largest stabilities of random patterns, in full and in diluted networks."""

    N: list[Spins] = sized([60, 120, 240], "Spins.", tiny=[20, 40], paper=[60, 120, 240, 480])
    symmetric_loads: list[NetworkLoad] = sized(
        [0.1, 0.2, 0.3, 0.5, 0.7, 0.9], "P / N of symmetric couplings.", tiny=[0.1, 0.3, 0.5]
    )
    plain_loads: list[NetworkLoad] = sized(
        [0.2, 0.5, 0.8, 1.1], "P / N of couplings without symmetry.", tiny=[0.2, 0.8]
    )
    fit_N: list[Spins] = sized(
        [40, 80, 160], "Spins of full networks asked for any fit.", tiny=[20, 30]
    )
    fit_loads: list[NetworkLoad] = sized(
        [1.3, 1.4, 1.5], "P / N of full networks asked for any fit, rising.", tiny=[1.2, 1.3]
    )
    draws: Draws = sized(
        32,
        "Independent sets of patterns at the first N; fewer at larger ones, as 1 / N.",
        tiny=4,
        paper=100,
    )
    neighbours: list[Annotated[int, Field(ge=8, le=128)]] = sized(
        [24, 32, 48, 64], "Neighbours C of a spin of N = C^2, rising.", tiny=[24, 32]
    )
    diluted_loads: list[NetworkLoad] = sized(
        [0.125, 0.25, 0.5, 0.75], "P / C of diluted symmetric couplings.", tiny=[0.25, 0.5]
    )
    diluted_draws: Draws = sized(
        48, "Graphs at the first C; fewer at larger ones, as 1 / C^2.", tiny=3, paper=200
    )
    least_draws: Draws = sized(8, "Draws of any kind at least so many.", tiny=3, paper=20)
    diluted_fit_neighbours: list[Annotated[int, Field(ge=8, le=128)]] = sized(
        [16, 24, 32], "Neighbours C of diluted networks asked for any fit.", tiny=[8, 12]
    )
    diluted_fit_loads: list[NetworkLoad] = sized(
        [1.0, 1.1, 1.2, 1.3], "P / C of diluted networks asked for any fit.", tiny=[1.0, 1.3]
    )
    fit_draws: Draws = sized(
        32,
        "Networks asked for any fit at the first N; fewer at larger ones, as 1 / N (diluted: at "
        "the first C, as 1 / C^3).",
        tiny=3,
        paper=100,
    )
    fit_passes: Annotated[int, Field(ge=10)] = sized(
        1200, "Passes after which no fit was found.", tiny=200, paper=10000
    )
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = sized(
        0.002, "Relative duality gap of |J|^2.", tiny=0.01, paper=0.001
    )
    points: Annotated[int, Field(ge=8)] = Field(
        default=129, description="Stabilities at which Gardner's formulas are drawn."
    )
    spectral_points: Annotated[int, Field(ge=8)] = sized(
        101, "Loads at which the spectral theory is drawn.", tiny=21
    )

    @model_validator(mode="after")
    def _loads_are_feasible(self) -> "PerceptronCapacity":
        if len(self.N) < 2 or sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must be two sizes or more that rise.")
        if len(self.neighbours) < 2 or sorted(self.neighbours) != self.neighbours:
            raise ValueError(f"neighbours = {self.neighbours} must be two or more that rise.")
        if max(self.symmetric_loads) > 1.2 or max(self.diluted_loads) > 1:
            raise ValueError(
                f"symmetric_loads = {self.symmetric_loads} must stay below 1.2 and diluted_loads = "
                f"{self.diluted_loads} below 1, where small networks still fit."
            )
        if not {load for load in self.fit_loads if load > FORMULA_CAPACITY} & {
            *self.diluted_fit_loads
        }:
            raise ValueError(
                f"fit_loads = {self.fit_loads} and diluted_fit_loads = {self.diluted_fit_loads} "
                f"must share a load above {FORMULA_CAPACITY}, the diluted networks' capacity."
            )
        if max(self.plain_loads) > 1.6:
            raise ValueError(f"plain_loads = {self.plain_loads} must stay below 1.6.")
        require_patterns([*self.symmetric_loads, *self.plain_loads], min(self.N))
        require_patterns(self.diluted_loads, min(self.neighbours))
        return self


class Storage(Section):
    """fig9: the fraction of stored points against the load."""

    N: Spins = sized(100, "Spins.", tiny=30, paper=200)
    overlap: Overlap = Field(default=0.8, description="Initial overlap.")
    loads: list[NetworkLoad] = sized(
        [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0],
        "P / N of the recurrent networks, rising.",
        tiny=[0.2, 0.8, 1.0],
        paper=[0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5],
    )
    draws: Draws = sized(6, "Independent networks.", tiny=2, paper=20)
    score_draws: Draws = sized(10, "Draws of the score's points.", tiny=3, paper=20)
    most: PositiveFloat = Field(default=0.7, description="Largest D eps / N of unlearning.")
    amounts: Annotated[int, Field(ge=13)] = Field(
        default=71, description="Values of D eps / N, with 0."
    )
    times: list[PositiveFloat] = sized(
        [1.0, 5.0, 8.0, 10.0, 14.0, 20.0], "t of the empirical score, rising.", tiny=[1.0, 5.0, 9.0]
    )
    score_P: list[Annotated[int, Field(ge=2)]] = sized(
        [5, 10, 20, 40, 60, 80, 100, 200, 500, 5000],
        "Points of the empirical score at every t, rising; more where it loses them.",
        tiny=[5, 40, 200],
        paper=[5, 10, 20, 40, 60, 80, 100, 200, 1000, 10000, 100000],
    )
    fall_points: Annotated[int, Field(ge=3)] = sized(
        9, "Numbers of points where the score loses them, within the largest `score_P`.", tiny=4
    )
    theory_draws: Draws = sized(200, "Draws for the score's theory.", tiny=10, paper=1000)
    growth_N: list[Spins] = sized(
        [30, 40, 50, 60, 80, 100, 120],
        "Spins, rising, against which the number of points that is borne is followed.",
        tiny=[20, 30],
    )
    growth_times: list[PositiveFloat] = sized(
        [3.0, 5.0, 10.0], "t of the empirical score there, rising.", tiny=[4.0, 6.0]
    )
    growth_draws: Draws = sized(40, "Draws of its theory there.", tiny=5, paper=400)
    probes: Count = sized(40, "Points that are tried, at most.", tiny=10)

    @model_validator(mode="after")
    def _loads_rise(self) -> "Storage":
        for name in ("loads", "times", "score_P", "growth_N", "growth_times"):
            value = getattr(self, name)
            if value != sorted(value) or len(value) < 2:
                raise ValueError(f"{name} = {value} must be two numbers or more that rise.")
        if self.loads[-1] < 1:
            raise ValueError(f"loads = {self.loads} must reach 1, where the pseudo-inverse ends.")
        require_patterns(self.loads, self.N)
        return self


class Structure(Section):
    """fig18: patterns with a hidden manifold, xi = sign(F c)."""

    N: list[Spins] = sized([100, 200], "Spins, rising.", tiny=[40], paper=[100, 200, 400])
    load: Annotated[float, Field(gt=0, lt=1)] = Field(default=0.3, description="P / N.")
    alpha_D: list[Annotated[float, Field(gt=0, le=20)]] = sized(
        [0.05, 0.1, 0.2, 0.4, 0.8, 1.6], "D / N, rising.", tiny=[0.1, 0.4]
    )
    overlap: Overlap = Field(default=0.6, description="Initial overlap m0.")
    draws: Draws = sized(
        24,
        "Independent networks at the first N; fewer at larger ones, as 1 / N.",
        tiny=3,
        paper=100,
    )
    most: PositiveFloat = Field(default=0.6, description="Largest D eps / N of unlearning.")
    amounts: Annotated[int, Field(ge=13)] = Field(
        default=61, description="Values of D eps / N, with 0."
    )
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = Field(
        default=0.01, description="Relative duality gap of the symmetric perceptron's |J|^2."
    )
    epochs: Count = sized(60, "Epochs of daydreaming, N steps each.", tiny=10)

    @model_validator(mode="after")
    def _manifold_holds_points(self) -> "Structure":
        if self.alpha_D != sorted(self.alpha_D) or sorted(self.N) != self.N:
            raise ValueError(f"alpha_D = {self.alpha_D} and N = {self.N} must rise.")
        if self.alpha_D[0] * self.N[0] < 4:
            raise ValueError(
                f"alpha_D = {self.alpha_D[0]} at N = {self.N[0]} leaves fewer than 4 latent "
                f"dimensions: take alpha_D >= {4 / self.N[0]:g}."
            )
        require_patterns([self.load], self.N[0])
        return self
