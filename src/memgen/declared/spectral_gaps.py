"""Tables of arXiv:2410.05898, manifolds, random matrices and spectral gaps."""

from dataclasses import replace
from functools import partial

from memgen.declared.declaration import Declaration, Network, Table
from memgen.settings import Config
from memgen.settings.spectral_gaps import IMAGE_DATA, LAWS

SOURCE = "spectral_gaps"
NORMALIZED = {"normalization": "normalization"}
# What of a network's settings no probe of it reads.
TRAINED = ["network.P", "network.training", "network.fewer_steps"]


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
        spread=["fewer_steps"],
        mem_mb=4000,
        minutes=600,
    )
    short = Network(
        source=SOURCE,
        name="short_networks",
        says="Training on a linear manifold for fewer steps",
        section="trained_spectra.network",
        shared=NORMALIZED,
        mem_mb=4000,
        minutes=60,
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
        says="Training on {wildcards.data}",
        section="image_spectra.network",
        each={"data": IMAGE_DATA},
        spread=["noises"],
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
        short,
        table(
            name="short_spectra",
            says="Spectra of the networks trained for fewer steps",
            section="trained_spectra",
            shared=NORMALIZED,
            spread=TRAINED,
            needs={name: short.outputs[name] for name in ("network", "split")},
        ),
        images,
        table(
            name="image_spectra",
            says="Spectra of the networks trained on {wildcards.data}",
            each={"data": IMAGE_DATA},
            spread=["network.training"],
            needs={name: images.outputs[name] for name in ("network", "split")},
            mem_mb=8000,
            minutes=240,
        ),
    ]
