"""What a study of networks hands over: what to train, on what, and what stays unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from jaxtyping import Float

from memgen.settings.training import Training
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row
from memgen.training.schedules import Schedule


@dataclass(frozen=True)
class Task:
    """A training job.

    Attributes
    ----------
    build : callable
        Makes the untrained network; torch is seeded for it.
    points : (P, N)
        What it is trained on.
    schedule : Schedule
        The law of the noise.
    training : Training
        How it is trained.
    seed : int
        Of its weights, batches and noise.
    split : mapping of str to ndarray
        What those who probe the network need to know of its data: what it was trained on, or the
        manifold that new points are drawn from, and what it never saw (`held_out`).
    coordinates : dict
        Of the rows of its losses.
    rows : sequence of Row
        Further rows of the table of losses, such as the least loss that there is.

    """

    build: Callable[[], torch.nn.Module]
    points: Float[np.ndarray, "P N"]
    schedule: Schedule
    training: Training
    seed: int
    split: Arrays
    coordinates: Point = field(default_factory=dict)
    rows: Sequence[Row] = ()
