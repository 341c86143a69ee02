# arXiv:2505.21777, spurious states: which networks on images there are, and what rules read of them.

SPURIOUS = "spurious_states"
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


def image_settings(*keys, widths=None):
    """What all rules of the samples need: data, networks, the stacks in order; and their own."""
    t = IMAGES.training
    found = settings(
        SPURIOUS,
        *[f"images.data.{key}" for key in ["blob_count", "directory", "size", "grey"]],
        *[f"images.training.{key}" for key in ["network", "blocks", "multipliers"]],
        *[f"images.training.{key}" for key in ["width", "networks", "device"]],
        *keys,
    )
    stacks = [
        [width, K, t.networks if width == t.width else t.width_networks]
        for width, K in image_stacks(None)
        if widths is None or width in widths
    ]
    return plain(found | {"stacks": stacks})


def image_samples(*sets):
    """The samples of some sets, of all by default."""
    return [table(SPURIOUS, f"samples_{name}.npz") for name in sets or IMAGES.data.sets]


DISTANCE = [f"images.types.{key}" for key in ["distance", "backbone", "heads"]]
