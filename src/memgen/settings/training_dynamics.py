"""Settings of the source `training_dynamics` (Bandera's slides; arXiv:2505.17638, 2402.18491)."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section


class Regimes(Section):
    """fig2: speciation and collapse of a two-Gaussian mixture."""

    d: list[Annotated[int, Field(ge=4)]] = Field(
        [256, 1024, 4096, 16384], description="Dimensions of the speciation; |m|^2 = d."
    )
    times: Annotated[int, Field(ge=8)] = Field(17, description="Number of t on each grid.")
    clones: Annotated[int, Field(ge=10)] = Field(4000, description="Pairs of clones at each t.")
    steps: Annotated[int, Field(ge=20)] = Field(300, description="Steps of the reverse process.")
    N: list[Annotated[int, Field(ge=4)]] = Field(
        [256, 1024, 4096], description="Dimensions of the collapse; |m|^2 = N."
    )
    P: Annotated[int, Field(ge=10)] = Field(20000, description="Points of the collapse.")
    draws: Draws = Field(4, description="Independent draws of the points.")
    probes: Count = Field(60, description="Noised points per draw.")


class Spectra(Section):
    """fig3: the spectrum of U, theory over eigenvalues at finite d."""

    psi_p: PositiveFloat = Field(64.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    t: PositiveFloat = Field(0.01, description="Ornstein-Uhlenbeck time.")
    exact_d: Annotated[int, Field(ge=8)] = Field(
        40, description="d at which U itself is diagonalised (p x p)."
    )
    equivalent_d: Annotated[int, Field(ge=8)] = Field(
        100, description="d at which the Gaussian equivalent is diagonalised."
    )
    draws: Draws = Field(4, description="Independent draws of the equivalent.")
    points: Annotated[int, Field(ge=50)] = Field(400, description="Points of a density.")


class Metrics(Section):
    """fig4: losses and score error along gradient flow, and real gradient descent."""

    psi_p: PositiveFloat = Field(64.0, description="p / d.")
    psi_n: list[PositiveFloat] = Field([4.0, 8.0, 16.0, 32.0], description="n / d, one curve each.")
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time.")
    d: Annotated[int, Field(ge=6)] = Field(30, description="d of the Gaussian equivalent.")
    draws: Draws = Field(3, description="Independent draws.")
    points: Annotated[int, Field(ge=10)] = Field(100, description="tau on the curves.")
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e7), description="First and last tau of the curves."
    )
    descent_d: Annotated[int, Field(ge=4)] = Field(20, description="d of gradient descent.")
    descent_tau: PositiveFloat = Field(1e4, description="Last tau of gradient descent.")


class OutlierTransition(Section):
    """fig9: the outlier of a two-Gaussian mixture, and where it leaves the bulk."""

    psi_p: PositiveFloat = Field(4.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    signals: list[PositiveFloat] = Field([1.5, 4.0, 8.0], description="|m|^2, one curve each.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 2.0), description="First and last Ornstein-Uhlenbeck time."
    )
    points: Annotated[int, Field(ge=8)] = Field(60, description="t on a curve.")
    d: Annotated[int, Field(ge=10)] = Field(300, description="d of the Gaussian equivalent.")
    exact_d: Annotated[int, Field(ge=10)] = Field(60, description="d of U itself.")
    draws: Draws = Field(6, description="Independent draws.")
    simulated: Annotated[int, Field(ge=3)] = Field(6, description="t of the simulation.")


class TrainingDynamics(Section):
    """Training dynamics of random-feature diffusion models (slides; arXiv:2505.17638)."""

    regimes: Regimes = Regimes()
    spectra: Spectra = Spectra()
    metrics: Metrics = Metrics()
    outlier: OutlierTransition = OutlierTransition()

    @model_validator(mode="after")
    def _sizes_fit(self) -> "TrainingDynamics":
        for key, features in (
            ("spectra.exact_d", self.spectra.psi_p * self.spectra.exact_d),
            ("metrics.descent_d", self.metrics.psi_p * self.metrics.descent_d),
            ("outlier.d", self.outlier.psi_p * self.outlier.d),
        ):
            if features > 20000:
                raise ValueError(
                    f"{key} asks for matrices of p = {features:.0f} features, 3 GB and more: "
                    "take p below 20000."
                )
        return self
