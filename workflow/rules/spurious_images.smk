# arXiv:2505.21777, spurious states: tables of the networks trained on images.


rule spurious_train_images:
    output:
        [
            f"{IMAGE_NETWORKS}/{{images}}-width{{width}}-K{{K}}.safetensors",
            *with_sidecar(
                f"{RESULTS}/{SPURIOUS}/losses/{{images}}-width{{width}}-K{{K}}.csv"
            ),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_train_images/{{images}}-width{{width}}-K{{K}}.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_train_images/{{images}}-width{{width}}-K{{K}}.tsv"
    wildcard_constraints:
        images="[a-z0-9_]+",
        width=r"\d+",
        K=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=2880,
        gpu=1,
    params:
        settings=training_settings,
        code=code(f"{SPURIOUS}/train_images.py"),
    message:
        "Training networks of width {wildcards.width} on {wildcards.K} {wildcards.images}"
    script:
        f"../scripts/{SPURIOUS}/train_images.py"


rule spurious_image_samples:
    input:
        networks=lambda w: stack_files(w.images),
    output:
        with_sidecar(table(SPURIOUS, "samples_{images}.npz")),
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_samples/{{images}}.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_samples/{{images}}.tsv"
    wildcard_constraints:
        images="[a-z0-9_]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=1440,
        gpu=1,
    params:
        settings=image_settings("images.types.samples", "images.types.sample_steps"),
        code=code(f"{SPURIOUS}/image_samples.py"),
    message:
        "Samples of networks trained on {wildcards.images}"
    script:
        f"../scripts/{SPURIOUS}/image_samples.py"


rule spurious_image_types:
    input:
        samples=image_samples(),
    output:
        [
            *with_sidecar(table(SPURIOUS, "image_types")),
            *with_sidecar(table(SPURIOUS, "image_histograms")),
            *with_sidecar(table(SPURIOUS, "image_kinds.npz")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_types.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_types.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=32000,
        runtime=1440,
        gpu=0,
    params:
        settings=image_settings(
            "images.data.sets",
            *DISTANCE,
            *[
                f"images.types.{key}"
                for key in ["synthetic_sizes", "least_contrast", "false_rate"]
            ],
        ),
        code=code(f"{SPURIOUS}/image_types.py"),
    message:
        "Memorised, spurious and generalised samples"
    script:
        f"../scripts/{SPURIOUS}/image_types.py"


rule spurious_image_examples:
    input:
        samples=image_samples(),
        kinds=table(SPURIOUS, "image_kinds.npz"),
    output:
        [
            *with_sidecar(table(SPURIOUS, "image_examples")),
            *with_sidecar(table(SPURIOUS, "image_pictures.npz")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_examples.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_examples.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=32000,
        runtime=240,
        gpu=0,
    params:
        settings=image_settings(
            "images.data.sets",
            "images.training.K",
            *DISTANCE,
            "images.types.shown",
            "images.types.neighbours",
        ),
        code=code(f"{SPURIOUS}/image_examples.py"),
    message:
        "Samples of each type with their neighbours"
    script:
        f"../scripts/{SPURIOUS}/image_examples.py"


rule spurious_image_basins:
    input:
        networks=lambda w: stack_files(w.images),
        samples=lambda w: image_samples(w.images),
        kinds=table(SPURIOUS, "image_kinds.npz"),
        types=table(SPURIOUS, "image_types"),
    output:
        with_sidecar(table(SPURIOUS, "image_basins_{images}")),
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_basins/{{images}}.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_basins/{{images}}.tsv"
    wildcard_constraints:
        images="[a-z0-9_]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=1440,
        gpu=1,
    params:
        settings=image_settings(*DISTANCE, "images.basins"),
        code=code(f"{SPURIOUS}/image_basins.py"),
    message:
        "Basins of networks trained on {wildcards.images}"
    script:
        f"../scripts/{SPURIOUS}/image_basins.py"


rule spurious_all_basins:
    input:
        tables=[table(SPURIOUS, f"image_basins_{name}") for name in IMAGES.data.sets],
    output:
        with_sidecar(table(SPURIOUS, "image_basins")),
    log:
        f"{LOGS}/{SPURIOUS}/spurious_all_basins.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_all_basins.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(SPURIOUS, "images.data.sets"),
        code=code("shared/concatenate.py"),
    message:
        "Basins of all image sets"
    script:
        "../scripts/shared/concatenate.py"


rule spurious_image_curvature:
    input:
        networks=[
            path
            for name in IMAGES.data.sets
            for path in stack_files(name, [IMAGES.training.width])
        ],
        samples=image_samples(),
        kinds=table(SPURIOUS, "image_kinds.npz"),
    output:
        with_sidecar(table(SPURIOUS, "image_curvature")),
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_curvature.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_curvature.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=1440,
        gpu=0,
    params:
        settings=image_settings(
            "images.data.sets", "images.curvature", widths=[IMAGES.training.width]
        ),
        code=code(f"{SPURIOUS}/image_curvature.py"),
    message:
        "Curvature at samples of each type"
    script:
        f"../scripts/{SPURIOUS}/image_curvature.py"


rule spurious_image_energy_gap:
    input:
        networks=[
            path
            for name in IMAGES.data.sets
            for path in stack_files(name, [IMAGES.training.width])
        ],
        samples=image_samples(),
        kinds=table(SPURIOUS, "image_kinds.npz"),
    output:
        with_sidecar(table(SPURIOUS, "image_energy_gap")),
    log:
        f"{LOGS}/{SPURIOUS}/spurious_image_energy_gap.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_image_energy_gap.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=16000,
        runtime=1440,
        gpu=0,
    params:
        settings=image_settings(
            "images.data.sets", "images.energy_gap", widths=[IMAGES.training.width]
        ),
        code=code(f"{SPURIOUS}/image_energy_gap.py"),
    message:
        "Relative energies of samples of each type"
    script:
        f"../scripts/{SPURIOUS}/image_energy_gap.py"


rule spurious_latent_spectra:
    output:
        [
            *with_sidecar(table(SPURIOUS, "latent_spectra")),
            *with_sidecar(table(SPURIOUS, "latent_pictures.npz")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_latent_spectra.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_latent_spectra.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=32000,
        runtime=1440,
        gpu=1,
    params:
        settings=settings(SPURIOUS, "images.latent"),
        code=code(f"{SPURIOUS}/latent_spectra.py"),
    message:
        "Jacobian spectra of a latent diffusion model"
    script:
        f"../scripts/{SPURIOUS}/latent_spectra.py"
