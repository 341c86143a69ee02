# arXiv:2505.21777, spurious states: tables of the networks trained on images.

IMAGES = CONFIG.spurious_states.images
IMAGE_NETWORKS = f"{RESULTS}/{SPURIOUS}/networks"


def image_stacks(images):
    """The stacks of networks of a set, (width, K): a ladder of K at the base width, then others."""
    t = IMAGES.training
    base = [(t.width, K) for K in t.K]
    return base + [(width, K) for width in t.other_widths for K in t.width_K]


def stack_files(images, widths=None):
    """The files of a set's stacks."""
    return [
        f"{IMAGE_NETWORKS}/{images}-width{width}-K{K}.safetensors"
        for width, K in image_stacks(images)
        if widths is None or width in widths
    ]


def training_settings(wildcards):
    """What a stack needs, and no ladder: another K trains that K alone."""
    t = IMAGES.training
    keys = ["blob_count", "directory", "size", "grey"]
    own = ["network", "blocks", "multipliers", "steps", "batch", "learning_rate"]
    found = settings(
        SPURIOUS,
        *[f"images.data.{key}" for key in keys],
        *[f"images.training.{key}" for key in [*own, "device", "mixed_precision"]],
    )
    count = t.networks if int(wildcards.width) == t.width else t.width_networks
    return plain(found | {"count": count})


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
