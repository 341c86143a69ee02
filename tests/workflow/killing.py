"""Runs that can be killed with all that they started, and what they leave behind."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

# What has its final name and holds numbers; pictures and sidecars may hold times.
ENDINGS = (".csv", ".npz", ".safetensors")


def started(command: Sequence[str], root: Path) -> tuple[subprocess.Popen, Path]:
    """Start a command in a copy of the project, and return it with the file of its words.

    It has a process group of its own, which its number names.
    """
    log = root / "log.txt"
    with log.open("w") as stream:
        run = subprocess.Popen(
            command,
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root / "src")},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A closed terminal ends a run, also where these tests run under nohup.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
    return run, log


def results(root: Path) -> set[Path]:
    """Return the files of results that have their final names, relative to the project."""
    return {
        path.relative_to(root)
        for path in (root / "results").rglob("*")
        if path.suffix in ENDINGS and not path.name.startswith(".") and ".partial" not in path.parts
    }


def require_same(root: Path, undisturbed: Path) -> int:
    """Check that all results are, byte for byte, those of an undisturbed run; return how many.

    Raises
    ------
    AssertionError
        If not: the message names the first that differs.
    """
    made = sorted(results(root))
    for path in made:
        other = undisturbed / path
        assert other.is_file(), f"{path}: the undisturbed run does not make it"
        assert (root / path).read_bytes() == other.read_bytes(), f"{path} differs"
    return len(made)


def locks(root: Path) -> list[Path]:
    """Return the locks in a project: Snakemake's, and those of living runs."""
    return [path for name in ("locks", "memgen") for path in (root / ".snakemake" / name).glob("*")]
