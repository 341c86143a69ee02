"""Files that settings name: a result depends on their content, so a digest stands beside them."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from memgen.settings.base import Section

BLOCK = 2**20


def digests(section: Section) -> dict[str, str]:
    """Return the digest of each file or folder that a section (or one within it) names.

    A section says by `Section.named_files` which of its settings are names of files.
    """
    found = {name: digest(Path(name)) for name in section.named_files()}
    for name in type(section).model_fields:
        value = getattr(section, name, None)
        if isinstance(value, BaseModel) and isinstance(value, Section):
            found |= digests(value)
    return found


def missing(section: Section, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield (dotted name of the setting, path) of each named file or folder that is not there."""
    names = section.named_files()
    for field in type(section).model_fields:
        value = getattr(section, field)
        if isinstance(value, Section):
            yield from missing(value, f"{where}{field}.")
        elif isinstance(value, str) and value in names and digest(Path(value)) == "absent":
            yield f"{where}{field}", value


def digest(path: Path) -> str:
    """Return a SHA-256 of a file's bytes, or of the names and bytes of all files of a folder.

    Hidden files do not count; a file that is not there is "absent".
    """
    path = path.expanduser()
    if path.is_file():
        return _of_file(path)
    if not path.is_dir():
        return "absent"
    whole = hashlib.sha256()
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            file = Path(folder, name)
            told = [file.relative_to(path).as_posix(), _of_file(file)]
            whole.update(json.dumps(told).encode())
    return whole.hexdigest()[:32]


def _of_file(path: Path) -> str:
    """Hash one file, once as long as its size and time of change stay."""
    status = path.stat()
    key = (str(path.resolve()), status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if key not in _KNOWN:
        whole = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                whole.update(block)
        _KNOWN[key] = whole.hexdigest()[:32]
    return _KNOWN[key]


_KNOWN: dict[tuple[str, int, int, int], str] = {}
