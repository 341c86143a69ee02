# Ventura's slides, memorization as generalization in physics-inspired generative models: its tables.

SLIDES = "memorization_as_generalization"


rule slides_forward_backward:
    output:
        [
            *with_sidecar(table(SLIDES, "forward_backward")),
            *with_sidecar(table(SLIDES, "forward_backward_images.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/slides_forward_backward.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/slides_forward_backward.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(SLIDES, "forward_backward"),
        code=code(f"{SLIDES}/forward_backward.py"),
    message:
        "Digits destroyed and regenerated with the empirical score"
    script:
        f"../scripts/{SLIDES}/forward_backward.py"


rule slides_random_energy:
    output:
        with_sidecar(table(SLIDES, "random_energy")),
    log:
        f"{LOGS}/{SLIDES}/slides_random_energy.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/slides_random_energy.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(SLIDES, "random_energy"),
        code=code(f"{SLIDES}/random_energy.py"),
    message:
        "The random energy model at finite N"
    script:
        f"../scripts/{SLIDES}/random_energy.py"


rule slides_full_picture:
    output:
        [
            *with_sidecar(table(SLIDES, "full_picture")),
            *with_sidecar(table(SLIDES, "full_picture_basins.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/slides_full_picture.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/slides_full_picture.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        settings=settings(SLIDES, "full_picture"),
        code=code(f"{SLIDES}/full_picture.py"),
    message:
        "The phase diagram of the linear manifold"
    script:
        f"../scripts/{SLIDES}/full_picture.py"


rule slides_jacobian_spectrum:
    output:
        [
            *with_sidecar(table(SLIDES, "jacobian_spectrum")),
            *with_sidecar(table(SLIDES, "jacobian_spectrum_values.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/slides_jacobian_spectrum.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/slides_jacobian_spectrum.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(SLIDES, "jacobian_spectrum"),
        code=code(f"{SLIDES}/jacobian_spectrum.py"),
    message:
        "Spectra of sub-manifolds"
    script:
        f"../scripts/{SLIDES}/jacobian_spectrum.py"


rule slides_memorization_order:
    output:
        with_sidecar(table(SLIDES, "memorization_order")),
    log:
        f"{LOGS}/{SLIDES}/slides_memorization_order.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/slides_memorization_order.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(SLIDES, "memorization_order"),
        code=code(f"{SLIDES}/memorization_order.py"),
    message:
        "Entries of the empirical score's Jacobian"
    script:
        f"../scripts/{SLIDES}/memorization_order.py"
