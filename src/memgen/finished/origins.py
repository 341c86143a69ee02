"""What made the files of the gallery: kept beside them, and compared with the code of today."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from memgen.declared.run import Run
from memgen.tables.files import atomic, sidecar

FILE = "provenance.json"


@dataclass(frozen=True)
class Kept:
    """What made a file of the gallery.

    Attributes
    ----------
    fingerprint : str or None
        Of the file; None if it was copied before fingerprints were kept.
    code, settings : str or None
        Hashes of all code, and of all settings, that it depends on.
    commit : str or None
        Of the checkout that made it.
    dirty : bool or None
        Whether that checkout had changes that were not committed.

    """

    fingerprint: str | None
    code: str | None
    settings: str | None
    commit: str | None
    dirty: bool | None = None


@dataclass(frozen=True)
class Stale:
    """A file of the gallery that today's code would make in another way, and what has changed."""

    file: str
    changed: str


def kept(run: Run, path: str, root: Path) -> Kept:
    """Return what made a file of a finished run, for the gallery."""
    made = json.loads(sidecar(root / path).read_text())
    code, settings = hashes(run, path)
    return Kept(made.get("fingerprint"), code, settings, made.get("commit"), made.get("dirty"))


def hashes(run: Run, path: str) -> tuple[str, str]:
    """Return hashes of all code and of all settings that a file of a run depends on."""
    behind = sorted(run.ledger.behind(path), key=lambda origin: origin.files[0])
    code = sorted({origin.code for origin in behind})
    settings = [dict(origin.settings) for origin in behind]
    return _hash(code), _hash(settings)


def read(gallery: Path) -> dict[str, Kept]:
    """Return what made the files of a gallery, by their paths within it."""
    path = gallery / FILE
    if not path.is_file():
        return {}
    return {name: Kept(**about) for name, about in json.loads(path.read_text()).items()}


def write(gallery: Path, about: Mapping[str, Kept]) -> None:
    """Write what made the files of a gallery."""
    told = {name: asdict(about[name]) for name in sorted(about)}
    with atomic(gallery / FILE) as temporary:
        temporary.write_text(json.dumps(told, indent=1) + "\n")


def paths(run: Run) -> dict[str, str]:
    """Return the files of a run that a gallery holds: path within the gallery -> path of the run.

    Figures as PNG, and tables; array files are left out.
    """
    files: dict[str, str] = {}
    for source, entry in run.registry.items():
        for figure in entry.figures:
            files |= figure_paths(run, source, figure)
    return files


def figure_paths(run: Run, source: str, figure: str) -> dict[str, str]:
    """Return the files of one figure that a gallery holds, as `paths` does."""
    tables = [path for path in run.tables(source, figure) if path.endswith(".csv")]
    inside = {path.removeprefix(f"{run.results}/"): path for path in tables}
    return {f"{source}/{figure}.png": run.png(source, figure), **inside}


def stale(run: Run, gallery: Path) -> list[Stale]:
    """Return the files of a gallery that today's code would not make as they are.

    Parameters
    ----------
    run : Run
        The run that the gallery shows, with today's code and defaults.
    gallery : Path
        Its folder.
    """
    known, found = read(gallery), []
    for name, path in paths(run).items():
        if name not in known or known[name].fingerprint is None:
            found.append(Stale(name, "unknown"))
        elif known[name].fingerprint != run.ledger.fingerprint(path):
            code, settings = hashes(run, path)
            before = known[name]
            changed = {"code": before.code != code, "settings": before.settings != settings}
            words = [word for word, differs in changed.items() if differs]
            found.append(Stale(name, " and ".join(words) or "order of inputs"))
    return found


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
