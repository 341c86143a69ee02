"""The exponential moving average of a network's weights."""

import torch


class MovingAverage:
    """theta_bar <- decay theta_bar + (1 - decay) theta after each step.

    At the start the decay is (1 + k) / (10 + k) at step k where that is smaller, so that the first,
    random weights are forgotten.

    Parameters
    ----------
    network : torch.nn.Module
        Whose parameters are averaged.
    decay : float
        In [0, 1).

    Raises
    ------
    ValueError
        If the decay is outside [0, 1).
    """

    def __init__(self, network: torch.nn.Module, decay: float):
        if not 0 <= decay < 1:
            raise ValueError(f"decay={decay} must be in [0, 1).")
        self.decay = decay
        self.weights = {name: p.detach().clone() for name, p in network.named_parameters()}

    @torch.no_grad()
    def update(self, network: torch.nn.Module, step: int) -> None:
        """Take the weights after step number `step`, from 0."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, parameter in network.named_parameters():
            self.weights[name].lerp_(parameter.detach(), 1 - decay)

    @torch.no_grad()
    def copy_to(self, network: torch.nn.Module) -> None:
        """Put the averages into a network."""
        for name, parameter in network.named_parameters():
            parameter.copy_(self.weights[name])
