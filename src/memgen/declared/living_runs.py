"""Which runs are alive in a working directory, and the locks of those that are not.

Snakemake locks the files of a run and does not unlock them when it is killed, or when its terminal
is closed. So each run holds a file of its own in .snakemake/memgen with a lock of the operating
system, which ends with the process however it ends. Where no other run holds one, Snakemake's locks
were left behind, and are taken away.
"""

import atexit
import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO

FOLDER = Path(".snakemake/memgen")
LOCKS = Path(".snakemake/locks")
# Runs in this process: the files stay open, and so locked, until it ends.
_HELD: dict[Path, IO[str]] = {}


def hold(directory: Path) -> str | None:
    """Enter this process as a run in a working directory, and take away locks of dead runs.

    Returns
    -------
    str or None
        What is to be said about locks that were there.
    """
    directory = directory.resolve()
    if directory in _HELD:
        return None
    folder = directory / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / f"{socket.gethostname()}.{os.getpid()}").open("w")
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        # A read-only folder, or a file system without locks: Snakemake's own lock holds.
        return None
    _HELD[directory] = stream
    atexit.register(release, directory)
    locks, others = directory / LOCKS, living(directory)
    if not locks.is_dir() or not any(locks.iterdir()):
        return None
    if others:
        return (
            f"Another run works in {directory}, or may do so on another host ({', '.join(others)}: "
            f"host and process). If it has ended, delete its file in {FOLDER}."
        )
    shutil.rmtree(locks)
    return f"The run that locked {directory} has ended without unlocking it: this one goes on."


def living(directory: Path) -> list[str]:
    """Return the other runs in a working directory that may be alive, as "host.pid".

    Those of this host that have ended are taken off the list. What runs on other hosts cannot be
    told from here, since not every shared file system shares its locks.
    """
    mine, others = f"{socket.gethostname()}.{os.getpid()}", []
    for path in sorted((directory / FOLDER).glob("*.*")):
        if path.name == mine:
            continue
        if path.name.rpartition(".")[0] == socket.gethostname() and _ended(path):
            path.unlink(missing_ok=True)
        else:
            others.append(path.name)
    return others


def release(directory: Path) -> None:
    """Say that the run of this process in a working directory has ended."""
    directory = directory.resolve()
    stream = _HELD.pop(directory, None)
    if stream is not None:
        Path(stream.name).unlink(missing_ok=True)
        stream.close()


def _ended(path: Path) -> bool:
    """Return whether the process that held a file has ended: its lock is free."""
    try:
        with path.open() as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
