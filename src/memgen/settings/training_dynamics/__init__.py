"""Settings of the source `training_dynamics` (Bandera's slides; arXiv:2505.17638, 2402.18491)."""

from pydantic import model_validator

from memgen.settings.base import Section
from memgen.settings.training_dynamics.losses import (
    Descent,
    ErrorScaling,
    ErrorScalingLadder,
    GeneralizationLadder,
    GeneralizationMap,
    Metrics,
)
from memgen.settings.training_dynamics.mixtures import (
    Diffusion,
    OutlierTimescale,
    OutlierTrajectories,
    Regimes,
    Separation,
)
from memgen.settings.training_dynamics.spectra import Loads, MixtureSpectrum, Outlier, Spectra
from memgen.settings.training_dynamics.time_integrated import (
    TimeIntegrated,
    TimeIntegratedSamples,
)

MOST_FEATURES = 20000


class TrainingDynamics(Section):
    """Training dynamics of random-feature diffusion models (slides; arXiv:2505.17638)."""

    diffusion: Diffusion = Diffusion()
    regimes: Regimes = Regimes()
    spectra: Spectra = Spectra()
    metrics: Metrics = Metrics()
    descent: Descent = Descent()
    generalization_map: GeneralizationMap = GeneralizationMap()
    generalization_ladder: GeneralizationLadder = GeneralizationLadder()
    error_scaling: ErrorScaling = ErrorScaling()
    error_scaling_ladder: ErrorScalingLadder = ErrorScalingLadder()
    loads: Loads = Loads()
    time_integrated: TimeIntegrated = TimeIntegrated()
    time_integrated_samples: TimeIntegratedSamples = TimeIntegratedSamples()
    mixture_spectrum: MixtureSpectrum = MixtureSpectrum()
    outlier: Outlier = Outlier()
    outlier_timescale: OutlierTimescale = OutlierTimescale()
    outlier_trajectories: OutlierTrajectories = OutlierTrajectories()
    separation: Separation = Separation()

    @model_validator(mode="after")
    def _matrices_fit(self) -> "TrainingDynamics":
        dimensions = [
            ("spectra.d", self.spectra.psi_p, max(self.spectra.d)),
            ("metrics.d", self.metrics.psi_p, self.metrics.d),
            ("descent.d", self.metrics.psi_p, self.descent.d),
            (
                "generalization_map.d",
                max(self.generalization_map.psi_p),
                self.generalization_map.d,
            ),
            (
                "generalization_ladder.d",
                self.generalization_ladder.psi_p,
                max(self.generalization_ladder.d),
            ),
            ("error_scaling.d", self.error_scaling.psi_p, self.error_scaling.d),
            ("error_scaling.exact_d", self.error_scaling.psi_p, self.error_scaling.exact_d),
            (
                "error_scaling_ladder.d",
                self.error_scaling.psi_p,
                max(self.error_scaling_ladder.d),
            ),
            ("loads.d", self.loads.psi_p, self.loads.d),
            ("time_integrated.d", self.time_integrated.psi_p, self.time_integrated.d),
            ("time_integrated_samples.p", 1, self.time_integrated_samples.p),
            ("mixture_spectrum.d", self.mixture_spectrum.psi_p, max(self.mixture_spectrum.d)),
            (
                "mixture_spectrum.curve_d",
                self.mixture_spectrum.psi_p,
                self.mixture_spectrum.curve_d,
            ),
            ("outlier.d", self.outlier.psi_p, self.outlier.d),
            ("outlier_timescale.d", self.outlier_timescale.psi_p, self.outlier_timescale.d),
            ("outlier_trajectories.d", self.outlier_timescale.psi_p, self.outlier_trajectories.d),
            ("separation.d", self.separation.psi_p, max(self.separation.d)),
        ]
        for key, psi_p, d in dimensions:
            if psi_p * d > MOST_FEATURES:
                raise ValueError(
                    f"{key} = {d} asks for matrices of p = {psi_p * d:.0f} features, 3 GB and "
                    f"more: take p below {MOST_FEATURES}."
                )
        return self
