# arXiv:2505.21777, spurious states: tables of the energies in one dimension and of the circle.

SPURIOUS = "spurious_states"


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
        settings=settings(SPURIOUS, "toy.circle"),
        code=code(f"{SPURIOUS}/train_circle.py"),
    message:
        "Training on {wildcards.K} points of the circle"
    script:
        f"../scripts/{SPURIOUS}/train_circle.py"
