"""Settings of the spectra of the feature matrix U."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Draws, PositiveFloat, Section, sized


class Spectra(Section):
    """fig3: the spectrum of U, theory over eigenvalues at finite d."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=16)
    psi_n: PositiveFloat = sized(8.0, "n / d.", tiny=4)
    t: PositiveFloat = Field(default=0.01, description="Ornstein-Uhlenbeck time.")
    d: list[Annotated[int, Field(ge=8)]] = sized(
        [25, 50, 100],
        "d of U (p x p), in increasing order; the spectra are those of the last.",
        tiny=[8, 16],
        min_length=2,
    )
    draws: Draws = sized(2, "Independent draws at the largest d, more below it as 1 / d.", paper=6)
    points: Annotated[int, Field(ge=50)] = sized(400, "Points of a density.", tiny=80)

    @model_validator(mode="after")
    def _sizes_increase(self) -> "Spectra":
        if self.d != sorted(self.d):
            raise ValueError(f"d = {self.d} must increase.")
        return self


class Loads(Section):
    """fig6: spectra of U and shares of the late training loss against psi_n."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=16)
    psi_n: list[PositiveFloat] = sized([8.0, 32.0], "n / d of the spectra.", tiny=[4.0])
    psi_n_range: tuple[PositiveFloat, PositiveFloat] = sized(
        (2.0, 64.0), "First and last n / d of the shares.", tiny=[4.0, 16.0]
    )
    t: PositiveFloat = Field(default=0.01, description="Ornstein-Uhlenbeck time.")
    points: Annotated[int, Field(ge=50)] = sized(300, "Points of a density.", tiny=50)
    shares: Annotated[int, Field(ge=2)] = sized(30, "n / d of the shares.", tiny=2)


class MixtureSpectrum(Section):
    """fig8: the spectrum of U for a two-Gaussian mixture."""

    psi_p: PositiveFloat = Field(default=4.0, description="p / d.")
    psi_n: PositiveFloat = Field(default=8.0, description="n / d.")
    cases: list[tuple[PositiveFloat, PositiveFloat]] = sized(
        [(0.01, 1.5), (0.01, 4.0), (1.0, 6.0)],
        "Pairs (t, |m|^2), one panel each.",
        tiny=[[0.01, 4.0], [1.0, 6.0]],
        min_length=1,
        max_length=4,
    )
    d: list[Annotated[int, Field(ge=10)]] = sized(
        [40, 75, 150, 300],
        "d of U, in increasing order; the panels show the last.",
        tiny=[20, 40],
        paper=[50, 100, 200, 400, 800],
    )
    draws: Draws = sized(
        8,
        "Independent draws at the largest d; (d_max / d)^2 times as many below it.",
        tiny=4,
        paper=20,
    )
    most_draws: Draws = sized(200, "Most draws at any d.", paper=2000)
    points: Annotated[int, Field(ge=50)] = Field(default=300, description="Points of a density.")
    separation: PositiveFloat = Field(default=1.0, description="|m| / sqrt(d), well separated.")
    separated_t: list[PositiveFloat] = sized(
        [0.1, 1.0], "Times of that outlier.", tiny=[0.1], min_length=1
    )

    @model_validator(mode="after")
    def _sizes_increase(self) -> "MixtureSpectrum":
        if self.d != sorted(self.d) or len(self.d) < 2:
            raise ValueError(f"d = {self.d} must be two sizes or more that increase.")
        return self


class Outlier(Section):
    """fig9: the outlier of a two-Gaussian mixture, and where it leaves the bulk."""

    psi_p: PositiveFloat = Field(default=4.0, description="p / d.")
    psi_n: PositiveFloat = Field(default=8.0, description="n / d.")
    signals: list[PositiveFloat] = sized(
        [1.5, 4.0, 8.0], "|m|^2, one curve each.", tiny=[2.0, 8.0], min_length=1
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.01, 2.0), description="First and last Ornstein-Uhlenbeck time."
    )
    points: Annotated[int, Field(ge=8)] = sized(60, "t on a curve.", tiny=8, paper=200)
    d: Annotated[int, Field(ge=10)] = sized(
        300, "d of the Gaussian equivalent.", tiny=50, paper=1000
    )
    exact_d: Annotated[int, Field(ge=10)] = sized(60, "d of U itself.", tiny=20, paper=200)
    draws: Draws = sized(6, "Independent draws.", tiny=2, paper=20)
    simulated: Annotated[int, Field(ge=3)] = sized(6, "t of the simulation.", tiny=3, paper=15)
