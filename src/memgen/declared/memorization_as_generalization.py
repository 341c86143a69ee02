"""Tables of E. Ventura's slides on diffusion models: fig10 to fig14."""

from functools import partial

from memgen.declared.declaration import Declaration, Table
from memgen.settings import Config

SOURCE = "memorization_as_generalization"


def declare(config: Config) -> list[Declaration]:  # noqa: ARG001
    """Return their declarations."""
    table = partial(Table, source=SOURCE, mem_mb=4000)
    return [
        table(
            name="forward_backward",
            says="Digits destroyed and regenerated with the empirical score",
            arrays=["forward_backward_images"],
        ),
        table(name="random_energy", says="The random energy model at finite N", minutes=240),
        table(
            name="full_picture",
            says="The phase diagram of the linear manifold",
            arrays=["full_picture_map"],
            mem_mb=1000,
            minutes=30,
        ),
        table(
            name="phase_times",
            says="The three times at finite N along {wildcards.along}",
            shared={"alpha": "full_picture.alpha", "alpha_D": "full_picture.alpha_D"},
            each={"along": ["alpha_D", "alpha"]},
            minutes=240,
        ),
        table(
            name="jacobian_spectrum",
            says="Spectra of sub-manifolds",
            arrays=["jacobian_spectrum_values"],
        ),
        table(
            name="memorization_order",
            says="Entries of the empirical score's Jacobian",
            minutes=120,
        ),
    ]
