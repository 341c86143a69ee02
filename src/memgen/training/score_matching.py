"""Denoising score matching: the loss, its optimum, and a trained network as a score.

    L = (1/N) E |w_network(x + sqrt(t) w, t) - w|^2

over the data, w ~ N(0, 1) and the schedule's law of t. Its optimum is the noise's posterior
variance E Var[w | x_t] / N, which is c / (c + t) along a direction of data N(0, c): a trained loss
can be told from the best there is (Vincent 2011; Song et al., arXiv:2011.13456).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from memgen.diffusion.arrays import like
from memgen.training.doors import score_samples, score_times
from memgen.training.schedules import Schedule


def loss_of_batch(
    network: torch.nn.Module,
    schedule: Schedule,
    x: Float[torch.Tensor, "batch N"],
    generator: torch.Generator,
) -> Float[torch.Tensor, ""]:
    """Return the loss of clean samples x, with fresh times and noise from the generator."""
    u = torch.rand(len(x), generator=generator, device=x.device, dtype=x.dtype)
    # one time from each of batch equal parts of the law: less noise at the same mean
    u = (torch.arange(len(x), device=x.device, dtype=x.dtype) + u) / len(x)
    t = schedule.times(u)
    noise = torch.randn(x.shape, generator=generator, device=x.device, dtype=x.dtype)
    noisy = (x + t.sqrt()[:, None] * noise) * schedule.scale(t)[:, None]
    return ((network(noisy, schedule.label(t)) - noise) ** 2).mean()


def gaussian_optimum(
    variances: Float[np.ndarray, " N"], schedule: Schedule, nodes: int = 4000
) -> float:
    """Return the least loss for data N(0, diag(variances)): the mean of c / (c + t)."""
    u = (torch.arange(nodes, dtype=torch.float64) + 0.5) / nodes
    t = schedule.times(u).numpy()[:, None]
    return float((variances / (variances + t)).mean())


@dataclass(frozen=True)
class NetworkScore:
    """A trained network as score(x, t), of numpy arrays or tensors at the variance t.

    Attributes
    ----------
    network : torch.nn.Module
        Its estimate of the noise.
    schedule : Schedule
        As in training.
    """

    network: torch.nn.Module
    schedule: Schedule

    def __call__(self, x: Any, t: Any) -> Any:
        """Return -w / sqrt(t), (batch, N), in the library, dtype and device of x.

        The network works in the precision of its weights.

        Raises
        ------
        ValueError
            If x is no matrix or an array that is not finite, or t is not positive and finite, or
            neither a number nor of shape (batch,).
        TypeError
            If x is no array of float32 or float64, or t no real number.
        """
        given = like(score_samples(x), next(self.network.parameters()))
        time = score_times(t, given)
        noisy = given * self.schedule.scale(time)[:, None]
        return like(-self.network(noisy, self.schedule.label(time)) / time.sqrt()[:, None], x)
