"""Sizes of binary networks that several sections share."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

Spins = Annotated[int, Field(ge=10, le=2000)]
FewSpins = Annotated[int, Field(ge=8, le=20)]
NetworkLoad = Annotated[float, Field(gt=0, le=2)]
Overlap = Annotated[float, Field(gt=0, le=1)]
LEAST_PATTERNS = 2


def require_patterns(loads: Sequence[float], N: int) -> None:
    """Check that the smallest load leaves two patterns.

    Raises
    ------
    ValueError
        If it leaves fewer.
    """
    if round(min(loads) * N) < LEAST_PATTERNS:
        raise ValueError(
            f"the load {min(loads)} at N = {N} leaves fewer than {LEAST_PATTERNS} patterns: take a "
            f"load of {LEAST_PATTERNS / N:g} or more."
        )
