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
