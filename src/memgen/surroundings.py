"""What surrounds a run: the environment of its call, and the folders that it writes to."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def environment(directory: Path, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of a call of Snakemake that works in a directory.

    Snakemake and matplotlib keep caches in the user's home, and the former ends where it cannot
    write there; then these go to .snakemake/cache.
    """
    chosen = dict(given)
    caches = Path(chosen.get("XDG_CACHE_HOME") or Path(chosen.get("HOME", "/nowhere"), ".cache"))
    if not _writable(caches):
        fallback = directory.resolve() / ".snakemake/cache"
        chosen |= {"XDG_CACHE_HOME": str(fallback), "MPLCONFIGDIR": str(fallback / "matplotlib")}
    return chosen


def require_writable(folders: Iterable[Path]) -> None:
    """Check that folders can be written in, or made where they are not there.

    Raises
    ------
    ValueError
        If not: the message names the first one and the remedy.
    """
    for folder in folders:
        if not _writable(folder):
            raise ValueError(
                f"{folder.resolve()} cannot be written in. What is there stays; make it writable, "
                "or give results and figures another folder: snakemake --directory FOLDER."
            )


def _writable(folder: Path) -> bool:
    """Return whether a folder, or the nearest above it that exists, can be written in."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and not _is_system(folder)


def _is_system(folder: Path) -> bool:
    """Return whether a folder belongs to the kernel: there the superuser may write, and cannot."""
    return folder.parts[:2] in (("/", "proc"), ("/", "sys"), ("/", "dev"))
