"""Finished steps, kept in a folder so that a second call goes on where the first one stopped.

A step is kept with a fingerprint of all that it depends on: digests of the inputs that it reads,
the settings, and the code behind it. Where any of these differs it is computed again.
"""

import hashlib
import json
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from memgen.tables.files import atomic

Arrays = dict[str, np.ndarray]


@dataclass
class Steps:
    """Runs steps, or reads what they gave before.

    Attributes
    ----------
    folder : Path, optional
        Where they are kept; without it nothing is.
    inputs : dict of str to str
        Digest of each input.
    settings : mapping
        What all steps depend on.
    code : str
        A hash of the code.
    progress : bool
        Whether to say on the standard error what is being done.
    """

    folder: Path | None
    inputs: dict[str, str]
    settings: Mapping[str, Any]
    code: str
    progress: bool = False
    kept: list[str] = field(default_factory=list)

    def do(self, name: str, on: Sequence[str], compute: Callable[[], Arrays], says: str) -> Arrays:
        """Return the arrays of a step, computed only if they are not there already.

        Parameters
        ----------
        name : str
            Of the step's file; letters, digits, - and _.
        on : sequence of str
            The inputs that it depends on.
        compute : callable
            Gives the arrays.
        says : str
            What it does, for the progress.
        """
        mark = self._fingerprint(name, on)
        path = None if self.folder is None else self.folder / f"{name}.npz"
        if path is not None and (found := _read(path, mark)) is not None:
            self.kept.append(name)
            self._say(f"{says}: there already")
            return found
        self._say(f"{says} ...")
        start = time.perf_counter()
        arrays = {key: np.asarray(value) for key, value in compute().items()}
        if path is not None:
            with atomic(path) as temporary, temporary.open("wb") as stream:
                np.savez_compressed(stream, fingerprint=np.array(mark), **arrays)  # pyright: ignore[reportArgumentType]  names of arrays
        self._say(f"{says}: {time.perf_counter() - start:.1f} s")
        return arrays

    def rng(self, name: str) -> np.random.Generator:
        """Return the random numbers of a step: they depend on the seed and its name alone."""
        mark = hashlib.sha256(f"{self.settings.get('seed')} {name}".encode()).digest()
        return np.random.default_rng(list(mark))

    def _fingerprint(self, name: str, on: Sequence[str]) -> str:
        digests = {key: self.inputs.get(key) for key in sorted(on)}
        told = json.dumps([name, digests, dict(self.settings), self.code], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def _say(self, text: str) -> None:
        if self.progress:
            print(f"memgen diagnose: {text}", file=sys.stderr, flush=True)


def _read(path: Path, mark: str) -> Arrays | None:
    """Return the arrays of a file with this fingerprint, None where there is none."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            if str(archive["fingerprint"]) != mark:
                return None
            return {key: archive[key] for key in archive.files if key != "fingerprint"}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
