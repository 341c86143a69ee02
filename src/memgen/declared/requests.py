"""Requests: what each job's files ought to be made from, told to Snakemake in its own language.

Snakemake remakes what is older than its inputs. Beyond that it knows of changed settings or code
only from a record of its own, which is gone when results are copied or .snakemake is removed. So
each job has one more input, a small file with the fingerprint that its results ought to have: newer
than the results where these have another one in their sidecar, older where they are right.

Snakemake also recalls what small inputs held, and does not remake what is older than an input that
reads as it did when its results were made: as when an old copy was laid over them since. So a
request for what is stale reads as no request before it.
"""

import os
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from memgen.declared.ledger import Ledger
from memgen.fingerprint import recorded

FOLDER = ".requests"


def request(results: str, file: str) -> str:
    """Return where the request of the job that makes `file` lies, `file` being its first."""
    return f"{results}/{FOLDER}/{file.removeprefix(f'{results}/')}"


def post(ledger: Ledger, root: Path, place: Callable[[str], str] = str) -> list[str]:
    """Write the requests of all jobs, and return the files that are there but stale.

    Parameters
    ----------
    ledger : Ledger
        What the files ought to be made from.
    root : Path
        The working directory of the run.
    place : callable
        Where a path of the run lies below `root`: as it is, but where a workflow that imports this
        one gives it a prefix.
    """
    stale = stale_files(ledger, root, place)
    wrong = set(stale)
    for origin in ledger.jobs():
        path = root / place(request(ledger.results, origin.files[0]))
        existing = [file for name in origin.files if (file := root / place(name)).is_file()]
        newer = existing != [] and not wrong.isdisjoint(origin.files)
        text = ledger.fingerprint(origin.files[0])
        _write(path, f"{text}\nanew {uuid.uuid4().hex}" if newer else text)
        _date(path, existing, newer)
    return stale


def stale_files(ledger: Ledger, root: Path, place: Callable[[str], str] = str) -> list[str]:
    """Return the files below `root` that are there and were made from something else."""
    return [
        file
        for origin in ledger.jobs()
        for file in origin.files
        if (path := root / place(file)).is_file() and recorded(path) != ledger.fingerprint(file)
    ]


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(text)
        temporary.replace(path)


def _date(path: Path, files: Sequence[Path], newer: bool) -> None:
    """Bring the time of a request to the right side of the times of the results."""
    if not files:
        return
    times = [file.stat().st_mtime for file in files]
    now = path.stat().st_mtime
    if newer and now <= max(times):
        os.utime(path)
        if path.stat().st_mtime <= max(times):  # results dated into the future
            os.utime(path, (max(times) + 1, max(times) + 1))
    elif not newer and now >= min(times):
        os.utime(path, (min(times) - 1, min(times) - 1))
