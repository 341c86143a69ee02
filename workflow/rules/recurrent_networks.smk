# Ventura's slides, recurrent networks (fig1 to fig9, fig18): their tables.

SLIDES = "memorization_as_generalization"
NETWORKS = CONFIG.memorization_as_generalization.recurrent_networks
RNN = "recurrent_networks"


rule rnn_landscape:
    output:
        [
            *with_sidecar(table(SLIDES, "landscape")),
            *with_sidecar(table(SLIDES, "landscape_cut.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_landscape.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_landscape.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.landscape"),
        code=code(f"{SLIDES}/landscape.py"),
    message:
        "A small network's energy landscape and P_t"
    script:
        f"../scripts/{SLIDES}/landscape.py"


rule rnn_sampling:
    output:
        [
            *with_sidecar(table(SLIDES, "sampling")),
            *with_sidecar(table(SLIDES, "sampling_images.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_sampling.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_sampling.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.sampling"),
        code=code(f"{SLIDES}/sampling.py"),
    message:
        "Heat-bath samples against the temperature"
    script:
        f"../scripts/{SLIDES}/sampling.py"


rule rnn_moment_matching_part:
    output:
        [
            *with_sidecar(f"{RESULTS}/{SLIDES}/moment_matching/{{kind}}_N{{N}}.csv"),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_moment_matching_part/{{kind}}_N{{N}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_moment_matching_part/{{kind}}_N{{N}}.tsv"
    wildcard_constraints:
        N=r"\d+",
        kind=r"cold|warm",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=600,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.matching"),
        code=code(f"{SLIDES}/moment_matching.py"),
    message:
        "Moment matching, {wildcards.kind}, N = {wildcards.N}"
    script:
        f"../scripts/{SLIDES}/moment_matching.py"


rule rnn_moment_matching:
    input:
        tables=[
            f"{RESULTS}/{SLIDES}/moment_matching/{kind}_N{N}.csv"
            for kind, N in [
                *(("cold", N) for N in NETWORKS.matching.N),
                ("warm", NETWORKS.matching.N[0]),
            ]
        ],
    output:
        with_sidecar(table(SLIDES, "moment_matching")),
    log:
        f"{LOGS}/{SLIDES}/rnn_moment_matching.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_moment_matching.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(SLIDES),
        code=code("shared/concatenate.py"),
    message:
        "Collecting moment matching"
    script:
        "../scripts/shared/concatenate.py"


rule rnn_dreams_part:
    output:
        [
            *with_sidecar(f"{RESULTS}/{SLIDES}/dreams/N{{N}}.csv"),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_dreams_part/N{{N}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_dreams_part/N{{N}}.tsv"
    wildcard_constraints:
        N=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=600,
        gpu=0,
    params:
        settings=settings(
            SLIDES,
            f"{RNN}.dreams",
            f"{RNN}.maps.starts",
            f"{RNN}.maps.margin",
            f"{RNN}.maps.iterations",
        ),
        code=code(f"{SLIDES}/dreams.py"),
    message:
        "Unlearning, N = {wildcards.N}"
    script:
        f"../scripts/{SLIDES}/dreams.py"


rule rnn_dreams:
    input:
        tables=[f"{RESULTS}/{SLIDES}/dreams/N{N}.csv" for N in NETWORKS.dreams.N],
    output:
        with_sidecar(table(SLIDES, "dreams")),
    log:
        f"{LOGS}/{SLIDES}/rnn_dreams.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_dreams.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(SLIDES),
        code=code("shared/concatenate.py"),
    message:
        "Collecting unlearning"
    script:
        "../scripts/shared/concatenate.py"


rule rnn_retrieval_maps_part:
    output:
        [
            *with_sidecar(f"{RESULTS}/{SLIDES}/retrieval_maps/N{{N}}.csv"),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_retrieval_maps_part/N{{N}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_retrieval_maps_part/N{{N}}.tsv"
    wildcard_constraints:
        N=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=600,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.maps", f"{RNN}.dreams.loads"),
        code=code(f"{SLIDES}/retrieval_maps.py"),
    message:
        "Retrieval maps, N = {wildcards.N}"
    script:
        f"../scripts/{SLIDES}/retrieval_maps.py"


rule rnn_retrieval_maps:
    input:
        tables=[f"{RESULTS}/{SLIDES}/retrieval_maps/N{N}.csv" for N in NETWORKS.maps.N],
    output:
        with_sidecar(table(SLIDES, "retrieval_maps")),
    log:
        f"{LOGS}/{SLIDES}/rnn_retrieval_maps.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_retrieval_maps.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
        gpu=0,
    params:
        settings=settings(SLIDES),
        code=code("shared/concatenate.py"),
    message:
        "Collecting retrieval maps"
    script:
        "../scripts/shared/concatenate.py"


rule rnn_perceptron_capacity:
    output:
        [
            *with_sidecar(table(SLIDES, "perceptron_capacity")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_perceptron_capacity.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_perceptron_capacity.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=600,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.capacity"),
        code=code(f"{SLIDES}/perceptron_capacity.py"),
    message:
        "Largest stabilities of random patterns"
    script:
        f"../scripts/{SLIDES}/perceptron_capacity.py"


rule rnn_learning_temperature:
    output:
        [
            *with_sidecar(table(SLIDES, "learning_temperature")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_learning_temperature.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_learning_temperature.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.temperature"),
        code=code(f"{SLIDES}/learning_temperature.py"),
    message:
        "Learning from a teacher at several temperatures"
    script:
        f"../scripts/{SLIDES}/learning_temperature.py"


rule rnn_moment_theorem:
    output:
        [
            *with_sidecar(table(SLIDES, "moment_theorem")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_moment_theorem.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_moment_theorem.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=600,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.theorem"),
        code=code(f"{SLIDES}/moment_theorem.py"),
    message:
        "Matched moments and minima, by enumeration"
    script:
        f"../scripts/{SLIDES}/moment_theorem.py"


rule rnn_storage:
    output:
        [
            *with_sidecar(table(SLIDES, "storage")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_storage.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_storage.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=4000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.storage"),
        code=code(f"{SLIDES}/storage.py"),
    message:
        "The fraction of stored points against the load"
    script:
        f"../scripts/{SLIDES}/storage.py"


rule rnn_structure:
    output:
        [
            *with_sidecar(table(SLIDES, "structure")),
        ],
    log:
        f"{LOGS}/{SLIDES}/rnn_structure.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/rnn_structure.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=2000,
        runtime=240,
        gpu=0,
    params:
        settings=settings(SLIDES, f"{RNN}.structure"),
        code=code(f"{SLIDES}/structure.py"),
    message:
        "Retrieval of patterns with a hidden manifold"
    script:
        f"../scripts/{SLIDES}/structure.py"
