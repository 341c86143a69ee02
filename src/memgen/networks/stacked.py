"""Independent networks of one shape, trained side by side as one.

Small networks spend most of their training time on the overhead of calls. Stacked, M of them take
samples (batch, M N), member m the coordinates from m N, and return their M estimates side by side:
one loss, the mean over members, whose gradients do not mix, so that Adam trains each as alone (but
for the clipping of the gradient, which sees their joint norm). The members share the noise
level within a row, and nothing else.
"""

import copy
from collections.abc import Sequence

import torch


class StackedNetworks(torch.nn.Module):
    """M networks of one architecture with parameters of their own.

    Parameters
    ----------
    networks : sequence of torch.nn.Module
        network(x, label) of samples (batch, N) and labels (batch,).

    Raises
    ------
    ValueError
        If there is none.
    """

    def __init__(self, networks: Sequence[torch.nn.Module]):
        super().__init__()
        if not networks:
            raise ValueError("networks is empty: stack one or more.")
        self.count = len(networks)
        parameters, buffers = torch.func.stack_module_state(list(networks))
        # dots are not allowed in the names of parameters
        self.weights = torch.nn.ParameterDict(
            {name.replace(".", "/"): value.detach() for name, value in parameters.items()}
        )
        for name, value in buffers.items():
            self.register_buffer(_buffer(name), value)
        self._buffer_names = list(buffers)
        # in a list, it is no submodule: its own parameters do not count
        self._architecture = [copy.deepcopy(networks[0]).to("meta")]

    def forward(self, x: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the members' estimates (batch, M N) from samples (batch, M N), labels (batch,)."""
        state = {name.replace("/", "."): value for name, value in self.weights.items()}
        state |= {name: getattr(self, _buffer(name)) for name in self._buffer_names}
        split = x.reshape(len(x), self.count, -1)

        def one(state: dict[str, torch.Tensor], own: torch.Tensor) -> torch.Tensor:
            return torch.func.functional_call(self._architecture[0], state, (own, label))

        return torch.func.vmap(one, in_dims=(0, 1), out_dims=1)(state, split).reshape(x.shape)

    def load_member(self, number: int, network: torch.nn.Module) -> torch.nn.Module:
        """Put the weights of one member into a network of the same shape, and return it.

        Raises
        ------
        ValueError
            If there is no such member.
        """
        if not 0 <= number < self.count:
            raise ValueError(f"number={number}: there are {self.count} members.")
        state = {name.replace("/", "."): value[number] for name, value in self.weights.items()}
        state |= {name: getattr(self, _buffer(name))[number] for name in self._buffer_names}
        network.load_state_dict(state)
        return network


def _buffer(name: str) -> str:
    return "buffer_" + name.replace(".", "_")
