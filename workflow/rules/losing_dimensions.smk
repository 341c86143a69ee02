# arXiv:2410.08727, losing dimensions: its tables.

LOSING = "losing_dimensions"


rule losing_concept:
    output:
        [
            *with_sidecar(table(LOSING, "concept")),
            *with_sidecar(table(LOSING, "concept_picture.npz")),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_concept.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_concept.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(LOSING, "concept", "counts", "stds"),
        code=code(f"{LOSING}/concept.py"),
    message:
        "When directions are lost"
    script:
        f"../scripts/{LOSING}/concept.py"


rule losing_condensation:
    output:
        [
            *with_sidecar(table(LOSING, "condensation")),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_condensation.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_condensation.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(LOSING, "condensation", "counts", "stds"),
        code=code(f"{LOSING}/condensation.py"),
    message:
        "Condensation along each direction"
    script:
        f"../scripts/{LOSING}/condensation.py"


rule losing_active_samples:
    output:
        [
            *with_sidecar(table(LOSING, "active_samples")),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_active_samples.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_active_samples.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(LOSING, "active_samples", "counts", "stds"),
        code=code(f"{LOSING}/active_samples.py"),
    message:
        "Active samples on a slice"
    script:
        f"../scripts/{LOSING}/active_samples.py"


rule losing_train:
    output:
        [
            f"{RESULTS}/{LOSING}/networks/points{{P}}.safetensors",
            *with_sidecar(f"{RESULTS}/{LOSING}/losses/points{{P}}.csv"),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_train/{{P}}.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_train/{{P}}.tsv"
    wildcard_constraints:
        P=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=600,
        gpu=1,
    params:
        settings=settings(
            LOSING,
            *training("spectra", "width", "blocks", "training_range"),
            *("counts", "stds", "N", "floor"),
        ),
        code=code(f"{LOSING}/train.py"),
    message:
        "Training on {wildcards.P} points"
    script:
        f"../scripts/{LOSING}/train.py"


rule losing_spectra:
    input:
        networks=[
            f"{RESULTS}/{LOSING}/networks/points{P}.safetensors"
            for P in CONFIG.losing_dimensions.spectra.trained_P
        ],
    output:
        [
            *with_sidecar(table(LOSING, "spectra")),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_spectra.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_spectra.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(LOSING, "spectra", "counts", "stds", "N", "floor"),
        code=code(f"{LOSING}/spectra.py"),
    message:
        "Ordered spectra of theory, empirical score and networks"
    script:
        f"../scripts/{LOSING}/spectra.py"


rule losing_train_images:
    output:
        [
            f"{RESULTS}/{LOSING}/networks/images{{size}}.safetensors",
            *with_sidecar(f"{RESULTS}/{LOSING}/losses/images{{size}}.csv"),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_train_images/{{size}}.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_train_images/{{size}}.tsv"
    wildcard_constraints:
        size=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=2880,
        gpu=1,
    params:
        settings=settings(LOSING, *training("images", *IMAGE_NETWORK)),
        code=code(f"{LOSING}/train_images.py"),
    message:
        "Training on {wildcards.size} images"
    script:
        f"../scripts/{LOSING}/train_images.py"


rule losing_image_dimension:
    input:
        networks=[
            f"{RESULTS}/{LOSING}/networks/images{size}.safetensors"
            for size in CONFIG.losing_dimensions.images.sizes
        ],
        losses=[
            f"{RESULTS}/{LOSING}/losses/images{size}.csv"
            for size in CONFIG.losing_dimensions.images.sizes
        ],
    output:
        [
            *with_sidecar(table(LOSING, "image_dimension")),
        ],
    log:
        f"{LOGS}/{LOSING}/losing_image_dimension.log",
    benchmark:
        f"{BENCHMARKS}/{LOSING}/losing_image_dimension.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(LOSING, "images"),
        code=code(f"{LOSING}/image_dimension.py"),
    message:
        "Dimension of networks trained on images"
    script:
        f"../scripts/{LOSING}/image_dimension.py"
