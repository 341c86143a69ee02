"""Targets by name: a source, a figure or a table; a misspelt one is answered with the nearest."""

from collections.abc import Iterable
from difflib import get_close_matches


def no_such_target(name: str, known: Iterable[str]) -> str:
    """Say that nothing has this name, and which known names are near."""
    near = get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`snakemake --list` names them all."
    return f"{name}: there is no such figure, source or table. {hint}"
