"""A stack: several networks of one width, each trained on K images of its own of one set.

Training reads no more than this, so that nothing else about images trains networks anew.
"""

from dataclasses import dataclass

import torch

from memgen.networks.by_name import build_network
from memgen.settings.spurious_images import Architecture
from memgen.tables.rows import Point


@dataclass(frozen=True)
class Stack:
    """Which stack.

    Attributes
    ----------
    images : str
        The image set.
    width : int
        Of the networks.
    K : int
        Training images of each network.
    """

    images: str
    width: int
    K: int

    @property
    def label(self) -> str:
        """Its name in array files."""
        return f"{self.images}-width{self.width}-K{self.K}"

    @property
    def coordinates(self) -> Point:
        """Its columns in tables, and its place in the tree of seeds."""
        return {"images": self.images, "width": self.width, "K": self.K}


def build_member(
    architecture: Architecture, shape: tuple[int, int, int], width: int
) -> torch.nn.Module:
    """Return one untrained network for images of a shape (height, width, channels)."""
    a = architecture
    return build_network(a.network, shape, width, a.blocks, a.channels, a.multipliers)
