"""What each result ought to be made from, and which results on disk were made from something else.

A result's fingerprint is a hash of its settings (with a digest of every file that they name), of
the code behind it, and of the fingerprints of what it was made from. It stands in the sidecar of
the result, and is computed anew from the configuration and the code: where the two differ the
result is stale, however old the files are and whoever copied them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memgen.declared.declaration import Declaration, Table
from memgen.fingerprint import fingerprint, recorded
from memgen.settings import Config

Code = Callable[..., str]
JOIN = "join.py"


@dataclass(frozen=True)
class Origin:
    """What a file is made from: settings and code of its job, the files that it reads, in order."""

    settings: Mapping[str, Any]
    code: str
    inputs: Sequence[str]


class Ledger:
    """The origin of every file of a run.

    Parameters
    ----------
    config : Config
        The run's configuration.
    declarations : iterable of Declaration
        What the run makes.
    code : callable
        code(script, *modules): the hash of a script, by its path below workflow/scripts, and of
        modules of memgen that it loads by name.

    """

    def __init__(self, config: Config, declarations: Iterable[Declaration], code: Code):
        self.results = f"results/{config.run}"
        self.origins: dict[str, Origin] = {}
        self._fingerprints: dict[str, str] = {}
        for declaration in declarations:
            settings = declaration.settings(config)
            hashed = code(declaration.script, declaration.study)
            needed = [
                path
                for paths in declaration.inputs().values()
                for path in ([paths] if isinstance(paths, str) else paths)
            ]
            for job in declaration.jobs:
                inputs = [f"{self.results}/{path.format(**job)}" for path in needed]
                origin = Origin(settings, hashed, inputs)
                for path in declaration.outputs.values():
                    self.add(f"{self.results}/{path.format(**job)}", origin)
            if isinstance(declaration, Table) and declaration.parts:
                parts = [f"{self.results}/{path}" for path in declaration.parts]
                self.add(f"{self.results}/{declaration.whole}", Origin({}, code(JOIN), parts))

    def add(self, path: str, origin: Origin) -> None:
        """Enter a file, by its path from the working directory.

        Raises
        ------
        ValueError
            If two jobs make it.
        """
        if path in self.origins:
            raise ValueError(f"{path} is declared twice: a file has one job that makes it.")
        self.origins[path] = origin

    def fingerprint(self, path: str) -> str:
        """Return what the fingerprint of a file ought to be.

        Raises
        ------
        KeyError
            If no declaration makes it.
        """
        if path not in self._fingerprints:
            if path not in self.origins:
                raise KeyError(f"{path} is needed, and no declaration makes it.")
            origin = self.origins[path]
            inputs = [self.fingerprint(needed) for needed in origin.inputs]
            self._fingerprints[path] = fingerprint(origin.settings, origin.code, inputs)
        return self._fingerprints[path]

    def behind(self, paths: Iterable[str]) -> set[str]:
        """Return the files that some files are made from, at any remove, and these themselves."""
        reached: set[str] = set()
        waiting = [path for path in paths if path in self.origins]
        while waiting:
            path = waiting.pop()
            if path not in reached:
                reached.add(path)
                waiting += self.origins[path].inputs
        return reached

    def stale(self, root: Path, paths: Iterable[str] | None = None) -> list[str]:
        """Return the files below `root` that were not made from what they ought to be.

        A file without a readable sidecar counts: nothing says what made it.

        Parameters
        ----------
        root : Path
            The working directory of the run.
        paths : iterable of str, optional
            Only these and what they are made from; all by default.
        """
        asked = self.origins if paths is None else self.behind(paths)
        return sorted(
            path
            for path in asked
            if (root / path).is_file() and recorded(root / path) != self.fingerprint(path)
        )
