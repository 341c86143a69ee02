"""Cutting many draws into jobs."""


def chunks(total: int, size: int) -> list[tuple[int, int]]:
    """Cut range(total) into (first, last) pairs of at most `size`, last excluded."""
    return [(first, min(first + size, total)) for first in range(0, total, size)]
