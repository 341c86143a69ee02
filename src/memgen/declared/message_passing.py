"""Tables of E. Ventura's slides on the message-passing score: fig15 to fig17."""

from functools import partial

from memgen.declared.declaration import Declaration, Network, Table
from memgen.settings import Config

SOURCE = "memorization_as_generalization"
MONTE_CARLO = {
    name: f"message_passing_sampling.{name}" for name in ("alpha_D", "chains", "samples")
}


def declare(config: Config) -> list[Declaration]:
    """Return their declarations."""
    settings = config.memorization_as_generalization
    table = partial(Table, source=SOURCE, mem_mb=8000, minutes=720)
    perceptrons = Network(
        source=SOURCE,
        name="perceptrons",
        says="Training perceptrons on {wildcards.P} points of each manifold",
        section="message_passing_networks.network",
        each={"P": settings.message_passing_networks.P},
        mem_mb=12000,
        minutes=600,
    )
    return [
        table(
            name="message_passing_errors",
            says="Message passing and state evolution, {wildcards.activation}",
            each={"activation": settings.message_passing_errors.activations},
            spread=["activations"],
        ),
        table(
            name="message_passing_generated",
            says="Points that the message-passing score makes of noise",
        ),
        table(
            name="message_passing_sampling",
            says="Message passing against Monte Carlo, D = {wildcards.D}",
            each={"D": settings.message_passing_sampling.D},
            spread=["D"],
            minutes=1440,
        ),
        table(
            name="message_passing_points",
            says="Message passing against Monte Carlo, coordinate by coordinate",
            shared=MONTE_CARLO,
            rows=False,
            arrays=["message_passing_points"],
        ),
        perceptrons,
        table(
            name="message_passing_networks",
            says="Learnt denoisers against the message-passing denoiser",
            # What only the training reads; P is the networks' label as well.
            spread=["network.training"],
            needs={
                "networks": perceptrons.files("network"),
                "splits": perceptrons.files("split"),
            },
            arrays=["message_passing_outputs"],
            mem_mb=12000,
        ),
    ]
