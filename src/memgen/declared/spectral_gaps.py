"""Tables of arXiv:2410.05898, manifolds, random matrices and spectral gaps."""

from dataclasses import replace
from functools import partial

from memgen.declared.declaration import Declaration, Network, Table
from memgen.settings import Config
from memgen.settings.spectral_gaps import LAWS

SOURCE = "spectral_gaps"
NORMALIZED = {"normalization": "normalization"}
# What of a network's settings no probe of it reads.
TRAINED = ["network.P", "network.training"]


def declare(config: Config) -> list[Declaration]:  # noqa: ARG001
    """Return the source's declarations."""
    table = partial(Table, source=SOURCE, mem_mb=4000)
    networks = Network(
        source=SOURCE,
        name="networks",
        says="Training on a linear manifold, {wildcards.law} variances",
        section="trained_spectra.network",
        shared=NORMALIZED,
        each={"law": LAWS},
        mem_mb=4000,
        minutes=600,
    )
    trained = table(
        name="trained_spectra",
        says="Spectra of the network trained on {wildcards.law} variances",
        shared=NORMALIZED,
        each={"law": LAWS},
        spread=TRAINED,
        needs={
            "network": networks.outputs["network"],
            "split": networks.outputs["split"],
        },
    )
    # The losses of each law come before its spectra.
    joined = [
        files[law] for law in LAWS for files in (networks.files("losses"), trained.files("table"))
    ]
    images = Network(
        source=SOURCE,
        name="image_network",
        says="Training on images",
        section="image_spectra.network",
        mem_mb=8000,
        minutes=2880,
    )
    return [
        table(
            name="phases",
            says="Three phases on a plane in three dimensions",
            arrays=["phases_field"],
        ),
        table(
            name="exact_spectra",
            says="Density of the Jacobian of the exact score",
            shared=NORMALIZED,
            arrays=["exact_spectra_values"],
        ),
        table(name="curved", says="Local spectra of a tanh manifold"),
        table(name="gap_opening", says="Widths of the gaps", shared=NORMALIZED),
        table(name="bulk_edges", says="Edges of the bulks", shared=NORMALIZED),
        networks,
        replace(trained, joined=joined),
        images,
        table(
            name="image_spectra",
            says="Spectra of the network trained on images",
            spread=["network.training"],
            needs=images.outputs,
            mem_mb=8000,
            minutes=240,
        ),
    ]
