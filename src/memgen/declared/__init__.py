"""What the workflow makes: the declarations of all sources."""

from importlib import import_module

from memgen.declared.declaration import Declaration
from memgen.settings import Config

MODULES = (
    "manifold_memorization",
    "manifold_capacity",
    "memorization_as_generalization",
    "message_passing",
    "training_dynamics",
    "spectral_gaps",
    "losing_dimensions",
    "spurious_states",
    "spurious_images",
    "recurrent_networks",
)


def declarations(config: Config) -> list[Declaration]:
    """Return all declarations, in the order of the sources."""
    return [
        declaration
        for name in MODULES
        for declaration in import_module(f"memgen.declared.{name}").declare(config)
    ]
