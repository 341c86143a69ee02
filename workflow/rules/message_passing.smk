# The message-passing score of Ventura's slides (SLIDES, as in memorization_as_generalization.smk).

MESSAGES = CONFIG.memorization_as_generalization.message_passing

# (P, width) of the perceptrons: the widest on every P, the others on the most points
MESSAGE_NETWORKS = [
    *[(P, MESSAGES.networks.width) for P in MESSAGES.networks.P],
    *[(MESSAGES.networks.P[-1], width) for width in MESSAGES.networks.narrow_widths],
]


rule messages_errors_part:
    output:
        with_sidecar(f"{RESULTS}/{SLIDES}/message_passing_errors/{{activation}}.csv"),
    log:
        f"{LOGS}/{SLIDES}/messages_errors_part/{{activation}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_errors_part/{{activation}}.tsv"
    wildcard_constraints:
        activation="|".join(MESSAGES.errors.activations),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(SLIDES, "message_passing.errors"),
        code=code(f"{SLIDES}/message_passing_errors.py"),
    message:
        "Message passing and state evolution, {wildcards.activation}"
    script:
        f"../scripts/{SLIDES}/message_passing_errors.py"


rule messages_errors:
    input:
        tables=[
            f"{RESULTS}/{SLIDES}/message_passing_errors/{activation}.csv"
            for activation in MESSAGES.errors.activations
        ],
    output:
        with_sidecar(table(SLIDES, "message_passing_errors")),
    log:
        f"{LOGS}/{SLIDES}/messages_errors.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_errors.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(SLIDES),
        code=code("shared/concatenate.py"),
    message:
        "Collecting errors of message passing"
    script:
        "../scripts/shared/concatenate.py"


rule messages_sampling_part:
    output:
        with_sidecar(f"{RESULTS}/{SLIDES}/message_passing_sampling/{{D}}.csv"),
    log:
        f"{LOGS}/{SLIDES}/messages_sampling_part/{{D}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_sampling_part/{{D}}.tsv"
    wildcard_constraints:
        D=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=1440,
        gpu=0,
    params:
        settings=settings(SLIDES, "message_passing.exactness"),
        code=code(f"{SLIDES}/message_passing_sampling.py"),
    message:
        "Message passing against Monte Carlo, D = {wildcards.D}"
    script:
        f"../scripts/{SLIDES}/message_passing_sampling.py"


rule messages_sampling:
    input:
        tables=[
            f"{RESULTS}/{SLIDES}/message_passing_sampling/{D}.csv"
            for D in MESSAGES.exactness.D
        ],
    output:
        with_sidecar(table(SLIDES, "message_passing_sampling")),
    log:
        f"{LOGS}/{SLIDES}/messages_sampling.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_sampling.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
        gpu=0,
    params:
        settings=settings(SLIDES),
        code=code("shared/concatenate.py"),
    message:
        "Collecting Monte Carlo"
    script:
        "../scripts/shared/concatenate.py"


rule messages_exactness:
    output:
        [
            *with_sidecar(table(SLIDES, "message_passing_exactness")),
            *with_sidecar(table(SLIDES, "message_passing_points.npz")),
        ],
    log:
        f"{LOGS}/{SLIDES}/messages_exactness.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_exactness.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=8000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(SLIDES, "message_passing.exactness"),
        code=code(f"{SLIDES}/message_passing_exactness.py"),
    message:
        "Message passing against the exact score, and driving a sampler"
    script:
        f"../scripts/{SLIDES}/message_passing_exactness.py"


rule messages_train:
    output:
        [
            f"{RESULTS}/{SLIDES}/networks/points{{P}}_width{{width}}.safetensors",
            *with_sidecar(f"{RESULTS}/{SLIDES}/losses/points{{P}}_width{{width}}.csv"),
        ],
    log:
        f"{LOGS}/{SLIDES}/messages_train/points{{P}}_width{{width}}.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_train/points{{P}}_width{{width}}.tsv"
    wildcard_constraints:
        P=r"\d+",
        width=r"\d+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=12000,
        runtime=600,
        gpu=1,
    params:
        settings=settings(
            SLIDES,
            *[
                f"message_passing.networks.{name}"
                for name in (
                    "N",
                    "D",
                    "blocks",
                    "time_width",
                    "steps",
                    "batch",
                    "learning_rate",
                    "device",
                    "t_range",
                )
            ],
        ),
        code=code(f"{SLIDES}/message_passing_train.py"),
    message:
        "Training a perceptron of width {wildcards.width} on {wildcards.P} points"
    script:
        f"../scripts/{SLIDES}/message_passing_train.py"


rule messages_networks:
    input:
        networks=[
            f"{RESULTS}/{SLIDES}/networks/points{P}_width{width}.safetensors"
            for P, width in MESSAGE_NETWORKS
        ],
    output:
        with_sidecar(table(SLIDES, "message_passing_networks")),
    log:
        f"{LOGS}/{SLIDES}/messages_networks.log",
    benchmark:
        f"{BENCHMARKS}/{SLIDES}/messages_networks.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=12000,
        runtime=720,
        gpu=0,
    params:
        settings=settings(SLIDES, "message_passing.networks"),
        code=code(f"{SLIDES}/message_passing_networks.py"),
    message:
        "Trained scores against the message-passing score"
    script:
        f"../scripts/{SLIDES}/message_passing_networks.py"
