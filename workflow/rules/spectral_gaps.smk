# arXiv:2410.05898, spectral gaps of the score's Jacobian: its tables.

GAPS = "spectral_gaps"
LAWS = ("descending", "swapped", "continuous")


rule gaps_phases:
    output:
        [
            *with_sidecar(table(GAPS, "phases")),
            *with_sidecar(table(GAPS, "phases_field.npz")),
        ],
    log:
        f"{LOGS}/{GAPS}/gaps_phases.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_phases.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "phases"),
        code=code(f"{GAPS}/phases.py"),
    message:
        "Three phases on a plane in three dimensions"
    script:
        f"../scripts/{GAPS}/phases.py"


rule gaps_exact_spectra:
    output:
        [
            *with_sidecar(table(GAPS, "exact_spectra")),
            *with_sidecar(table(GAPS, "exact_spectra_values.npz")),
        ],
    log:
        f"{LOGS}/{GAPS}/gaps_exact_spectra.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_exact_spectra.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "exact_spectra", "normalization"),
        code=code(f"{GAPS}/exact_spectra.py"),
    message:
        "Density of the Jacobian of the exact score"
    script:
        f"../scripts/{GAPS}/exact_spectra.py"


rule gaps_curved:
    output:
        with_sidecar(table(GAPS, "curved")),
    log:
        f"{LOGS}/{GAPS}/gaps_curved.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_curved.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "curved"),
        code=code(f"{GAPS}/curved.py"),
    message:
        "Local spectra of a tanh manifold"
    script:
        f"../scripts/{GAPS}/curved.py"


rule gaps_opening:
    output:
        with_sidecar(table(GAPS, "gap_opening")),
    log:
        f"{LOGS}/{GAPS}/gaps_opening.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_opening.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "gap_opening", "normalization"),
        code=code(f"{GAPS}/gap_opening.py"),
    message:
        "Widths of the gaps"
    script:
        f"../scripts/{GAPS}/gap_opening.py"


rule gaps_edges:
    output:
        with_sidecar(table(GAPS, "bulk_edges")),
    log:
        f"{LOGS}/{GAPS}/gaps_edges.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_edges.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "bulk_edges", "normalization"),
        code=code(f"{GAPS}/bulk_edges.py"),
    message:
        "Edges of the bulks"
    script:
        f"../scripts/{GAPS}/bulk_edges.py"


rule gaps_train:
    output:
        [
            f"{RESULTS}/{GAPS}/networks/{{law}}.safetensors",
            *with_sidecar(f"{RESULTS}/{GAPS}/losses/{{law}}.csv"),
            *with_sidecar(f"{RESULTS}/{GAPS}/networks/{{law}}.npz"),
        ],
    log:
        f"{LOGS}/{GAPS}/gaps_train/{{law}}.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_train/{{law}}.tsv"
    wildcard_constraints:
        law="|".join(LAWS),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=600,
        gpu=1,
    params:
        settings=settings(
            GAPS,
            *training("trained", "N", "counts", "variances", "law_range", "P"),
            *(
                "trained.width",
                "trained.blocks",
                "trained.sigma_range",
                "normalization",
            ),
        ),
        code=code(f"{GAPS}/train.py"),
    message:
        "Training on a linear manifold, {wildcards.law} variances"
    script:
        f"../scripts/{GAPS}/train.py"


rule gaps_trained_part:
    input:
        network=f"{RESULTS}/{GAPS}/networks/{{law}}.safetensors",
        arrays=f"{RESULTS}/{GAPS}/networks/{{law}}.npz",
    output:
        with_sidecar(f"{RESULTS}/{GAPS}/trained_spectra/{{law}}.csv"),
    log:
        f"{LOGS}/{GAPS}/gaps_trained_part/{{law}}.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_trained_part/{{law}}.tsv"
    wildcard_constraints:
        law="|".join(LAWS),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(GAPS, "trained", "normalization"),
        code=code(f"{GAPS}/trained_spectra.py"),
    message:
        "Spectra of the network trained on {wildcards.law} variances"
    script:
        f"../scripts/{GAPS}/trained_spectra.py"


rule gaps_trained:
    input:
        tables=[
            f"{RESULTS}/{GAPS}/{part}/{law}.csv"
            for law in LAWS
            for part in ("losses", "trained_spectra")
        ],
    output:
        with_sidecar(table(GAPS, "trained_spectra")),
    log:
        f"{LOGS}/{GAPS}/gaps_trained.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_trained.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(GAPS, "trained.times"),
        code=code("shared/concatenate.py"),
    message:
        "Collecting the trained networks' spectra"
    script:
        "../scripts/shared/concatenate.py"


rule gaps_train_images:
    output:
        [
            f"{RESULTS}/{GAPS}/networks/images.safetensors",
            *with_sidecar(f"{RESULTS}/{GAPS}/losses/images.csv"),
        ],
    log:
        f"{LOGS}/{GAPS}/gaps_train_images.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_train_images.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=2880,
        gpu=1,
    params:
        settings=settings(GAPS, *training("images", *IMAGE_NETWORK)),
        code=code(f"{GAPS}/train_images.py"),
    message:
        "Training on images"
    script:
        f"../scripts/{GAPS}/train_images.py"


rule gaps_image_spectra:
    input:
        network=f"{RESULTS}/{GAPS}/networks/images.safetensors",
        losses=f"{RESULTS}/{GAPS}/losses/images.csv",
    output:
        with_sidecar(table(GAPS, "image_spectra")),
    log:
        f"{LOGS}/{GAPS}/gaps_image_spectra.log",
    benchmark:
        f"{BENCHMARKS}/{GAPS}/gaps_image_spectra.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(GAPS, "images"),
        code=code(f"{GAPS}/image_spectra.py"),
    message:
        "Spectra of the network trained on images"
    script:
        f"../scripts/{GAPS}/image_spectra.py"
