# arXiv:2505.21777, spurious states: tables of the energies in one dimension and of the circle.

SPURIOUS = "spurious_states"
TOY_K = CONFIG.spurious_states.toy.circle.K
TOY_NETWORK = ["width", "frequency"]
TOY_SAMPLER = ["samples", "sampler_steps", "t_last", "times"]
TOY_TRAINING = ["t_first", "steps", "batch", "learning_rate", "device"]


rule spurious_merging:
    output:
        [
            *with_sidecar(table(SPURIOUS, "merging")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_merging.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_merging.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        settings=settings(SPURIOUS, "toy.merging"),
        code=code(f"{SPURIOUS}/merging.py"),
    message:
        "Memories that merge"
    script:
        f"../scripts/{SPURIOUS}/merging.py"


rule spurious_train_circle:
    output:
        [
            f"{RESULTS}/{SPURIOUS}/networks/circle{{K}}.safetensors",
            *with_sidecar(f"{RESULTS}/{SPURIOUS}/losses/circle{{K}}.csv"),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_train_circle/{{K}}.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_train_circle/{{K}}.tsv"
    wildcard_constraints:
        K=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(
            SPURIOUS,
            *[f"toy.circle.{name}" for name in TOY_NETWORK],
            *[f"toy.circle.{name}" for name in TOY_TRAINING],
        ),
        code=code(f"{SPURIOUS}/train_circle.py"),
    message:
        "Training on {wildcards.K} points of the circle"
    script:
        f"../scripts/{SPURIOUS}/train_circle.py"


rule spurious_toy_data:
    output:
        [
            *with_sidecar(table(SPURIOUS, "toy_data")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_toy_data.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_toy_data.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(SPURIOUS, "toy.circle.K"),
        code=code(f"{SPURIOUS}/toy_data.py"),
    message:
        "Points of the circle"
    script:
        f"../scripts/{SPURIOUS}/toy_data.py"


rule spurious_toy_training:
    input:
        networks=[f"{RESULTS}/{SPURIOUS}/networks/circle{K}.safetensors" for K in TOY_K],
        losses=[f"{RESULTS}/{SPURIOUS}/losses/circle{K}.csv" for K in TOY_K],
    output:
        [
            *with_sidecar(table(SPURIOUS, "toy_training")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_toy_training.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_toy_training.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(SPURIOUS, "toy.circle", "toy.losses"),
        code=code(f"{SPURIOUS}/toy_training.py"),
    message:
        "Losses of the circle's networks"
    script:
        f"../scripts/{SPURIOUS}/toy_training.py"


rule spurious_sample_circle:
    input:
        f"{RESULTS}/{SPURIOUS}/networks/circle{{K}}.safetensors",
    output:
        [
            *with_sidecar(f"{RESULTS}/{SPURIOUS}/samples/circle{{K}}.npz"),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_sample_circle/{{K}}.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_sample_circle/{{K}}.tsv"
    wildcard_constraints:
        K=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(
            SPURIOUS,
            *[f"toy.circle.{name}" for name in TOY_NETWORK],
            *[f"toy.samples.{name}" for name in TOY_SAMPLER],
        ),
        code=code(f"{SPURIOUS}/sample_circle.py"),
    message:
        "Samples of the network of {wildcards.K} points"
    script:
        f"../scripts/{SPURIOUS}/sample_circle.py"


rule spurious_toy_landscape:
    input:
        networks=[f"{RESULTS}/{SPURIOUS}/networks/circle{K}.safetensors" for K in TOY_K],
        samples=[f"{RESULTS}/{SPURIOUS}/samples/circle{K}.npz" for K in TOY_K],
    output:
        [
            *with_sidecar(table(SPURIOUS, "toy_landscape")),
            *with_sidecar(table(SPURIOUS, "toy_maps.npz")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_toy_landscape.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_toy_landscape.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=6000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(
            SPURIOUS,
            "toy.samples",
            "toy.circle.K",
            *[f"toy.circle.{name}" for name in TOY_NETWORK],
        ),
        code=code(f"{SPURIOUS}/toy_landscape.py"),
    message:
        "Energies and clusters of the circle's networks"
    script:
        f"../scripts/{SPURIOUS}/toy_landscape.py"


rule spurious_toy_basins:
    input:
        networks=[f"{RESULTS}/{SPURIOUS}/networks/circle{K}.safetensors" for K in TOY_K],
    output:
        [
            *with_sidecar(table(SPURIOUS, "toy_basins")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_toy_basins.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_toy_basins.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=120,
        gpu=0,
    params:
        settings=settings(
            SPURIOUS,
            "toy.recovery",
            "toy.samples.t_last",
            "toy.circle.K",
            *[f"toy.circle.{name}" for name in TOY_NETWORK],
        ),
        code=code(f"{SPURIOUS}/toy_basins.py"),
    message:
        "Critical recovery times"
    script:
        f"../scripts/{SPURIOUS}/toy_basins.py"


rule spurious_toy_minima:
    output:
        [
            *with_sidecar(table(SPURIOUS, "toy_minima")),
        ],
    log:
        f"{LOGS}/{SPURIOUS}/spurious_toy_minima.log",
    benchmark:
        f"{BENCHMARKS}/{SPURIOUS}/spurious_toy_minima.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(SPURIOUS, "toy.exact_minima"),
        code=code(f"{SPURIOUS}/toy_minima.py"),
    message:
        "Minima of the exact energy"
    script:
        f"../scripts/{SPURIOUS}/toy_minima.py"
