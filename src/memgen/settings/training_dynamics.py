"""Settings of the source `training_dynamics` (Bandera's slides; arXiv:2505.17638, 2402.18491)."""

from typing import Annotated, Literal

import numpy as np
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
        50, description="d at which U itself is diagonalised (p x p)."
    )
    equivalent_d: Annotated[int, Field(ge=8)] = Field(
        100, description="d at which the Gaussian equivalent is diagonalised."
    )
    draws: Draws = Field(6, description="Independent draws of the equivalent.")
    exact_draws: Draws = Field(3, description="Independent draws of U itself.")
    points: Annotated[int, Field(ge=50)] = Field(400, description="Points of a density.")


class Metrics(Section):
    """fig4: losses and score error along gradient flow, and real gradient descent."""

    psi_p: PositiveFloat = Field(64.0, description="p / d.")
    psi_n: list[PositiveFloat] = Field(
        [4.0, 8.0, 16.0, 32.0], min_length=2, description="n / d, one curve each."
    )
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time.")
    d: Annotated[int, Field(ge=6)] = Field(60, description="d of the Gaussian equivalent.")
    draws: Draws = Field(4, description="Independent draws of the equivalent.")
    points: Annotated[int, Field(ge=10)] = Field(100, description="tau on the curves.")
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e7), description="First and last tau of the curves."
    )
    descent_d: Annotated[int, Field(ge=4)] = Field(40, description="d of gradient descent.")
    descent_draws: Draws = Field(2, description="Independent runs of gradient descent.")
    descent_tau: PositiveFloat = Field(1e4, description="Last tau of gradient descent.")


class OutlierTransition(Section):
    """fig9: the outlier of a two-Gaussian mixture, and where it leaves the bulk."""

    psi_p: PositiveFloat = Field(4.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    signals: list[PositiveFloat] = Field(
        [1.5, 4.0, 8.0], min_length=1, description="|m|^2, one curve each."
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 2.0), description="First and last Ornstein-Uhlenbeck time."
    )
    points: Annotated[int, Field(ge=8)] = Field(60, description="t on a curve.")
    d: Annotated[int, Field(ge=10)] = Field(300, description="d of the Gaussian equivalent.")
    exact_d: Annotated[int, Field(ge=10)] = Field(60, description="d of U itself.")
    draws: Draws = Field(6, description="Independent draws.")
    simulated: Annotated[int, Field(ge=3)] = Field(6, description="t of the simulation.")

    @model_validator(mode="after")
    def _an_outlier_stands_out(self) -> "OutlierTransition":
        from memgen.theory.random_features import outlier_threshold

        threshold = outlier_threshold(self.psi_p, self.psi_n, self.t_range[0])
        if max(self.signals) <= 2 * threshold:
            raise ValueError(
                f"signals = {self.signals}: one must exceed {2 * threshold:.4g}, twice the "
                f"threshold at t = {self.t_range[0]:g}, where the closed form is judged."
            )
        return self


class Diffusion(Section):
    """fig1: trajectories of the exact and of the empirical score."""

    d: Annotated[int, Field(ge=2)] = Field(8, description="Dimension of the two-Gaussian mixture.")
    separation: PositiveFloat = Field(1.5, description="|m| / sqrt(d), variance 1 about each mean.")
    P: Annotated[int, Field(ge=2)] = Field(100, description="Training points.")
    trajectories: Count = Field(400, description="Trajectories of each process.")
    steps: Annotated[int, Field(ge=20)] = Field(300, description="Steps of the reverse process.")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-3, 4.0), description="Last and first Ornstein-Uhlenbeck time."
    )


class GeneralizationMap(Section):
    """fig5: the generalization gap over (psi_n, psi_p)."""

    psi: list[PositiveFloat] = Field(
        min_length=2,
        default=[1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0],
        description="psi_n and psi_p of the maps, in increasing order.",
    )
    cuts: list[PositiveFloat] = Field(
        [4.0, 16.0, 32.0],
        min_length=1,
        description="psi_p at which real features stand beside their equivalent.",
    )
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time.")
    tau: list[PositiveFloat] = Field(
        [1e3, 1e4], min_length=1, max_length=3, description="Training times, one map each."
    )
    d: Annotated[int, Field(ge=4)] = Field(24, description="Data dimension.")
    draws: Draws = Field(3, description="Independent draws.")

    ladder: tuple[PositiveFloat, PositiveFloat] = Field(
        (16.0, 8.0), description="psi_p and psi_n at which d is varied."
    )
    ladder_d: list[Annotated[int, Field(ge=4)]] = Field(
        [12, 24, 48, 96], min_length=2, description="d there."
    )
    ladder_draws: Draws = Field(6, description="Independent draws there.")

    @model_validator(mode="after")
    def _cuts_lie_on_the_map(self) -> "GeneralizationMap":
        off = [cut for cut in self.cuts if cut not in self.psi]
        if off:
            raise ValueError(f"cuts = {off} must be values of psi = {self.psi}: add them there.")
        if self.psi != sorted(self.psi):
            raise ValueError(f"psi = {self.psi} must increase.")
        return self


class ErrorScaling(Section):
    """fig6: the least score error along training against psi_n."""

    psi_p: PositiveFloat = Field(32.0, description="p / d.")
    psi_n: list[PositiveFloat] = Field([2.0, 4.0, 8.0, 16.0, 32.0, 64.0], description="n / d.")
    t: PositiveFloat = Field(0.01, description="Ornstein-Uhlenbeck time.")
    sigma_x: list[PositiveFloat] = Field(
        [0.5, 1.0, 2.0], description="Standard deviations of the data; 1 is among them."
    )
    d: Annotated[int, Field(ge=6)] = Field(40, description="d of the Gaussian equivalent.")
    draws: Draws = Field(6, description="Independent draws of the equivalent.")
    exact_d: Annotated[int, Field(ge=6)] = Field(40, description="d of real features.")
    exact_draws: Draws = Field(3, description="Independent draws of real features.")
    points: Annotated[int, Field(ge=10)] = Field(60, description="tau on a curve.")
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1.0, 1e7), description="First and last tau."
    )
    spectra_psi_p: PositiveFloat = Field(64.0, description="p / d of the spectra.")
    spectra_psi_n: list[PositiveFloat] = Field([8.0, 32.0], description="n / d of the spectra.")

    @model_validator(mode="after")
    def _unit_variance_is_there(self) -> "ErrorScaling":
        if 1.0 not in self.sigma_x or len(self.sigma_x) < 2:
            raise ValueError(
                f"sigma_x = {self.sigma_x} must hold 1, the published exponent's, and another."
            )
        if len(self.psi_n) < 3 or sum(load >= 8 for load in self.psi_n) < 2:
            raise ValueError(
                f"psi_n = {self.psi_n}: the exponents need three values or more, two of them 8 or "
                "more."
            )
        return self


class TimeIntegratedChoice(Section):
    """One choice of what the slides leave open: alpha_t, beta_t, the laws of b and of t."""

    alpha: Literal["inverse_noise", "one"] = Field(description="alpha_t: 1 / sqrt(Delta_t), or 1.")
    beta: Literal["minus_one", "zero"] = Field(description="beta_t.")
    bias: Literal["normal", "uniform"] = Field(
        description="Law of the entries of b: N(0, 1), or uniform in [-sqrt 3, sqrt 3]."
    )
    times: Literal["log_uniform", "uniform"] = Field(description="Law of t in t_range.")


class TimeIntegrated(Section):
    """fig7: one network for all times."""

    choice_a: TimeIntegratedChoice = TimeIntegratedChoice(
        alpha="inverse_noise", beta="minus_one", bias="normal", times="log_uniform"
    )
    choice_b: TimeIntegratedChoice = TimeIntegratedChoice(
        alpha="one", beta="zero", bias="uniform", times="uniform"
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 3.0), description="First and last Ornstein-Uhlenbeck time of the law."
    )
    nodes: Annotated[int, Field(ge=2)] = Field(10, description="Nodes of the average over t.")
    sigma_x: PositiveFloat = Field(3.0, description="Standard deviation of the data.")
    psi_p: PositiveFloat = Field(32.0, description="p / d of spectrum and losses.")
    psi_n: list[PositiveFloat] = Field(
        [4.0, 8.0, 16.0, 32.0], min_length=2, description="n / d, one curve each."
    )
    d: Annotated[int, Field(ge=4)] = Field(30, description="d of spectrum and losses.")
    draws: Draws = Field(4, description="Independent draws.")
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e8), description="First and last tau."
    )
    points: Annotated[int, Field(ge=10)] = Field(60, description="tau on a curve.")
    memorising_d: Annotated[int, Field(ge=2)] = Field(4, description="d of generated samples.")
    memorising_p: Annotated[int, Field(ge=20)] = Field(800, description="Their p.")
    memorising_n: list[Annotated[int, Field(ge=2)]] = Field(
        [8, 16, 32], min_length=2, description="Their n."
    )
    memorising_draws: Draws = Field(6, description="Independent draws there.")
    memorising_tau: Annotated[int, Field(ge=4)] = Field(15, description="tau there.")
    memorising_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (10.0, 1e8), description="First and last tau there."
    )
    samples: Annotated[int, Field(ge=20)] = Field(300, description="Samples of each draw and tau.")
    steps: Annotated[int, Field(ge=20)] = Field(120, description="Steps of the reverse process.")

    @model_validator(mode="after")
    def _loads_lie_below_psi_p(self) -> "TimeIntegrated":
        if sum(load < self.psi_p for load in self.psi_n) < 2:
            raise ValueError(
                f"psi_n = {self.psi_n}: two values or more must lie below psi_p = {self.psi_p}."
            )
        return self


class MixtureSpectrum(Section):
    """fig8: the spectrum of U for a two-Gaussian mixture."""

    psi_p: PositiveFloat = Field(4.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    cases: list[tuple[PositiveFloat, PositiveFloat]] = Field(
        [(0.01, 1.5), (0.01, 4.0), (1.0, 6.0)],
        min_length=1,
        max_length=4,
        description="Pairs (t, |m|^2), one panel each.",
    )
    d: list[Annotated[int, Field(ge=10)]] = Field(
        [40, 75, 150, 300], description="d of U, in increasing order; the panels show the last."
    )
    draws: Draws = Field(
        8, description="Independent draws at the largest d; (d_max / d)^2 times as many below it."
    )
    most_draws: Draws = Field(200, description="Most draws at any d.")
    separation: PositiveFloat = Field(1.0, description="|m| / sqrt(d), well separated.")
    separated_t: list[PositiveFloat] = Field(
        [0.1, 1.0], min_length=1, description="Times of that outlier."
    )

    @model_validator(mode="after")
    def _sizes_increase(self) -> "MixtureSpectrum":
        if self.d != sorted(self.d) or len(self.d) < 2:
            raise ValueError(f"d = {self.d} must be two sizes or more that increase.")
        return self

    @model_validator(mode="after")
    def _outliers_stand_out(self) -> "MixtureSpectrum":
        from memgen.theory.random_features import outlier_threshold

        for t, signal in self.cases:
            threshold = outlier_threshold(self.psi_p, self.psi_n, t)
            if signal <= threshold:
                raise ValueError(
                    f"cases: |m|^2 = {signal:g} at t = {t:g} must exceed {threshold:.4g}, where an "
                    "outlier leaves the bulk."
                )
        return self


class OutlierTimescale(Section):
    """fig10: the score's gain along and across m, and trajectories."""

    psi_p: PositiveFloat = Field(4.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time of the gains.")
    signals: list[PositiveFloat] = Field([4.0, 10.0], description="|m|^2, one curve each.")
    points: Annotated[int, Field(ge=10)] = Field(80, description="tau on a curve.")
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e5), description="First and last tau."
    )
    d: Annotated[int, Field(ge=10)] = Field(300, description="d of real features.")
    draws: Draws = Field(6, description="Independent draws.")
    trained_d: Annotated[int, Field(ge=10)] = Field(50, description="d of the trajectories.")
    trained_signal: PositiveFloat = Field(8.0, description="|m|^2 of the trajectories.")
    trained_tau: tuple[PositiveFloat, PositiveFloat] = Field(
        (4.0, 1e3), description="tau of the two networks, early and late."
    )
    trajectories: Annotated[int, Field(ge=10)] = Field(2000, description="Trajectories of each.")
    steps: Annotated[int, Field(ge=20)] = Field(120, description="Steps of the reverse process.")

    @model_validator(mode="after")
    def _outliers_stand_out(self) -> "OutlierTimescale":
        from memgen.theory.random_features import outlier_threshold

        if not self.trained_tau[0] < self.trained_tau[1]:
            raise ValueError(f"trained_tau = {list(self.trained_tau)}: early first, then late.")
        threshold = outlier_threshold(self.psi_p, self.psi_n, self.t)
        if min(self.signals) <= threshold:
            raise ValueError(
                f"signals = {self.signals} must lie above {threshold:.4g}, where an outlier leaves "
                "the bulk."
            )
        return self


class Separation(Section):
    """fig11: samples generated by random features trained on a two-Gaussian mixture."""

    psi_p: PositiveFloat = Field(8.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    d: Annotated[int, Field(ge=10)] = Field(50, description="Data dimension.")
    signal: PositiveFloat = Field(4.0, description="|m|^2 of the close mixture, of order 1.")
    separation: PositiveFloat = Field(1.0, description="|m| / sqrt(d) of the separated mixture.")
    tau: list[PositiveFloat] = Field(
        [30.0, 200.0, 1000.0],
        min_length=2,
        description="Training times; the histograms show the last.",
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 3.0), description="Last and first Ornstein-Uhlenbeck time."
    )
    steps: list[Annotated[int, Field(ge=20)]] = Field(
        [50, 200],
        min_length=1,
        description="Steps of the reverse process; the histograms show the last.",
    )
    samples: Annotated[int, Field(ge=100)] = Field(2000, description="Samples of each draw.")
    draws: Draws = Field(5, description="Independent draws.")

    @model_validator(mode="after")
    def _lists_increase(self) -> "Separation":
        for key in ("tau", "steps"):
            values = getattr(self, key)
            if values != sorted(values):
                raise ValueError(f"{key} = {values} must increase: the figures show the last.")
        return self


class TrainingDynamics(Section):
    """Training dynamics of random-feature diffusion models (slides; arXiv:2505.17638)."""

    diffusion: Diffusion = Diffusion()
    regimes: Regimes = Regimes()
    spectra: Spectra = Spectra()
    metrics: Metrics = Metrics()
    generalization_map: GeneralizationMap = GeneralizationMap()
    error_scaling: ErrorScaling = ErrorScaling()
    time_integrated: TimeIntegrated = TimeIntegrated()
    mixture_spectrum: MixtureSpectrum = MixtureSpectrum()
    outlier: OutlierTransition = OutlierTransition()
    outlier_timescale: OutlierTimescale = OutlierTimescale()
    separation: Separation = Separation()

    @model_validator(mode="after")
    def _sizes_fit(self) -> "TrainingDynamics":
        largest = max(self.generalization_map.psi)
        sizes = {
            "spectra": ("exact_d", "equivalent_d"),
            "metrics": ("d", "descent_d"),
            "error_scaling": ("d", "exact_d"),
            "time_integrated": ("d",),
            "mixture_spectrum": ("d",),
            "outlier": ("d", "exact_d"),
            "outlier_timescale": ("d", "trained_d"),
            "separation": ("d",),
        }
        asked = [
            (f"{name}.{key}", getattr(self, name).psi_p * np.max(getattr(getattr(self, name), key)))
            for name, keys in sizes.items()
            for key in keys
        ]
        asked += [
            ("generalization_map.d", largest * self.generalization_map.d),
            (
                "generalization_map.ladder_d",
                self.generalization_map.ladder[0] * max(self.generalization_map.ladder_d),
            ),
            ("time_integrated.memorising_p", self.time_integrated.memorising_p),
        ]
        for key, features in asked:
            if features > 20000:
                raise ValueError(
                    f"{key} asks for matrices of p = {features:.0f} features, 3 GB and more: "
                    "take p below 20000."
                )
        return self
