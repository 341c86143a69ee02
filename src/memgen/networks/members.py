"""The members of a stack of networks, from the file that training wrote."""

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file

from memgen.networks.stacked import StackedNetworks


def load_members(
    path: str | Path, build: Callable[[], torch.nn.Module], count: int
) -> list[torch.nn.Module]:
    """Return the networks of a safetensors file of a stack, in evaluation mode.

    Parameters
    ----------
    path : str or Path
        The file.
    build : callable
        Makes one untrained network.
    count : int
        Members of the stack.
    """
    stack = StackedNetworks([build() for _ in range(count)])
    stack.load_state_dict(load_file(str(path)))
    return [stack.load_member(number, build()).eval() for number in range(count)]
