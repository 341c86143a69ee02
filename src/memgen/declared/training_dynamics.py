"""Tables of Bandera's slides, training dynamics of random-feature diffusion models."""

from functools import partial

from memgen.declared.declaration import Declaration, Table
from memgen.settings import Config
from memgen.settings.training_dynamics import TrainingDynamics

SOURCE = "training_dynamics"
CHOICES = ("a", "b")
table = partial(Table, source=SOURCE)


def declare(config: Config) -> list[Declaration]:
    """Return the source's declarations."""
    settings = config.training_dynamics
    return [
        *single_tables(),
        *training_metrics(settings),
        *generalization(settings),
        *error_scaling(settings),
        *time_integrated(settings),
        *outlier_timescale(settings),
        table(
            name="separation",
            says="Samples of random features, {wildcards.regime} mixture",
            each={"regime": ["close", "separated"]},
            arrays={"along": "separation_{regime}"},
            mem_mb=8000,
            minutes=720,
        ),
    ]


def single_tables() -> list[Declaration]:
    """Tables that one job makes."""
    return [
        table(
            name="diffusion",
            says="Forward and backward trajectories of a mixture",
            arrays=["diffusion_paths"],
            mem_mb=4000,
            minutes=120,
        ),
        table(
            name="regimes",
            says="Speciation and collapse of a two-Gaussian mixture",
            mem_mb=4000,
            minutes=120,
        ),
        table(
            name="spectra",
            says="The spectrum of the feature matrix, {wildcards.case} variance(s)",
            each={"case": ["one", "two"]},
            arrays={"values": "spectra_{case}"},
            mem_mb=8000,
            minutes=240,
        ),
        table(
            name="loads",
            says="Spectra of U against psi_n",
            arrays=["loads_values"],
            mem_mb=4000,
            minutes=120,
        ),
        table(
            name="mixture_spectrum",
            says="The spectrum of features of a mixture",
            arrays=["mixture_spectrum_values"],
            mem_mb=8000,
            minutes=240,
        ),
        table(
            name="outlier",
            says="The outlier of a two-Gaussian mixture",
            mem_mb=4000,
            minutes=720,
        ),
    ]


def training_metrics(settings: TrainingDynamics) -> list[Declaration]:
    """The flow's metrics and those of gradient descent, in one table by psi_n."""
    loads = settings.metrics.psi_n
    descent = table(
        name="descent",
        says="Real gradient descent, psi_n = {wildcards.psi_n}",
        shared={
            "psi_p": "metrics.psi_p",
            "t": "metrics.t",
            "onset_gaps": "metrics.onset_gaps",
        },
        each={"psi_n": loads},
        joined=[],
        mem_mb=16000,
        minutes=360,
    )
    metrics = partial(
        table,
        name="metrics",
        says="Losses and score error along training, psi_n = {wildcards.psi_n}",
        each={"psi_n": loads},
        spread=["psi_n"],
        mem_mb=16000,
        minutes=360,
    )
    flow, descended = metrics().files("table"), descent.files("table")
    joined = [files[psi_n] for psi_n in loads for files in (flow, descended)]
    return [descent, metrics(joined=joined)]


def generalization(settings: TrainingDynamics) -> list[Declaration]:
    """The gap's map (real features on its cuts alone) and its ladder of d, in one table."""
    section = settings.generalization_map
    jobs = [
        {"psi_p": psi_p, "features": features}
        for psi_p in section.psi_p
        for features in ("equivalent", *(["real"] if psi_p in section.cuts else []))
    ]
    ladder = table(
        name="generalization_ladder",
        says="The generalization gap at d = {wildcards.d}",
        shared={"t": "generalization_map.t", "tau": "generalization_map.tau"},
        each={"d": settings.generalization_ladder.d},
        spread=["d"],
        joined=[],
        mem_mb=16000,
        minutes=120,
    )
    of_map = partial(
        table,
        name="generalization_map",
        says="The generalization gap, psi_p = {wildcards.psi_p}, {wildcards.features} features",
        each=jobs,
        spread=["psi_p", "cuts"],
        mem_mb=16000,
        minutes=360,
    )
    parts = [*of_map().files("table").values(), *ladder.files("table").values()]
    return [ladder, of_map(joined=parts)]


def error_scaling(settings: TrainingDynamics) -> list[Declaration]:
    """The score error by the width of the data, and its ladder of d, in one table."""
    names = ("psi_p", "t", "tau_range", "points", "refined_points")
    ladder = table(
        name="error_scaling_ladder",
        says="The least score error against d",
        shared={name: f"error_scaling.{name}" for name in names},
        mem_mb=16000,
        minutes=120,
    )
    errors = partial(
        table,
        name="error_scaling",
        says="The score error for sigma_x = {wildcards.sigma_x}",
        each={"sigma_x": settings.error_scaling.sigma_x},
        spread=["sigma_x"],
        mem_mb=16000,
        minutes=120,
    )
    return [ladder, errors(joined=[*errors().files("table").values(), ladder.outputs["table"]])]


def time_integrated(settings: TrainingDynamics) -> list[Declaration]:
    """Losses of one network for all times, and its samples, in one table by choice."""
    samples = table(
        name="time_integrated_samples",
        says="Samples of one network for all times, choice {wildcards.choice}, n = {wildcards.n}",
        shared={"protocol": "time_integrated.protocol"},
        each={"choice": CHOICES, "n": settings.time_integrated_samples.n},
        spread=["n"],
        joined=[],
        mem_mb=8000,
        minutes=720,
    )
    losses = partial(
        table,
        name="time_integrated",
        says="One network for all times, choice {wildcards.choice}",
        each={"choice": CHOICES},
        arrays={"values": "time_integrated_{choice}"},
        mem_mb=8000,
        minutes=720,
    )
    parts = losses().files("table")
    joined = [
        path
        for choice in CHOICES
        for path in (parts[choice], *samples.files("table", choice=choice).values())
    ]
    return [samples, losses(joined=joined)]


def outlier_timescale(settings: TrainingDynamics) -> list[Declaration]:
    """Gains for each |m|^2 and trajectories by two networks, in one table."""
    trajectories = table(
        name="outlier_trajectories",
        says="Trajectories before and after the outlier is learnt",
        shared={"psi_p": "outlier_timescale.psi_p", "psi_n": "outlier_timescale.psi_n"},
        arrays=["outlier_timescale_paths"],
        mem_mb=4000,
        minutes=720,
    )
    gains = partial(
        table,
        name="outlier_timescale",
        says="The gain of the score along and across the means, |m|^2 = {wildcards.signal}",
        each={"signal": settings.outlier_timescale.signals},
        spread=["signals"],
        mem_mb=4000,
        minutes=120,
    )
    return [
        trajectories,
        gains(joined=[*gains().files("table").values(), trajectories.outputs["table"]]),
    ]
