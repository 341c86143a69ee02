"""What every workflow script does around its one call: log, time, record provenance."""

import json
import logging
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memgen.fingerprint import fingerprint
from memgen.provenance import device, provenance
from memgen.tables.files import sidecar

Inputs = Iterable[str] | Mapping[str, str | Iterable[str]]


class Job:
    """One job of the workflow, as its script sees it.

    Attributes
    ----------
    settings : mapping
        All that the rule handed over besides the code hash.

    """

    def __init__(self, settings: Mapping[str, Any], code: str):
        self.settings = settings
        self._origin = provenance(settings, code)
        self._start = time.perf_counter()

    def provenance(self, inputs: Inputs = ()) -> dict[str, Any]:
        """Return the provenance of what the job has computed so far.

        Parameters
        ----------
        inputs : iterable of str, or mapping of str to path(s)
            The files of the workflow that it was made from, in the rule's order.
        """
        given = inputs.values() if isinstance(inputs, Mapping) else inputs
        paths = [
            str(path) for paths in given for path in ([paths] if isinstance(paths, str) else paths)
        ]
        made_from = {path: _origin(path) for path in paths}
        own = self._origin
        marks = [made_from[path].get("fingerprint") for path in paths]
        return own | {
            "fingerprint": fingerprint(own["settings"], own["code"], marks),
            "device": device(),
            "inputs": made_from,
            "wall_time_seconds": round(time.perf_counter() - self._start, 3),
        }


def _origin(path: str) -> dict[str, Any]:
    """What a job's sidecar tells of one of its inputs."""
    told = json.loads(sidecar(path).read_text())
    return {name: told.get(name) for name in ("code", "commit", "fingerprint")}


@contextmanager
def job(snakemake: Any) -> Iterator[Job]:
    """Run the body of a script as a job: to the rule's log go its messages, warnings, traceback."""
    log = Path(snakemake.log[0])
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as stream, warnings.catch_warnings():

        def show(message, category, filename, lineno, file=None, line=None):  # noqa: ARG001
            stream.write(warnings.formatwarning(message, category, filename, lineno, line))

        warnings.showwarning = show
        messages, package = logging.StreamHandler(stream), logging.getLogger(__package__)
        level = package.level
        package.addHandler(messages)
        package.setLevel(logging.INFO)
        this = Job(snakemake.params.settings, snakemake.params.code)
        try:
            yield this
        except BaseException:
            traceback.print_exc(file=stream)
            raise
        finally:
            package.removeHandler(messages)
            package.setLevel(level)
        stream.write(f"finished in {time.perf_counter() - this._start:.2f} s\n")
