"""Tables of arXiv:2505.21777, spurious states: networks trained on images."""

from collections.abc import Mapping, Sequence
from functools import partial

from memgen.declared.declaration import Declaration, Label, Network, Table
from memgen.settings import Config
from memgen.settings.spurious_images import BUNDLED

SOURCE = "spurious_states"
POOL = f"{SOURCE}/image_pools/{{images}}.npz"


def declare(config: Config) -> list[Declaration]:
    """Return the declarations of the image sets."""
    settings = config.spurious_states
    sets, stacks = settings.image_sets, settings.image_stack
    table = partial(Table, source=SOURCE)
    # A ladder of K at the base width, then those of other widths; the same for every set.
    ladder = [(stacks.width, K) for K in stacks.K]
    widths = zip(stacks.further_widths, stacks.width_K, strict=True)
    ladder += [(width, K) for width, ladder_of_width in widths for K in ladder_of_width]
    stack = Network(
        source=SOURCE,
        name="image_stack",
        says="Training networks of width {wildcards.width} on {wildcards.K} {wildcards.images}",
        each=[{"images": name, "width": width, "K": K} for name in sets for width, K in ladder],
        spread=["K", "further_widths", "width_K"],
        needs={"pool": POOL},
        mem_mb=8000,
        minutes=2880,
    )

    blobs = Network(
        source=SOURCE,
        name="blob_network",
        says="Training a network on {wildcards.K} blobs",
        each={"K": settings.blob_network.K},
        spread=["K"],
        mem_mb=4000,
        minutes=480,
    )

    def of_set(output: str) -> dict[tuple[int, int], str]:
        """The files of one set's stacks, by (width, K), with {images} for the set."""
        path = stack.outputs[output]
        return {(width, K): path.format(images="{images}", width=width, K=K) for width, K in ladder}

    samples = table(
        name="image_samples",
        says="Samples of networks trained on {wildcards.images}",
        shared={
            "architecture": "image_stack.architecture",
            "device": "image_stack.training.device",
        },
        each={"images": sets},
        rows=False,
        arrays={"samples": "samples_{images}"},
        needs={"pool": POOL, "networks": of_set("network"), "splits": of_set("split")},
        mem_mb=16000,
        minutes=1440,
        gpu=1,
    )
    pools = {name: POOL.format(images=name) for name in sets}
    kinds = f"{SOURCE}/image_kinds.npz"
    of_samples = {
        "pools": pools,
        "splits": stack.files("split"),
        "samples": samples.files("samples"),
    }
    # At the base width alone.
    of_base = {
        **of_samples,
        "networks": at_width(stack.files("network"), stacks.width),
        "splits": at_width(stack.files("split"), stacks.width),
        "kinds": kinds,
        "atypical": f"{SOURCE}/image_typicality.npz",
    }
    typed = {"distance": "image_distance", "base_width": "image_stack.width"}
    return [
        *pool_declarations(sets),
        stack,
        samples,
        table(
            name="image_types",
            says="Memorised, spurious and generalised samples",
            shared=typed,
            tables=["image_histograms"],
            arrays={"kinds": "image_kinds", "distances": "image_distances"},
            needs=of_samples,
            mem_mb=32000,
            minutes=1440,
        ),
        table(
            name="image_examples",
            says="Samples of each type with their neighbours",
            shared=typed,
            arrays={"pictures": "image_pictures"},
            needs={
                **of_samples,
                "kinds": kinds,
                "distances": f"{SOURCE}/image_distances.npz",
                "types": f"{SOURCE}/image_types.csv",
            },
            mem_mb=32000,
            minutes=240,
        ),
        table(
            name="image_typicality",
            says="How typical samples are of their types",
            section="",
            shared={"distance": "image_distance"},
            rows=False,
            arrays={"atypical": "image_typicality"},
            needs={**of_samples, "kinds": kinds},
            mem_mb=32000,
            minutes=240,
        ),
        table(
            name="image_basins",
            says="Basins of networks trained on {wildcards.images}",
            shared={
                **typed,
                "architecture": "image_stack.architecture",
                "device": "image_stack.training.device",
            },
            each={"images": sets},
            needs={
                "pool": POOL,
                "networks": of_set("network"),
                "splits": of_set("split"),
                "samples": samples.outputs["samples"],
                "kinds": kinds,
                "atypical": f"{SOURCE}/image_typicality.npz",
            },
            mem_mb=16000,
            minutes=1440,
            gpu=1,
        ),
        table(
            name="image_curvature",
            says="Curvature at samples of each type",
            shared={"architecture": "image_stack.architecture"},
            needs=of_base,
            mem_mb=16000,
            minutes=1440,
        ),
        table(
            name="image_energy_gap",
            says="Relative energies of samples of each type",
            shared={"architecture": "image_stack.architecture"},
            needs=of_base,
            mem_mb=16000,
            minutes=1440,
        ),
        blobs,
        table(
            name="blob_curvature",
            says="Curvature of networks on a known manifold",
            shared={"trained": "blob_network"},
            needs={
                "networks": blobs.files("network"),
                "splits": blobs.files("split"),
            },
            mem_mb=4000,
            minutes=60,
        ),
        table(
            name="latent_spectra",
            says="Jacobian spectra of a latent diffusion model",
            arrays={"pictures": "latent_pictures"},
            mem_mb=32000,
            minutes=1440,
            gpu=1,
        ),
    ]


def pool_declarations(sets: Sequence[str]) -> list[Declaration]:
    """Return the declarations of the images themselves, one file for each set."""
    table = partial(Table, source=SOURCE, rows=False, minutes=60)
    drawn: list[Declaration] = [
        table(name=name, says=f"Images: {name}", section=section, arrays={"images": place(name)})
        for name, section in (("digits", ""), ("blobs", "blobs"), ("mnist_5k", ""))
        if name in sets
    ]
    filed = [name for name in sets if name not in BUNDLED]
    if not filed:
        return drawn
    files = table(
        name="image_files",
        says="Images of {wildcards.images}",
        each={"images": filed},
        arrays={"images": place("{images}")},
        mem_mb=16000,
    )
    return [*drawn, files]


def place(name: str) -> str:
    """The file of a set's images, without source and ending, as POOL has it."""
    return f"image_pools/{name}"


def at_width(files: Mapping[Label, str], width: int) -> dict[Label, str]:
    """Those files of stacks whose networks are of one width; labels are (images, width, K)."""
    return {
        label: path
        for label, path in files.items()
        if isinstance(label, tuple) and label[1] == width
    }
