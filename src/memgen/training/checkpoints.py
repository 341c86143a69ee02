"""Checkpoints of a training run: whole or not there, and enough to go on exactly.

Tensors (weights, averages, the optimizer's moments, the generator's state) go to a safetensors
file, numbers into its header; it appears in one rename.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from memgen.tables.files import atomic


def save(path: Path, tensors: dict[str, torch.Tensor], numbers: dict[str, Any]) -> None:
    """Write a checkpoint.

    Parameters
    ----------
    path : Path
        The file.
    tensors : dict
        By name; moved to the CPU.
    numbers : dict
        What JSON can hold.
    """
    held = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    with atomic(path) as temporary:
        save_file(held, str(temporary), metadata={"numbers": json.dumps(numbers)})


def load(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]] | None:
    """Return tensors and numbers of a checkpoint, or None without one.

    Raises
    ------
    ValueError
        If the file is no whole checkpoint.
    """
    if not path.is_file():
        return None
    try:
        with safe_open(str(path), framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            numbers = json.loads(file.metadata()["numbers"])
    except Exception as error:
        raise ValueError(
            f"{path}: not a whole checkpoint ({type(error).__name__}); delete it to start anew."
        ) from error
    return tensors, numbers
