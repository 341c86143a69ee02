"""A trained network read back from its file, as a score."""

from pathlib import Path

import torch
from safetensors.torch import load_file

from memgen.training.schedules import Schedule
from memgen.training.score_matching import NetworkScore


def load_score(network: torch.nn.Module, weights: Path, schedule: Schedule) -> NetworkScore:
    """Return the score of a network with the weights of a file, in double precision.

    Parameters
    ----------
    network : torch.nn.Module
        Of the shape that was trained; takes the weights, and is brought to evaluation.
    weights : Path
        A safetensors file.
    schedule : Schedule
        As in training.

    Raises
    ------
    RuntimeError
        If the file holds weights of another shape.
    """
    network.load_state_dict(load_file(weights))
    return NetworkScore(network.eval().double(), schedule)
