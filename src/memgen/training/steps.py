"""The thousand discrete steps of a variance-preserving process in the schedule's continuous time.

Step k of T is s = k / T on `VariancePreserving`: k = 1 is the least noisy one.
"""

import numpy as np
import torch
from jaxtyping import Float

from memgen.training.schedules import VariancePreserving

STEPS = 1000


def step_variances(
    schedule: VariancePreserving, steps: Float[np.ndarray, " n"], total: int = STEPS
) -> Float[np.ndarray, " n"]:
    """Return the variances t = (1 - abar) / abar of steps in [0, T], with t = 0 at step 0.

    Raises
    ------
    ValueError
        If a step lies outside [0, T].
    """
    if not ((steps >= 0) & (steps <= total)).all():
        raise ValueError(f"steps={steps} must lie in [0, {total}].")
    u = (steps / total - schedule.s_min) / (1 - schedule.s_min)
    return schedule.times(torch.as_tensor(u, dtype=torch.float64)).numpy()


def falling_variances(
    schedule: VariancePreserving, start: float, count: int, total: int = STEPS
) -> Float[np.ndarray, " times"]:
    """Return the variances of `count` equal steps of the index from `start` down to 0.

    Never more than one for each discrete step: fewer where `start` is small.
    """
    count = max(1, min(count, round(start)))
    return step_variances(schedule, np.linspace(start, 0, count + 1), total)
