"""The way back of noisy samples to step 0 by DDIM, through a score in torch or numpy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from memgen.diffusion.ddim import ddim
from memgen.training.schedules import VariancePreserving
from memgen.training.steps import falling_variances

ROWS = 4000  # samples at a time


def back_by_ddim(
    score: Callable[[Any, float], Any],
    schedule: VariancePreserving,
    steps: int,
    device: torch.device | None = None,
) -> Callable[[Float[np.ndarray, "batch N"], int], Float[np.ndarray, "batch N"]]:
    """Return a function from noisy samples (variance-exploding) at a step to where they end.

    Parameters
    ----------
    score : callable
        score(x, t); of float32 tensors if a device is given, else of numpy arrays.
    schedule : VariancePreserving
        Whose steps are meant.
    steps : int
        Of DDIM; no more than one for each discrete step.
    device : torch.device, optional
        Of the network behind the score.
    """

    def back(x: np.ndarray, step: int) -> np.ndarray:
        times = falling_variances(schedule, step, steps)
        parts = []
        for start in range(0, len(x), ROWS):
            part = x[start : start + ROWS]
            if device is None:
                parts.append(ddim(score, part, times))
                continue
            with torch.no_grad():
                given = torch.as_tensor(part, dtype=torch.float32, device=device)
                parts.append(ddim(score, given, times).cpu().numpy().astype(float))
        return np.concatenate(parts)

    return back
