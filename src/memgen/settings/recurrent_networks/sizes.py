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


def require_free_span(P: int, N: int) -> None:
    """Check that so few patterns are stored that only they lie in their span.

    Raises
    ------
    ValueError
        If there are more than N / 3.
    """
    if P > N // 3:
        raise ValueError(
            f"P = {P} patterns of N = {N} spins: take P <= N / 3 = {N // 3}, so that only patterns "
            "lie in their span."
        )
