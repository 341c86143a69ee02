"""Settings of the recurrent networks in Ventura's slides (fig1 to fig9 and fig18)."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized

Spins = Annotated[int, Field(ge=10, le=2000)]
FewSpins = Annotated[int, Field(ge=8, le=20)]
NetworkLoad = Annotated[float, Field(gt=0, le=2)]
Overlap = Annotated[float, Field(gt=0, le=1)]
FORMULA_CAPACITY = 1.2779  # of symmetric couplings, at stability 0


def _at_least_one_pattern(section: Any, loads: list[float], N: int, least: int) -> Any:
    if round(min(loads) * N) < least:
        raise ValueError(
            f"the load {min(loads)} at N = {N} leaves fewer than {least} patterns: take a load of "
            f"{least / N:g} or more."
        )
    return section


class Landscape(Section):
    """fig1: a landscape by exact enumeration."""

    N: FewSpins = sized(16, "Spins, 20 at most.", tiny=10, paper=20)
    P: Annotated[int, Field(ge=2)] = Field(3, description="Patterns.")
    draws: Draws = sized(20, "Independent networks.", tiny=3, paper=100)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.3, 10.0), description="The low and the high temperature that are shown."
    )
    temperatures: Annotated[int, Field(ge=10)] = sized(
        41, "Temperatures of the chains that are cooled.", tiny=12
    )
    chains: Count = sized(200, "Chains of a network.", tiny=20, paper=1000)
    sweeps: Count = sized(20, "Sweeps at each temperature.", tiny=5, paper=100)

    @model_validator(mode="after")
    def _patterns_fit(self) -> "Landscape":
        if self.P > self.N // 3:
            raise ValueError(
                f"P = {self.P} patterns of N = {self.N} spins: take P <= N / 3 = {self.N // 3}, so "
                "that only patterns lie in their span."
            )
        return self


class Sampling(Section):
    """fig2: overlap of samples with the nearest stored example."""

    N: FewSpins = sized(16, "Spins of the small network, 20 at most.", tiny=10, paper=20)
    P: Annotated[int, Field(ge=2)] = sized(3, "Its patterns.", paper=4)
    digits: Annotated[int, Field(ge=2, le=20)] = sized(10, "Digits that are stored.", tiny=4)
    draws: Draws = sized(12, "Independent networks.", tiny=2, paper=50)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.1, 30.0), description="First and last temperature."
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(19, "Temperatures.", tiny=8)
    chains: Annotated[int, Field(ge=4)] = sized(100, "Chains of a network.", tiny=8, paper=1000)
    sweeps: Count = sized(100, "Sweeps at each temperature.", tiny=10, paper=1000)

    @model_validator(mode="after")
    def _patterns_fit(self) -> "Sampling":
        if self.P > self.N // 3:
            raise ValueError(
                f"P = {self.P} patterns of N = {self.N} spins: take P <= N / 3 = {self.N // 3}."
            )
        return self


class Matching(Section):
    """fig3: moment matching at t = 0 and t > 0."""

    N: list[Spins] = sized(
        [50, 100], "Spins at t = 0; the first also at t > 0.", tiny=[20], paper=[50, 100, 200]
    )
    loads: list[NetworkLoad] = sized([0.1, 0.2, 0.4], "P / N.", tiny=[0.1, 0.2])
    draws: Draws = sized(8, "Independent networks.", tiny=2, paper=20)
    steps: Annotated[int, Field(ge=10)] = sized(600, "Steps of learning.", tiny=30, paper=3000)
    records: Annotated[int, Field(ge=4)] = sized(16, "Steps that are recorded.", tiny=6)
    rate: PositiveFloat = Field(0.2, description="N lam; lam is in proportion to t where t > 0.")
    starts: Count = sized(100, "Starts, or chains, of a step.", tiny=20, paper=400)
    probes: Annotated[int, Field(ge=10)] = sized(
        1000, "Starts, or chains, of a record.", tiny=60, paper=10000
    )
    t: PositiveFloat = Field(1.0, description="The temperature t > 0.")
    temperatures: Annotated[int, Field(ge=2)] = sized(10, "Temperatures of cooling.", tiny=4)
    sweeps: Count = sized(4, "Sweeps at each of them.", tiny=2, paper=20)

    @model_validator(mode="after")
    def _there_is_a_pattern(self) -> "Matching":
        return _at_least_one_pattern(self, self.loads, min(self.N), 2)


class Dreams(Section):
    """fig4: unlearning, its three points against N."""

    N: list[Spins] = sized([100, 150, 200, 300, 400, 500], "Spins, rising.", tiny=[50])
    loads: list[NetworkLoad] = sized(
        [0.3, 0.4, 0.5], "P / N of the three points; the first also for the maps.", tiny=[0.3]
    )
    more_loads: list[NetworkLoad] = Field(
        [0.2], description="Further P / N, whose stabilities are shown at the first N."
    )
    networks: Draws = sized(
        128,
        "Independent networks at the first N; fewer at larger ones, as 1 / N^2.",
        tiny=6,
        paper=100,
    )
    least_networks: Draws = sized(8, "At any N at least so many.", tiny=4, paper=50)
    rate: PositiveFloat = Field(0.01, description="eps.")
    most: PositiveFloat = Field(0.6, description="Largest D eps / N.")
    amounts: Annotated[int, Field(ge=13)] = sized(
        61, "Values of D eps / N, with 0.", tiny=31, paper=121
    )
    bins: Annotated[int, Field(ge=10)] = Field(60, description="Bins of the histograms.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "Dreams":
        if sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must rise.")
        if repeated := set(self.loads) & set(self.more_loads):
            raise ValueError(f"loads and more_loads share {sorted(repeated)}: name each once.")
        return _at_least_one_pattern(self, [*self.loads, *self.more_loads], min(self.N), 2)


class Maps(Section):
    """fig5: retrieval maps of all rules (unlearning's come with fig4)."""

    N: list[Spins] = sized(
        [100, 200, 400],
        "Spins; the first for the maps.",
        tiny=[50],
        paper=[100, 150, 200, 300, 400, 500],
    )
    draws: Draws = sized(10, "Independent networks.", tiny=3, paper=50)
    starts: Annotated[int, Field(ge=5)] = sized(
        21, "Initial overlaps from 0 to 1.", tiny=11, paper=51
    )
    margin: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.85, description="Stability asked of the symmetric perceptron over Gardner's kappa."
    )
    iterations: Count = Field(3000, description="Its updates at most.")
    epochs: Count = sized(60, "Epochs of daydreaming, N steps each.", tiny=10)


class Capacity(Section):
    """fig6: largest stabilities of random patterns."""

    N: list[Spins] = sized([50, 100, 200], "Spins.", tiny=[20, 30], paper=[50, 100, 200, 400])
    symmetric_loads: list[NetworkLoad] = sized(
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9], "P / N of symmetric couplings.", tiny=[0.1, 0.3, 0.5]
    )
    plain_loads: list[NetworkLoad] = sized(
        [0.2, 0.5, 0.8, 1.1], "P / N of couplings without symmetry.", tiny=[0.2, 0.8]
    )
    above: NetworkLoad = Field(
        1.3, description="A load above the formula's symmetric capacity, at the second N."
    )
    draws: Draws = sized(8, "Independent sets of patterns.", tiny=3, paper=20)
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = sized(
        0.003, "Relative duality gap of |J|^2.", paper=0.001
    )
    perceptron_loads: list[NetworkLoad] = sized(
        [0.2, 0.3, 0.4, 0.5], "P / N of the symmetric perceptron.", tiny=[0.3]
    )
    iterations: Count = sized(1000, "Its updates at most.", tiny=200)

    @model_validator(mode="after")
    def _loads_are_feasible(self) -> "Capacity":
        if len(self.N) < 2 or sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must be two sizes or more that rise.")
        if max(self.symmetric_loads) > 1.2 or max(self.perceptron_loads) > 1.2:
            raise ValueError(
                f"symmetric_loads = {self.symmetric_loads}, perceptron_loads = "
                f"{self.perceptron_loads} must stay below 1.2, where small networks still fit."
            )
        if not FORMULA_CAPACITY < self.above <= 1.35:
            raise ValueError(f"above = {self.above} must lie in (1.2779, 1.35].")
        if max(self.plain_loads) > 1.6:
            raise ValueError(f"plain_loads = {self.plain_loads} must stay below 1.6.")
        return _at_least_one_pattern(
            self, [*self.symmetric_loads, *self.plain_loads], min(self.N), 2
        )


class Temperature(Section):
    """fig7: learning at several temperatures with exact averages."""

    N: Annotated[int, Field(ge=6, le=14)] = sized(12, "Spins, 14 at most.", tiny=6)
    P: list[Annotated[int, Field(ge=2)]] = sized(
        [6, 30, 300, 3000], "Training examples drawn from the teacher, rising.", tiny=[6, 300]
    )
    draws: Draws = sized(8, "Independent teachers and training sets.", tiny=2, paper=40)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.3, 10.0), description="First and last learning temperature."
    )
    temperatures: Annotated[int, Field(ge=7)] = sized(
        15, "Learning temperatures.", tiny=7, paper=31
    )
    free_steps: Count = sized(400, "Steps of learning without a fixed norm.", tiny=50, paper=2000)

    @model_validator(mode="after")
    def _sizes_rise(self) -> "Temperature":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers or more that rise.")
        return self


class Theorem(Section):
    """fig8: matched moments and minima, by enumeration."""

    N: list[FewSpins] = sized(
        [10, 14, 17], "Spins, 20 at most.", tiny=[8, 10], paper=[10, 14, 17, 20]
    )
    fractions: list[Annotated[float, Field(gt=0, lt=1)]] = sized(
        [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "P / N, below 1.", tiny=[0.3, 0.5, 0.7]
    )
    draws: Draws = sized(30, "Independent sets of patterns.", tiny=4, paper=100)
    steps: Count = sized(200, "Steps of learning at most.", tiny=100, paper=1000)


class Storage(Section):
    """fig9: the fraction of stored points against the load."""

    N: Spins = sized(100, "Spins.", tiny=30, paper=200)
    overlap: Overlap = Field(0.8, description="Initial overlap.")
    loads: list[NetworkLoad] = sized(
        [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5],
        "P / N of the recurrent networks, rising.",
        tiny=[0.1, 0.3, 0.6, 1.0],
    )
    draws: Draws = sized(10, "Independent networks.", tiny=2, paper=20)
    times: list[PositiveFloat] = sized(
        [1.0, 5.0, 10.0, 20.0], "t of the empirical score, rising.", tiny=[1.0, 5.0]
    )
    score_P: list[Annotated[int, Field(ge=2)]] = sized(
        [5, 10, 20, 50, 100, 200, 500, 1000, 3000, 10000, 30000],
        "Points of the empirical score, rising.",
        tiny=[5, 30, 300],
        paper=[10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 300000],
    )
    probes: Count = sized(100, "Points that are tried, at most.", tiny=20)

    @model_validator(mode="after")
    def _loads_rise(self) -> "Storage":
        for name in ("loads", "times", "score_P"):
            value = getattr(self, name)
            if value != sorted(value) or len(value) < 2:
                raise ValueError(f"{name} = {value} must be two numbers or more that rise.")
        if self.loads[-1] < 1:
            raise ValueError(f"loads = {self.loads} must reach 1, where the pseudo-inverse ends.")
        return _at_least_one_pattern(self, self.loads, self.N, 2)


class Structure(Section):
    """fig18: patterns with a hidden manifold, xi = sign(F c)."""

    N: Spins = sized(100, "Spins.", tiny=40, paper=200)
    load: Annotated[float, Field(gt=0, lt=1)] = Field(0.3, description="P / N.")
    alpha_D: list[Annotated[float, Field(gt=0, le=20)]] = sized(
        [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2], "D / N, rising.", tiny=[0.1, 0.4, 1.6]
    )
    overlap: Overlap = Field(0.6, description="Initial overlap m0.")
    draws: Draws = sized(20, "Independent networks.", tiny=3, paper=50)
    margin: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.5, description="Stability asked of the symmetric perceptron over Gardner's kappa."
    )
    iterations: Count = Field(3000, description="Its updates at most.")
    epochs: Count = sized(60, "Epochs of daydreaming, N steps each.", tiny=10)

    @model_validator(mode="after")
    def _manifold_holds_points(self) -> "Structure":
        if self.alpha_D != sorted(self.alpha_D):
            raise ValueError(f"alpha_D = {self.alpha_D} must rise.")
        if self.alpha_D[0] * self.N < 4:
            raise ValueError(
                f"alpha_D = {self.alpha_D[0]} at N = {self.N} leaves fewer than 4 latent "
                f"dimensions: take alpha_D >= {4 / self.N:g}."
            )
        return _at_least_one_pattern(self, [self.load], self.N, 2)


class RecurrentNetworks(Section):
    """Binary recurrent networks: retrieval, sampling, and the rules that learn their couplings."""

    landscape: Landscape = Landscape()
    sampling: Sampling = Sampling()
    matching: Matching = Matching()
    dreams: Dreams = Dreams()
    maps: Maps = Maps()
    capacity: Capacity = Capacity()
    temperature: Temperature = Temperature()
    theorem: Theorem = Theorem()
    storage: Storage = Storage()
    structure: Structure = Structure()

    @model_validator(mode="after")
    def _maps_show_one_size(self) -> "RecurrentNetworks":
        if self.maps.N[0] != self.dreams.N[0]:
            raise ValueError(
                f"maps.N = {self.maps.N} and dreams.N = {self.dreams.N} must begin with the same "
                "N: fig5 shows their maps together."
            )
        return self
