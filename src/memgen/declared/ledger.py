"""What each result ought to be made from, and which results on disk were made from something else.

A result's fingerprint is a hash of its settings (with a digest of every file that they name), of
the code behind it, and of the fingerprints of what it was made from. It stands in the sidecar of
the result, and is computed anew from the configuration and the code: where the two differ the
result is stale, however old the files are and whoever copied them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memgen.declared.declaration import Declaration, Table
from memgen.fingerprint import fingerprint
from memgen.settings import Config

Code = Callable[..., str]
JOIN = "join.py"


@dataclass(frozen=True)
class Origin:
    """What the files of one job are made from.

    Attributes
    ----------
    files : sequence of str
        The files, by their paths from the working directory.
    settings, code
        As the rule hands them to the job.
    inputs : sequence of str
        The files that the job reads, in its order.

    """

    files: Sequence[str]
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
            for origin in self._jobs(declaration, declaration.settings(config), code):
                self.add(origin)

    def _jobs(
        self, declaration: Declaration, settings: Mapping[str, Any], code: Code
    ) -> Iterator[Origin]:
        """Yield the origins of all jobs of a declaration, and of the table that joins them."""
        hashed = code(declaration.script, declaration.study)
        needed = [
            path
            for paths in declaration.inputs().values()
            for path in ([paths] if isinstance(paths, str) else paths)
        ]
        for job in declaration.jobs:
            files = [
                f"{self.results}/{path.format(**job)}" for path in declaration.outputs.values()
            ]
            inputs = [f"{self.results}/{path.format(**job)}" for path in needed]
            yield Origin(files, settings, hashed, inputs)
        if isinstance(declaration, Table) and declaration.parts:
            parts = [f"{self.results}/{path}" for path in declaration.parts]
            yield Origin([f"{self.results}/{declaration.whole}"], {}, code(JOIN), parts)

    def add(self, origin: Origin) -> None:
        """Enter the files of a job.

        Raises
        ------
        ValueError
            If two jobs make a file.
        """
        for path in origin.files:
            if path in self.origins:
                raise ValueError(f"{path} is declared twice: a file has one job that makes it.")
            self.origins[path] = origin

    def jobs(self) -> list[Origin]:
        """Return the origins of all jobs, each once."""
        return [origin for path, origin in self.origins.items() if path == origin.files[0]]

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
            value = fingerprint(origin.settings, origin.code, inputs)
            self._fingerprints |= dict.fromkeys(origin.files, value)
        return self._fingerprints[path]

    def behind(self, path: str) -> list[Origin]:
        """Return the origins of a file and of all that it is made from, each once."""
        reached: dict[str, Origin] = {}
        waiting = [path]
        while waiting:
            origin = self.origins[waiting.pop()]
            if origin.files[0] not in reached:
                reached[origin.files[0]] = origin
                waiting += origin.inputs
        return list(reached.values())
