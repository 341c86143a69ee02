"""A fingerprint of the code that a job runs, from its script down through memgen.

Snakemake sees neither the library that a script imports nor whether an edit touched code or
prose. This module follows the imports and hashes syntax trees: a comment, a docstring or a
line break changes nothing; an edit changes the hash of exactly the scripts that depend on it.
"""

import ast
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

PACKAGE = "memgen"
PACKAGE_ROOT = Path(__file__).resolve().parent

# Files and folders of the package that are not followed, by their path inside it:
# job.py and provenance.py write logs and provenance around a job and cannot change its result;
# settings/ defines names, bounds and defaults, while the values that a job works with reach it
# through its params. Hashed, one edited default would remake everything of its source.
UNTRACKED = ("job.py", "provenance.py", "settings")

# Where trees that were hashed before are kept, beside Python's own compiled files.
CACHE = Path(cache_from_source(__file__)).with_suffix(".json")
_CACHE_LIMIT = 5000


def code_hash(script: Path, modules: Iterable[str] = ()) -> str:
    """Hash a script and everything from memgen that it imports, transitively.

    Parameters
    ----------
    script : Path
        The script that a rule runs.
    modules : iterable of str
        Further memgen modules that the script loads by name at run time, such as the module
        of the figure that it draws.

    Returns
    -------
    str
        16 hexadecimal digits, the same on every supported Python.

    Raises
    ------
    ModuleNotFoundError
        If there is no file of a module in `modules`.

    """
    return CodeHashes()(script, modules)


def text_digest(text: bytes) -> str:
    """Return the digest of the syntax tree of a text, as `CodeHashes.digest` does of a file."""
    return _tree_digest(ast.parse(text))


class CodeHashes:
    """Code hashes from one look at the code: call it as `code_hash`, as often as needed.

    Each file is read once, when it is first needed, and taken to stay as it is; take a new
    object for a new look.
    """

    def __init__(self):
        self._hashes: dict[tuple, str] = {}
        self._sources: dict[Path, _Source] = {}
        self._imported: dict[Path, tuple[str, ...]] = {}
        self._files: dict[str, str | None] = {}
        self._trees = _TreeCache(CACHE)

    def __call__(self, script: Path, modules: Iterable[str] = ()) -> str:
        """Return the hash of a script and of what it imports; see `code_hash`."""
        asked = (script, *modules)
        if asked not in self._hashes:
            self._hashes[asked] = self._hash(script, asked[1:])
            self._trees.save()
        return self._hashes[asked]

    def files(self, script: Path, modules: Iterable[str] = ()) -> list[Path]:
        """Return the script and all files of memgen that its hash depends on."""
        return [script, *(PACKAGE_ROOT / name for name in self._reached(script, modules))]

    def digest(self, path: Path) -> str:
        """Return the digest of the syntax tree of a file."""
        return self._source(path).digest

    def _hash(self, script: Path, modules: Iterable[str]) -> str:
        digest = hashlib.sha256(self._source(script).digest.encode())
        for name in self._reached(script, modules):
            digest.update(f"{name} {self._source(PACKAGE_ROOT / name).digest}".encode())
        return digest.hexdigest()[:16]

    def _reached(self, script: Path, modules: Iterable[str]) -> list[str]:
        """Return what a script runs of memgen, as sorted paths inside the package."""
        waiting = [*self._imports(script)]
        for name in modules:
            if self._file(name) is None:
                raise ModuleNotFoundError(f"{script} loads {name!r}, and there is no such module.")
            waiting += self._with_packages(name)
        reached: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += self._imports(PACKAGE_ROOT / name)
        return sorted(reached)

    def _source(self, path: Path) -> "_Source":
        if path not in self._sources:
            self._sources[path] = self._trees.source(path)
        return self._sources[path]

    def _imports(self, path: Path) -> tuple[str, ...]:
        """Return the files of memgen that a file imports, as paths inside the package."""
        if path not in self._imported:
            package = _package_of(path)
            names = [_absolute(package, *name) for name in self._source(path).imports]
            files = dict.fromkeys(file for name in names for file in self._with_packages(name))
            self._imported[path] = tuple(files)
        return self._imported[path]

    def _with_packages(self, module: str) -> Iterator[str]:
        """Yield the tracked file of a module and the `__init__.py` of each package above it."""
        parts = module.split(".")
        for depth in range(1, len(parts) + 1):
            file = self._file(".".join(parts[:depth]))
            if file is not None and not _untracked(file):
                yield file

    def _file(self, module: str) -> str | None:
        """Return the file of a module of memgen as a path inside the package, if it is one."""
        if module not in self._files:
            self._files[module] = _module_file(module)
        return self._files[module]


class _Source(NamedTuple):
    """What the text of a file says, wherever it lies.

    `digest` is that of its syntax tree; `imports` are pairs of a level (the leading dots of a
    relative import) and a dotted name, which may be that of a module or of something in it.
    """

    digest: str
    imports: tuple[tuple[int, str], ...]


class _TreeCache:
    """Sources by the SHA-256 of their text, kept on disk from one process to the next.

    The key is the text itself, so an entry cannot grow old. The cache as a whole belongs to one
    version of this module and of Python, and is checked against its own digest: one that is
    damaged, or that cannot be read or written, is as good as none.
    """

    def __init__(self, path: Path):
        self._path = path
        self._version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        self._known = self._load()
        self._seen: dict[str, list] = {}
        self._grown = False

    def source(self, path: Path) -> _Source:
        text = path.read_bytes()
        key = hashlib.sha256(text).hexdigest()
        if key not in self._known:
            tree = ast.parse(text, filename=str(path))
            self._known[key] = [_tree_digest(tree), list(dict.fromkeys(_imports(tree)))]
            self._grown = True
        self._seen[key] = self._known[key]
        digest, imports = self._known[key]
        return _Source(digest, tuple((level, name) for level, name in imports))

    def save(self) -> None:
        if not self._grown or sys.dont_write_bytecode:
            return
        self._grown = False
        entries = self._known if len(self._known) <= _CACHE_LIMIT else self._seen
        text = json.dumps(entries)
        # A checkout may be read-only, or its disk full.
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as stream:
                    stream.write(f"{self._seal(text)}\n{text}")
                Path(temporary).replace(self._path)
            finally:
                Path(temporary).unlink(missing_ok=True)

    def _load(self) -> dict[str, list]:
        try:
            seal, _, text = self._path.read_text(encoding="utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return {}
        return json.loads(text) if seal == self._seal(text) else {}

    def _seal(self, text: str) -> str:
        return hashlib.sha256(f"{self._version} {sys.version} {text}".encode()).hexdigest()


def _tree_digest(tree: ast.AST) -> str:
    tokens: list[str] = []
    _write(tree, tokens)
    return hashlib.sha256("".join(tokens).encode()).hexdigest()


def _write(node: object, out: list[str]) -> None:
    """Append a canonical text of a syntax tree: no positions, docstrings or empty fields.

    Empty fields are left out because newer Pythons add some (type parameters, for one), and
    strings are written in ASCII because what counts as printable differs between Pythons.
    """
    if isinstance(node, ast.AST):
        out.append(f"({type(node).__name__}")
        for name in sorted(node._fields):
            value = getattr(node, name, None)
            if name in ("ctx", "kind", "type_comment") or value is None or value == []:
                # `Constant(value=None)` must still differ from an absent value.
                if isinstance(node, ast.Constant) and name == "value":
                    out.append(" value=None")
                continue
            if name == "body" and isinstance(value, list):
                value = _without_docstring(node, value)
            out.append(f" {name}=")
            _write(value, out)
        out.append(")")
    elif isinstance(node, list):
        out.append("[")
        for item in node:
            _write(item, out)
            out.append(",")
        out.append("]")
    else:
        out.append(f"{type(node).__name__}:{node!a}")


def _without_docstring(node: ast.AST, body: list[ast.stmt]) -> list[ast.stmt]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
        return body[1:]
    return body


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield level and name of each import that may be one of memgen, at any depth of the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(0, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            inner = [f"{base}.{alias.name}".lstrip(".") for alias in node.names]
            names = [(node.level, name) for name in (base, *inner)]
        else:
            continue
        for level, name in names:
            if level or name.split(".")[0] == PACKAGE:
                yield level, name


def _absolute(package: str, level: int, name: str) -> str:
    """Return the full name of an import in a package; "" if it leaves memgen."""
    if not level:
        return name
    parts = package.split(".") if package else []
    if level > len(parts):
        return ""
    return ".".join([*parts[: len(parts) - level + 1], name]).rstrip(".")


def _package_of(path: Path) -> str:
    if not path.is_relative_to(PACKAGE_ROOT):
        return ""
    return ".".join([PACKAGE, *path.relative_to(PACKAGE_ROOT).parent.parts])


def _untracked(file: str) -> bool:
    return any(file == path or file.startswith(f"{path}/") for path in UNTRACKED)


def _module_file(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] != PACKAGE:
        return None
    base = "/".join(parts[1:])
    for file in (f"{base}/__init__.py".lstrip("/"), f"{base}.py"):
        if (PACKAGE_ROOT / file).is_file():
            return file
    return None
