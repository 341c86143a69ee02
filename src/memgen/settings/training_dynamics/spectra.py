"""Settings of the spectra of the feature matrix U."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Draws, PositiveFloat, Section, sized


class Spectra(Section):
    """fig3: the spectrum of U, theory over eigenvalues at finite d."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=8)
    psi_n: PositiveFloat = sized(8.0, "n / d.", tiny=3)
    t: PositiveFloat = Field(default=0.01, description="Ornstein-Uhlenbeck time.")
    d: list[Annotated[int, Field(ge=8)]] = sized(
        [20, 40, 80],
        "d of U (p x p), in increasing order; the spectra are those of the last.",
        tiny=[8, 16],
        paper=[25, 50, 100],
        min_length=2,
    )
    draws: Draws = sized(
        3, "Independent draws at the largest d, more below it as 1 / d.", tiny=2, paper=6
    )
    points: Annotated[int, Field(ge=20)] = sized(400, "Points of a density.", tiny=30)

    @model_validator(mode="after")
    def _sizes_increase(self) -> "Spectra":
        if self.d != sorted(self.d):
            raise ValueError(f"d = {self.d} must increase.")
        return self


class Loads(Section):
    """fig6: spectra of U at several psi_n."""

    psi_p: PositiveFloat = sized(32.0, "p / d.", tiny=8)
    psi_n: list[PositiveFloat] = sized([8.0, 32.0], "n / d, one spectrum each.", tiny=[4.0])
    t: PositiveFloat = Field(default=0.01, description="Ornstein-Uhlenbeck time.")
    d: Annotated[int, Field(ge=8)] = sized(40, "d of U (p x p).", tiny=10, paper=100)
    draws: Draws = sized(3, "Independent draws.", tiny=2, paper=6)
    points: Annotated[int, Field(ge=20)] = sized(250, "Points of a density.", tiny=30)


class MixtureSpectrum(Section):
    """fig8: the spectrum of U for a two-Gaussian mixture."""

    psi_p: PositiveFloat = Field(default=4.0, description="p / d.")
    psi_n: PositiveFloat = Field(default=8.0, description="n / d.")
    t: list[PositiveFloat] = sized(
        [0.1, 1.0], "Ornstein-Uhlenbeck times; the panels show the first.", tiny=[0.1], min_length=1
    )
    levels: list[PositiveFloat] = Field(
        default=[0.5, 1.0, 4.0],
        min_length=3,
        max_length=3,
        description="|m|^2 over the outlier's threshold: below, at and above it.",
    )
    d: list[Annotated[int, Field(ge=10)]] = sized(
        [50, 100, 200],
        "d of U, in increasing order; the panels show the last.",
        tiny=[12, 20],
        paper=[50, 100, 200, 400, 800],
    )
    draws: Draws = sized(
        16,
        "Independent draws at the largest d; (d_max / d)^2 times as many below it.",
        tiny=5,
        paper=40,
    )
    most_draws: Draws = sized(160, "Most draws at any d.", tiny=6, paper=2000)
    curve: list[PositiveFloat] = sized(
        [0.25, 0.5, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0],
        "|m|^2 over the threshold of the curve of the largest eigenvalue, at the first t.",
        tiny=[0.5, 3.0],
        min_length=2,
    )
    curve_d: Annotated[int, Field(ge=10)] = sized(
        100, "d of that curve, of U and of its Gaussian equivalent.", tiny=15, paper=400
    )
    curve_draws: Draws = sized(12, "Independent draws of U on that curve.", tiny=5, paper=40)
    equivalent_draws: Draws = sized(
        100, "Independent draws of the equivalent on that curve.", tiny=4, paper=100
    )
    points: Annotated[int, Field(ge=20)] = sized(300, "Points of a density.", tiny=30)
    curve_points: Annotated[int, Field(ge=4)] = sized(
        60, "|m|^2 on the lines of that curve.", tiny=6
    )
    separation: PositiveFloat = Field(default=1.0, description="|m| / sqrt(d), well separated.")
    separated_t: list[PositiveFloat] = sized(
        [0.1, 1.0], "Times of that outlier.", tiny=[0.1], min_length=1
    )

    @model_validator(mode="after")
    def _sizes_increase(self) -> "MixtureSpectrum":
        if self.d != sorted(self.d) or len(self.d) < 2:
            raise ValueError(f"d = {self.d} must be two sizes or more that increase.")
        return self

    @model_validator(mode="after")
    def _levels_span_the_threshold(self) -> "MixtureSpectrum":
        below, at, above = self.levels
        if not below < at <= 1 < above:
            raise ValueError(f"levels = {self.levels}: below, at (<= 1) and above 1, ascending.")
        return self


class Outlier(Section):
    """fig9: the outlier of a two-Gaussian mixture, and where it leaves the bulk."""

    psi_p: PositiveFloat = Field(default=4.0, description="p / d.")
    psi_n: PositiveFloat = Field(default=8.0, description="n / d.")
    signals: list[PositiveFloat] = sized(
        [1.5, 4.0, 8.0], "|m|^2, one curve each.", tiny=[4.0], min_length=1
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 2.1), description="First and last Ornstein-Uhlenbeck time."
    )
    points: Annotated[int, Field(ge=8)] = sized(120, "t on a curve.", tiny=8, paper=200)
    simulated: Annotated[int, Field(ge=3)] = sized(
        21, "t of the simulation, even.", tiny=4, paper=41
    )
    d: Annotated[int, Field(ge=10)] = sized(
        100, "d of U and of its Gaussian equivalent.", tiny=20, paper=400
    )
    draws: Draws = sized(8, "Independent draws of U.", tiny=2, paper=20)
    equivalent_draws: Draws = sized(
        60, "Independent draws of the Gaussian equivalent.", tiny=4, paper=60
    )
    map_signals: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.4, 40.0), description="First and last |m|^2 of the map."
    )
    map_points: Annotated[int, Field(ge=4)] = sized(
        40, "|m|^2 of the map, even in the logarithm.", tiny=6
    )
