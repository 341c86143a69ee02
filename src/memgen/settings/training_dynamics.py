"""Settings of the source `training_dynamics` (Bandera's slides; arXiv:2505.17638, 2402.18491)."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized


class Regimes(Section):
    """fig2: speciation and collapse of a two-Gaussian mixture."""

    d: list[Annotated[int, Field(ge=4)]] = sized(
        [256, 1024, 4096, 16384], "Dimensions of the speciation; |m|^2 = d.", tiny=[256, 4096]
    )
    times: Annotated[int, Field(ge=8)] = sized(17, "Number of t on each grid.", tiny=9, paper=41)
    clones: Annotated[int, Field(ge=10)] = sized(
        4000, "Pairs of clones at each t.", tiny=300, paper=20000
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        300, "Steps of the reverse process.", tiny=80, paper=1000
    )
    N: list[Annotated[int, Field(ge=4)]] = sized(
        [256, 1024, 4096], "Dimensions of the collapse; |m|^2 = N.", tiny=[64, 128]
    )
    P: Annotated[int, Field(ge=10)] = sized(20000, "Points of the collapse.", tiny=600)
    draws: Draws = sized(4, "Independent draws of the points.", tiny=3, paper=20)
    probes: Count = sized(60, "Noised points per draw.", tiny=20, paper=500)


class Spectra(Section):
    """fig3: the spectrum of U, theory over eigenvalues at finite d."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=16)
    psi_n: PositiveFloat = sized(8.0, "n / d.", tiny=4)
    t: PositiveFloat = Field(0.01, description="Ornstein-Uhlenbeck time.")
    exact_d: Annotated[int, Field(ge=8)] = sized(
        50, "d at which U itself is diagonalised (p x p).", tiny=12, paper=100
    )
    equivalent_d: Annotated[int, Field(ge=8)] = sized(
        100, "d at which the Gaussian equivalent is diagonalised.", tiny=40, paper=200
    )
    draws: Draws = sized(6, "Independent draws of the equivalent.", tiny=2, paper=10)
    exact_draws: Draws = sized(3, "Independent draws of U itself.", tiny=2, paper=6)
    points: Annotated[int, Field(ge=50)] = sized(400, "Points of a density.", tiny=80)


class Metrics(Section):
    """fig4: losses and score error along gradient flow, and real gradient descent."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=16)
    psi_n: list[PositiveFloat] = sized(
        [4.0, 8.0, 16.0, 32.0], "n / d, one curve each.", tiny=[2.0, 4.0], min_length=2
    )
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time.")
    d: Annotated[int, Field(ge=6)] = sized(60, "d of the Gaussian equivalent.", tiny=15, paper=100)
    draws: Draws = sized(4, "Independent draws of the equivalent.", tiny=2, paper=10)
    points: Annotated[int, Field(ge=10)] = sized(100, "tau on the curves.", tiny=16, paper=200)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e7), description="First and last tau of the curves."
    )
    descent_d: Annotated[int, Field(ge=4)] = sized(40, "d of gradient descent.", tiny=8, paper=100)
    descent_draws: Draws = sized(2, "Independent runs of gradient descent.", paper=5)
    descent_tau: PositiveFloat = sized(1e4, "Last tau of gradient descent.", tiny=100)


class OutlierTransition(Section):
    """fig9: the outlier of a two-Gaussian mixture, and where it leaves the bulk."""

    psi_p: PositiveFloat = Field(4.0, description="p / d.")
    psi_n: PositiveFloat = Field(8.0, description="n / d.")
    signals: list[PositiveFloat] = sized(
        [1.5, 4.0, 8.0], "|m|^2, one curve each.", tiny=[2.0, 8.0], min_length=1
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 2.0), description="First and last Ornstein-Uhlenbeck time."
    )
    points: Annotated[int, Field(ge=8)] = sized(60, "t on a curve.", tiny=12, paper=200)
    d: Annotated[int, Field(ge=10)] = sized(
        300, "d of the Gaussian equivalent.", tiny=50, paper=1000
    )
    exact_d: Annotated[int, Field(ge=10)] = sized(60, "d of U itself.", tiny=20, paper=200)
    draws: Draws = sized(6, "Independent draws.", tiny=2, paper=20)
    simulated: Annotated[int, Field(ge=3)] = sized(6, "t of the simulation.", tiny=3, paper=15)

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

    d: Annotated[int, Field(ge=2)] = sized(8, "Dimension of the two-Gaussian mixture.", tiny=4)
    separation: PositiveFloat = Field(1.5, description="|m| / sqrt(d), variance 1 about each mean.")
    P: Annotated[int, Field(ge=2)] = sized(100, "Training points.", tiny=20)
    trajectories: Count = sized(400, "Trajectories of each process.", tiny=30)
    steps: Annotated[int, Field(ge=20)] = sized(300, "Steps of the reverse process.", tiny=100)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-3, 4.0), description="Last and first Ornstein-Uhlenbeck time."
    )


class GeneralizationMap(Section):
    """fig5: the generalization gap over (psi_n, psi_p)."""

    psi: list[PositiveFloat] = sized(
        [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0],
        "psi_n and psi_p of the maps, in increasing order.",
        tiny=[2.0, 4.0, 8.0],
        min_length=2,
    )
    cuts: list[PositiveFloat] = sized(
        [4.0, 16.0, 32.0],
        "psi_p at which real features stand beside their equivalent.",
        tiny=[4.0],
        min_length=1,
    )
    t: PositiveFloat = Field(0.1, description="Ornstein-Uhlenbeck time.")
    tau: list[PositiveFloat] = Field(
        [1e3, 1e4], min_length=1, max_length=3, description="Training times, one map each."
    )
    d: Annotated[int, Field(ge=4)] = sized(24, "Data dimension.", tiny=10, paper=100)
    draws: Draws = sized(3, "Independent draws.", tiny=2, paper=10)

    ladder: tuple[PositiveFloat, PositiveFloat] = sized(
        (16.0, 8.0), "psi_p and psi_n at which d is varied.", tiny=[4.0, 4.0]
    )
    ladder_d: list[Annotated[int, Field(ge=4)]] = sized(
        [12, 24, 48, 96], "d there.", tiny=[8, 16], paper=[12, 24, 48, 96, 192], min_length=2
    )
    ladder_draws: Draws = sized(6, "Independent draws there.", tiny=3, paper=20)

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

    psi_p: PositiveFloat = sized(32.0, "p / d.", tiny=8)
    psi_n: list[PositiveFloat] = sized(
        [2.0, 4.0, 8.0, 16.0, 32.0, 64.0], "n / d.", tiny=[4.0, 8.0, 16.0]
    )
    t: PositiveFloat = Field(0.01, description="Ornstein-Uhlenbeck time.")
    sigma_x: list[PositiveFloat] = sized(
        [0.5, 1.0, 2.0], "Standard deviations of the data; 1 is among them.", tiny=[0.5, 1.0]
    )
    d: Annotated[int, Field(ge=6)] = sized(40, "d of the Gaussian equivalent.", tiny=12, paper=100)
    draws: Draws = sized(6, "Independent draws of the equivalent.", tiny=3, paper=10)
    exact_d: Annotated[int, Field(ge=6)] = sized(40, "d of real features.", tiny=8, paper=100)
    exact_draws: Draws = sized(3, "Independent draws of real features.", tiny=2, paper=10)
    points: Annotated[int, Field(ge=10)] = sized(60, "tau on a curve.", tiny=30, paper=200)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1.0, 1e7), description="First and last tau."
    )
    spectra_psi_p: PositiveFloat = sized(64.0, "p / d of the spectra.", tiny=16)
    spectra_psi_n: list[PositiveFloat] = sized([8.0, 32.0], "n / d of the spectra.", tiny=[4.0])

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
    nodes: Annotated[int, Field(ge=2)] = sized(10, "Nodes of the average over t.", tiny=5, paper=12)
    sigma_x: PositiveFloat = Field(3.0, description="Standard deviation of the data.")
    psi_p: PositiveFloat = sized(32.0, "p / d of spectrum and losses.", tiny=16)
    psi_n: list[PositiveFloat] = sized(
        [4.0, 8.0, 16.0, 32.0], "n / d, one curve each.", tiny=[2.0, 4.0], min_length=2
    )
    d: Annotated[int, Field(ge=4)] = sized(30, "d of spectrum and losses.", tiny=10, paper=100)
    draws: Draws = sized(4, "Independent draws.", tiny=2, paper=6)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e8), description="First and last tau."
    )
    points: Annotated[int, Field(ge=10)] = sized(60, "tau on a curve.", tiny=30, paper=200)
    memorising_d: Annotated[int, Field(ge=2)] = Field(4, description="d of generated samples.")
    memorising_p: Annotated[int, Field(ge=20)] = sized(800, "Their p.", tiny=100, paper=2000)
    memorising_n: list[Annotated[int, Field(ge=2)]] = sized(
        [8, 16, 32], "Their n.", tiny=[4, 8], paper=[8, 16, 32, 64], min_length=2
    )
    memorising_draws: Draws = sized(6, "Independent draws there.", tiny=2, paper=10)
    memorising_tau: Annotated[int, Field(ge=4)] = sized(15, "tau there.", tiny=4, paper=20)
    memorising_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (10.0, 1e8), description="First and last tau there."
    )
    samples: Annotated[int, Field(ge=20)] = sized(
        300, "Samples of each draw and tau.", tiny=40, paper=2000
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        120, "Steps of the reverse process.", tiny=30, paper=300
    )

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
    separation: PositiveFloat = Field(1.0, description="|m| / sqrt(d), well separated.")
    separated_t: list[PositiveFloat] = sized(
        [0.1, 1.0], "Times of that outlier.", tiny=[0.1], min_length=1
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
    signals: list[PositiveFloat] = sized([4.0, 10.0], "|m|^2, one curve each.", tiny=[8.0])
    points: Annotated[int, Field(ge=10)] = sized(80, "tau on a curve.", tiny=30)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (1e-2, 1e5), description="First and last tau."
    )
    d: Annotated[int, Field(ge=10)] = sized(300, "d of real features.", tiny=20, paper=1000)
    draws: Draws = sized(6, "Independent draws.", tiny=3, paper=20)
    trained_d: Annotated[int, Field(ge=10)] = sized(
        50, "d of the trajectories.", tiny=16, paper=200
    )
    trained_signal: PositiveFloat = Field(8.0, description="|m|^2 of the trajectories.")
    trained_tau: tuple[PositiveFloat, PositiveFloat] = Field(
        (4.0, 1e3), description="tau of the two networks, early and late."
    )
    trajectories: Annotated[int, Field(ge=10)] = sized(
        2000, "Trajectories of each.", tiny=100, paper=10000
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        120, "Steps of the reverse process.", tiny=30, paper=400
    )

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

    psi_p: PositiveFloat = sized(8.0, "p / d.", tiny=4)
    psi_n: PositiveFloat = sized(8.0, "n / d.", tiny=6)
    d: Annotated[int, Field(ge=10)] = sized(50, "Data dimension.", tiny=16, paper=100)
    signal: PositiveFloat = Field(4.0, description="|m|^2 of the close mixture, of order 1.")
    separation: PositiveFloat = Field(1.0, description="|m| / sqrt(d) of the separated mixture.")
    tau: list[PositiveFloat] = sized(
        [30.0, 200.0, 1000.0],
        "Training times; the histograms show the last.",
        tiny=[30.0, 3000.0],
        paper=[30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0],
        min_length=2,
    )
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        (0.01, 3.0), description="Last and first Ornstein-Uhlenbeck time."
    )
    steps: list[Annotated[int, Field(ge=20)]] = sized(
        [50, 200],
        "Steps of the reverse process; the histograms show the last.",
        tiny=[20, 40],
        paper=[50, 100, 200, 400],
        min_length=1,
    )
    samples: Annotated[int, Field(ge=100)] = sized(
        2000, "Samples of each draw.", tiny=400, paper=5000
    )
    draws: Draws = sized(5, "Independent draws.", tiny=2, paper=10)

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
