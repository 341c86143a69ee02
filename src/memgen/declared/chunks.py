"""Cutting many draws into jobs."""

MOST = 10_000


def chunks(total: int, size: int) -> list[tuple[int, int]]:
    """Cut range(total) into (first, last) pairs of at most `size`, last excluded.

    Raises
    ------
    ValueError
        If these are more than 10,000 jobs, which no scheduler takes.
    """
    if total > MOST * size:
        raise ValueError(
            f"{total} draws in chunks of {size} are more than {MOST} jobs: raise draws_per_job."
        )
    return [(first, min(first + size, total)) for first in range(0, total, size)]
