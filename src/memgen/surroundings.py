"""What surrounds a run: its environment, the folders that it writes to, memory, a queue's GPUs."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil

CGROUPS = Path("/sys/fs/cgroup")


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


def memory_mb(cgroups: Path = CGROUPS) -> int:
    """Return how much memory a run on this machine may use: the machine's or its container's, MiB.

    A container's limit is that of control groups, version 2 (memory.max) or 1.
    """
    total = psutil.virtual_memory().total
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            said = (cgroups / name).read_text().strip()
        except OSError:
            continue
        if said.isdigit():
            total = min(total, int(said))
    return total // 2**20


def queue_has_gpus() -> bool | None:
    """Return whether some node of the Slurm cluster that this machine belongs to has a GPU.

    None where there is no queue, or where it does not answer.
    """
    sinfo = shutil.which("sinfo")
    if sinfo is None:
        return None
    try:
        said = subprocess.run(
            [sinfo, "--noheader", "--format", "%G"],
            capture_output=True,
            check=True,
            text=True,
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return "gpu" in said


def _writable(folder: Path) -> bool:
    """Return whether a folder, or the nearest above it that exists, can be written in."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and not _is_system(folder)


def _is_system(folder: Path) -> bool:
    """Return whether a folder belongs to the kernel: there the superuser may write, and cannot."""
    return folder.parts[:2] in (("/", "proc"), ("/", "sys"), ("/", "dev"))
