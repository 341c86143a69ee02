"""Files that settings name: a result depends on their content, so a digest stands beside them."""

import hashlib
import json
import os
from pathlib import Path

from pydantic import BaseModel

from memgen.settings.base import Section

BLOCK = 2**20
ABSENT = "absent"


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


def require_named_files(section: Section, where: str = "") -> None:
    """Check, before any work starts, that every file that settings name is there.

    Raises
    ------
    ValueError
        If not: the message names the key, the file and the remedy.
    """
    values = {
        name: getattr(section, name)
        for name in type(section).model_fields
        if hasattr(section, name)
    }
    for file in section.named_files():
        if digest(Path(file)) == ABSENT:
            key = next((name for name, value in values.items() if str(value) == file), "a file")
            raise ValueError(
                f"{where}{key} = {file!r}: there is no such file. Give the path of one that "
                f"exists, from {Path.cwd()} or from the root, or leave the key at its default."
            )
    for name, value in values.items():
        if isinstance(value, Section):
            require_named_files(value, f"{where}{name}.")


def digest(path: Path) -> str:
    """Return a SHA-256 of a file's bytes, or of the names and bytes of all files of a folder.

    Hidden files do not count; a file that is not there is "absent".
    """
    path = path.expanduser()
    if path.is_file():
        return _of_file(path)
    if not path.is_dir():
        return ABSENT
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
