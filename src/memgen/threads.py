"""How many threads a job computes with."""

import sys


def use_threads(count: int) -> None:
    """Let torch, where it is loaded, compute with just the threads that a job was given."""
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(count)
