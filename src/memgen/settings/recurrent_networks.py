"""Settings of the recurrent networks in Ventura's slides (fig1 to fig9 and fig18)."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section

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

    N: FewSpins = Field(16, description="Spins, 20 at most.")
    P: Annotated[int, Field(ge=2)] = Field(3, description="Patterns.")
    draws: Draws = Field(20, description="Independent networks.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.3, 10.0), description="The low and the high temperature that are shown."
    )
    temperatures: Annotated[int, Field(ge=10)] = Field(
        41, description="Temperatures of the chains that are cooled."
    )
    chains: Count = Field(200, description="Chains of a network.")
    sweeps: Count = Field(20, description="Sweeps at each temperature.")

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

    N: FewSpins = Field(16, description="Spins of the small network, 20 at most.")
    P: Annotated[int, Field(ge=2)] = Field(3, description="Its patterns.")
    digits: Annotated[int, Field(ge=2, le=20)] = Field(10, description="Digits that are stored.")
    draws: Draws = Field(12, description="Independent networks.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.1, 30.0), description="First and last temperature."
    )
    temperatures: Annotated[int, Field(ge=8)] = Field(19, description="Temperatures.")
    chains: Annotated[int, Field(ge=4)] = Field(100, description="Chains of a network.")
    sweeps: Count = Field(100, description="Sweeps at each temperature.")

    @model_validator(mode="after")
    def _patterns_fit(self) -> "Sampling":
        if self.P > self.N // 3:
            raise ValueError(
                f"P = {self.P} patterns of N = {self.N} spins: take P <= N / 3 = {self.N // 3}."
            )
        return self


class Matching(Section):
    """fig3: moment matching at t = 0 and t > 0."""

    N: list[Spins] = Field([50, 100], description="Spins at t = 0; the first also at t > 0.")
    loads: list[NetworkLoad] = Field([0.1, 0.2, 0.4], description="P / N.")
    draws: Draws = Field(8, description="Independent networks.")
    steps: Annotated[int, Field(ge=10)] = Field(600, description="Steps of learning.")
    records: Annotated[int, Field(ge=4)] = Field(16, description="Steps that are recorded.")
    rate: PositiveFloat = Field(0.2, description="N lam; lam is in proportion to t where t > 0.")
    starts: Count = Field(100, description="Starts, or chains, of a step.")
    probes: Annotated[int, Field(ge=10)] = Field(
        1000, description="Starts, or chains, of a record."
    )
    t: PositiveFloat = Field(1.0, description="The temperature t > 0.")
    temperatures: Annotated[int, Field(ge=2)] = Field(10, description="Temperatures of cooling.")
    sweeps: Count = Field(4, description="Sweeps at each of them.")

    @model_validator(mode="after")
    def _there_is_a_pattern(self) -> "Matching":
        return _at_least_one_pattern(self, self.loads, min(self.N), 2)


class Dreams(Section):
    """fig4: unlearning, its three points against N."""

    N: list[Spins] = Field([100, 150, 200, 300, 400, 500], description="Spins, rising.")
    loads: list[NetworkLoad] = Field(
        [0.3, 0.4, 0.5], description="P / N of the three points; the first also for the maps."
    )
    more_loads: list[NetworkLoad] = Field(
        [0.2], description="Further P / N, whose stabilities are shown at the first N."
    )
    networks: Draws = Field(
        128, description="Independent networks at the first N; fewer at larger ones, as 1 / N^2."
    )
    least_networks: Draws = Field(8, description="At any N at least so many.")
    rate: PositiveFloat = Field(0.01, description="eps.")
    most: PositiveFloat = Field(0.6, description="Largest D eps / N.")
    amounts: Annotated[int, Field(ge=13)] = Field(61, description="Values of D eps / N, with 0.")
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

    N: list[Spins] = Field([100, 200, 400], description="Spins; the first for the maps.")
    draws: Draws = Field(10, description="Independent networks.")
    starts: Annotated[int, Field(ge=5)] = Field(21, description="Initial overlaps from 0 to 1.")
    margin: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.85, description="Stability asked of the symmetric perceptron over Gardner's kappa."
    )
    iterations: Count = Field(3000, description="Its updates at most.")
    epochs: Count = Field(60, description="Epochs of daydreaming, N steps each.")


class Capacity(Section):
    """fig6: largest stabilities of random patterns."""

    N: list[Spins] = Field([50, 100, 200], description="Spins.")
    symmetric_loads: list[NetworkLoad] = Field(
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9], description="P / N of symmetric couplings."
    )
    plain_loads: list[NetworkLoad] = Field(
        [0.2, 0.5, 0.8, 1.1], description="P / N of couplings without symmetry."
    )
    above: NetworkLoad = Field(
        1.3, description="A load above the formula's symmetric capacity, at the second N."
    )
    draws: Draws = Field(8, description="Independent sets of patterns.")
    tolerance: Annotated[float, Field(gt=0, le=0.1)] = Field(
        0.003, description="Relative duality gap of |J|^2."
    )
    perceptron_loads: list[NetworkLoad] = Field(
        [0.2, 0.3, 0.4, 0.5], description="P / N of the symmetric perceptron."
    )
    iterations: Count = Field(1000, description="Its updates at most.")

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

    N: Annotated[int, Field(ge=6, le=14)] = Field(12, description="Spins, 14 at most.")
    P: list[Annotated[int, Field(ge=2)]] = Field(
        [6, 30, 300, 3000], description="Training examples drawn from the teacher, rising."
    )
    draws: Draws = Field(8, description="Independent teachers and training sets.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.3, 10.0), description="First and last learning temperature."
    )
    temperatures: Annotated[int, Field(ge=7)] = Field(15, description="Learning temperatures.")
    free_steps: Count = Field(400, description="Steps of learning without a fixed norm.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "Temperature":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers or more that rise.")
        return self


class Theorem(Section):
    """fig8: matched moments and minima, by enumeration."""

    N: list[FewSpins] = Field([10, 14, 17], description="Spins, 20 at most.")
    fractions: list[Annotated[float, Field(gt=0, lt=1)]] = Field(
        [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], description="P / N, below 1."
    )
    draws: Draws = Field(30, description="Independent sets of patterns.")
    steps: Count = Field(200, description="Steps of learning at most.")


class Storage(Section):
    """fig9: the fraction of stored points against the load."""

    N: Spins = Field(100, description="Spins.")
    overlap: Overlap = Field(0.8, description="Initial overlap.")
    loads: list[NetworkLoad] = Field(
        [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5],
        description="P / N of the recurrent networks, rising.",
    )
    draws: Draws = Field(10, description="Independent networks.")
    times: list[PositiveFloat] = Field(
        [1.0, 5.0, 10.0, 20.0], description="t of the empirical score, rising."
    )
    score_P: list[Annotated[int, Field(ge=2)]] = Field(
        [5, 10, 20, 50, 100, 200, 500, 1000, 3000, 10000, 30000],
        description="Points of the empirical score, rising.",
    )
    probes: Count = Field(100, description="Points that are tried, at most.")

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

    N: Spins = Field(100, description="Spins.")
    load: Annotated[float, Field(gt=0, lt=1)] = Field(0.3, description="P / N.")
    alpha_D: list[Annotated[float, Field(gt=0, le=20)]] = Field(
        [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2], description="D / N, rising."
    )
    overlap: Overlap = Field(0.6, description="Initial overlap m0.")
    draws: Draws = Field(20, description="Independent networks.")
    margin: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.5, description="Stability asked of the symmetric perceptron over Gardner's kappa."
    )
    iterations: Count = Field(3000, description="Its updates at most.")
    epochs: Count = Field(60, description="Epochs of daydreaming, N steps each.")

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
