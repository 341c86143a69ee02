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
        mem_mb=16000,
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


rule dynamics_diffusion:
    output:
        [
            *with_sidecar(table(DYNAMICS, "diffusion")),
            *with_sidecar(table(DYNAMICS, "diffusion_paths.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_diffusion.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_diffusion.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "diffusion"),
        code=code(f"{DYNAMICS}/diffusion.py"),
    message:
        "Forward and backward trajectories of a mixture"
    script:
        f"../scripts/{DYNAMICS}/diffusion.py"


rule dynamics_generalization_part:
    output:
        with_sidecar(f"{RESULTS}/{DYNAMICS}/generalization_map/{{part}}.csv"),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_generalization_part/{{part}}.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_generalization_part/{{part}}.tsv"
    wildcard_constraints:
        part=r"psi_p[\d.e+-]+|ladder",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "generalization_map"),
        code=code(f"{DYNAMICS}/generalization_map.py"),
    message:
        "The generalization gap, {wildcards.part}"
    script:
        f"../scripts/{DYNAMICS}/generalization_map.py"


rule dynamics_generalization_map:
    input:
        tables=[
            f"{RESULTS}/{DYNAMICS}/generalization_map/{part}.csv"
            for part in (
                *[
                    f"psi_p{psi_p}"
                    for psi_p in CONFIG.training_dynamics.generalization_map.psi
                ],
                "ladder",
            )
        ],
    output:
        with_sidecar(table(DYNAMICS, "generalization_map")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_generalization_map.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_generalization_map.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "generalization_map.psi"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the generalization gap"
    script:
        "../scripts/shared/concatenate.py"


rule dynamics_error_part:
    output:
        with_sidecar(f"{RESULTS}/{DYNAMICS}/error_scaling/sigma_x{{sigma_x}}.csv"),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_error_part/sigma_x{{sigma_x}}.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_error_part/sigma_x{{sigma_x}}.tsv"
    wildcard_constraints:
        sigma_x=r"[\d.e+-]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "error_scaling"),
        code=code(f"{DYNAMICS}/error_scaling.py"),
    message:
        "The score error for sigma_x = {wildcards.sigma_x}"
    script:
        f"../scripts/{DYNAMICS}/error_scaling.py"


rule dynamics_error_scaling:
    input:
        tables=[
            f"{RESULTS}/{DYNAMICS}/error_scaling/sigma_x{sigma_x}.csv"
            for sigma_x in CONFIG.training_dynamics.error_scaling.sigma_x
        ],
    output:
        with_sidecar(table(DYNAMICS, "error_scaling")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_error_scaling.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_error_scaling.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "error_scaling.sigma_x"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the score error"
    script:
        "../scripts/shared/concatenate.py"


rule dynamics_loads:
    output:
        with_sidecar(table(DYNAMICS, "loads")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_loads.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_loads.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "error_scaling"),
        code=code(f"{DYNAMICS}/loads.py"),
    message:
        "Spectra and shares of the training loss against psi_n"
    script:
        f"../scripts/{DYNAMICS}/loads.py"


rule dynamics_time_integrated_part:
    output:
        [
            *with_sidecar(f"{RESULTS}/{DYNAMICS}/time_integrated/{{choice}}.csv"),
            *with_sidecar(table(DYNAMICS, "time_integrated_{choice}.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_time_integrated_part/choice{{choice}}.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_time_integrated_part/choice{{choice}}.tsv"
    wildcard_constraints:
        choice=r"a|b",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "time_integrated"),
        code=code(f"{DYNAMICS}/time_integrated.py"),
    message:
        "One network for all times, choice {wildcards.choice}"
    script:
        f"../scripts/{DYNAMICS}/time_integrated.py"


rule dynamics_time_integrated:
    input:
        tables=[f"{RESULTS}/{DYNAMICS}/time_integrated/{choice}.csv" for choice in "ab"],
    output:
        with_sidecar(table(DYNAMICS, "time_integrated")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_time_integrated.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_time_integrated.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "time_integrated.d"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the time-integrated network"
    script:
        "../scripts/shared/concatenate.py"


rule dynamics_mixture_spectrum:
    output:
        [
            *with_sidecar(table(DYNAMICS, "mixture_spectrum")),
            *with_sidecar(table(DYNAMICS, "mixture_spectrum_values.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_mixture_spectrum.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_mixture_spectrum.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "mixture_spectrum"),
        code=code(f"{DYNAMICS}/mixture_spectrum.py"),
    message:
        "The spectrum of features of a mixture"
    script:
        f"../scripts/{DYNAMICS}/mixture_spectrum.py"


rule dynamics_outlier_timescale:
    output:
        [
            *with_sidecar(table(DYNAMICS, "outlier_timescale")),
            *with_sidecar(table(DYNAMICS, "outlier_timescale_paths.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_outlier_timescale.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_outlier_timescale.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "outlier_timescale"),
        code=code(f"{DYNAMICS}/outlier_timescale.py"),
    message:
        "The gain of the score along and across the means"
    script:
        f"../scripts/{DYNAMICS}/outlier_timescale.py"


rule dynamics_separation_part:
    output:
        [
            *with_sidecar(f"{RESULTS}/{DYNAMICS}/separation/{{regime}}.csv"),
            *with_sidecar(table(DYNAMICS, "separation_{regime}.npz")),
        ],
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_separation_part/regime{{regime}}.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_separation_part/regime{{regime}}.tsv"
    wildcard_constraints:
        regime=r"close|separated",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=360,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "separation"),
        code=code(f"{DYNAMICS}/separation.py"),
    message:
        "Samples of random features, {wildcards.regime} mixture"
    script:
        f"../scripts/{DYNAMICS}/separation.py"


rule dynamics_separation:
    input:
        tables=[
            f"{RESULTS}/{DYNAMICS}/separation/{regime}.csv"
            for regime in ("close", "separated")
        ],
    output:
        with_sidecar(table(DYNAMICS, "separation")),
    log:
        f"{LOGS}/{DYNAMICS}/dynamics_separation.log",
    benchmark:
        f"{BENCHMARKS}/{DYNAMICS}/dynamics_separation.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(DYNAMICS, "separation.d"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the generated samples"
    script:
        "../scripts/shared/concatenate.py"
