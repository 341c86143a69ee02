"""Which samples the compiled pass may serve, and at which precision torch runs the others."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from memgen.diffusion.arrays import namespace


def on_processor(*arrays: Any) -> bool:
    """Return whether the arrays are numbers in a processor's memory that no gradient is asked of.

    That are numpy arrays, and plain torch tensors outside of torch's transforms.
    """
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return True
    tensors = [a for a in arrays if isinstance(a, torch.Tensor)]
    if not tensors:
        return True
    if torch.compiler.is_compiling() or torch.autograd.forward_ad._current_level >= 0:
        return False
    if torch._C._functorch.peek_interpreter_stack() is not None:
        return False
    watched = torch.is_grad_enabled() and any(a.requires_grad for a in tensors)
    plain = all(type(a) in (torch.Tensor, torch.nn.Parameter) for a in tensors)
    return plain and not watched and all(a.device.type == "cpu" for a in tensors)


@contextmanager
def full_precision(x: Any) -> Iterator[None]:
    """Keep autocast and reduced-precision products of matrices out, where `x` is a tensor."""
    torch: Any = namespace(x)
    if not hasattr(torch, "autocast"):
        yield
        return
    before = torch.get_float32_matmul_precision()
    if torch.compiler.is_compiling():
        context = nullcontext()
    else:
        context = torch.autocast(x.device.type, enabled=False)
        torch.set_float32_matmul_precision("highest")
    try:
        with context:
            yield
    finally:
        if not torch.compiler.is_compiling():
            torch.set_float32_matmul_precision(before)
