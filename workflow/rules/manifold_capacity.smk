# arXiv:2503.09518, the capacity of dense associative memories on the hidden manifold: its tables.

CAPACITY = "manifold_capacity"

capacity_ensembles = ["gaussian", "spherical", "binary", "linear", "tanh", "relu"]


rule capacity_curves:
    output:
        with_sidecar(table(CAPACITY, "curves")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_curves.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_curves.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=30,
        gpu=0,
    params:
        settings=settings(
            CAPACITY,
            "curves",
            "limit.alpha",
        ),
        code=code(f"{CAPACITY}/curves.py"),
    message:
        "Capacities for N to infinity"
    script:
        f"../scripts/{CAPACITY}/curves.py"


rule capacity_retrieval_part:
    output:
        with_sidecar(f"{RESULTS}/{CAPACITY}/retrieval/{{ensemble}}.csv"),
    log:
        f"{LOGS}/{CAPACITY}/capacity_retrieval_part/{{ensemble}}.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_retrieval_part/{{ensemble}}.tsv"
    wildcard_constraints:
        ensemble="|".join(capacity_ensembles),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=12000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(CAPACITY, "retrieval"),
        code=code(f"{CAPACITY}/retrieval.py"),
    message:
        "Iterated retrieval against the load, {wildcards.ensemble} patterns"
    script:
        f"../scripts/{CAPACITY}/retrieval.py"


rule capacity_retrieval:
    input:
        tables=[
            f"{RESULTS}/{CAPACITY}/retrieval/{ensemble}.csv"
            for ensemble in capacity_ensembles
        ],
    output:
        with_sidecar(table(CAPACITY, "retrieval")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_retrieval.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_retrieval.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(CAPACITY),
        code=code("shared/concatenate.py"),
    message:
        "Collecting retrieval"
    script:
        "../scripts/shared/concatenate.py"


rule capacity_half_loads_part:
    output:
        with_sidecar(f"{RESULTS}/{CAPACITY}/half_loads/{{ensemble}}.csv"),
    log:
        f"{LOGS}/{CAPACITY}/capacity_half_loads_part/{{ensemble}}.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_half_loads_part/{{ensemble}}.tsv"
    wildcard_constraints:
        ensemble="|".join(capacity_ensembles),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=12000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(CAPACITY, "half_loads"),
        code=code(f"{CAPACITY}/half_loads.py"),
    message:
        "Own weight at a pattern against the load, {wildcards.ensemble} patterns"
    script:
        f"../scripts/{CAPACITY}/half_loads.py"


rule capacity_half_loads:
    input:
        tables=[
            f"{RESULTS}/{CAPACITY}/half_loads/{ensemble}.csv"
            for ensemble in capacity_ensembles
        ],
    output:
        with_sidecar(table(CAPACITY, "half_loads")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_half_loads.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_half_loads.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(CAPACITY),
        code=code("shared/concatenate.py"),
    message:
        "Collecting half loads"
    script:
        "../scripts/shared/concatenate.py"


rule capacity_storage:
    output:
        with_sidecar(table(CAPACITY, "storage")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_storage.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_storage.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(CAPACITY, "storage"),
        code=code(f"{CAPACITY}/storage.py"),
    message:
        "The load at which the first of all Gaussian patterns is lost"
    script:
        f"../scripts/{CAPACITY}/storage.py"


rule capacity_overlaps:
    output:
        with_sidecar(table(CAPACITY, "overlaps")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_overlaps.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_overlaps.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=12000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(CAPACITY, "overlaps"),
        code=code(f"{CAPACITY}/overlaps.py"),
    message:
        "Retrieval from corrupted patterns"
    script:
        f"../scripts/{CAPACITY}/overlaps.py"


rule capacity_limit:
    output:
        with_sidecar(table(CAPACITY, "limit")),
    log:
        f"{LOGS}/{CAPACITY}/capacity_limit.log",
    benchmark:
        f"{BENCHMARKS}/{CAPACITY}/capacity_limit.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(CAPACITY, "limit"),
        code=code(f"{CAPACITY}/limit.py"),
    message:
        "The generalization limit of the dense memory"
    script:
        f"../scripts/{CAPACITY}/limit.py"
