# Bandera's slides, training dynamics of random-feature diffusion models: its tables.

DYNAMICS = "training_dynamics"


rule dynamics_regimes:
    output:
        with_sidecar(table(DYNAMICS, "regimes")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_regimes.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_regimes.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "regimes"),
        code=code(f"{DYNAMICS}/regimes.py"),
    message:
        "Speciation and collapse of a two-Gaussian mixture"
    script:
        f"../scripts/{DYNAMICS}/regimes.py"


rule dynamics_spectra:
    output:
        [
            *with_sidecar(table(DYNAMICS, "spectra")),
            *with_sidecar(table(DYNAMICS, "spectra_values.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_spectra.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_spectra.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "spectra"),
        code=code(f"{DYNAMICS}/spectra.py"),
    message:
        "The spectrum of the feature matrix"
    script:
        f"../scripts/{DYNAMICS}/spectra.py"


rule dynamics_metrics_part:
    output:
        with_sidecar(f"{RESULTS}/{DYNAMICS}/metrics/psi_n{{psi_n}}.csv"),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_metrics_part/psi_n{{psi_n}}.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_metrics_part/psi_n{{psi_n}}.tsv"
    wildcard_constraints:
        psi_n=r"[\d.e+-]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=360,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "metrics"),
        code=code(f"{DYNAMICS}/metrics.py"),
    message:
        "Losses and score error along training, psi_n = {wildcards.psi_n}"
    script:
        f"../scripts/{DYNAMICS}/metrics.py"


rule dynamics_metrics:
    input:
        tables=[
            f"{RESULTS}/{DYNAMICS}/metrics/psi_n{psi_n}.csv"
            for psi_n in CONFIG.training_dynamics.metrics.psi_n
        ],
    output:
        with_sidecar(table(DYNAMICS, "metrics")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_metrics.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_metrics.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "metrics.psi_n"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the training metrics"
    script:
        "../scripts/shared/concatenate.py"


rule dynamics_outlier:
    output:
        with_sidecar(table(DYNAMICS, "outlier")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_outlier.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_outlier.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "outlier"),
        code=code(f"{DYNAMICS}/outlier.py"),
    message:
        "The outlier of a two-Gaussian mixture"
    script:
        f"../scripts/{DYNAMICS}/outlier.py"
