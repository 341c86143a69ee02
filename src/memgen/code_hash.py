"""A fingerprint of the code that a job runs, from its script down through memgen.

Snakemake sees neither the library that a script imports nor whether an edit touched code or
prose. This module follows the imports and hashes syntax trees: a comment, a docstring or a
line break changes nothing; an edit changes the hash of exactly the scripts that depend on it.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = "memgen"
PACKAGE_ROOT = Path(__file__).resolve().parent

# Modules that write logs and provenance around a job and cannot change its result.
PLUMBING = ("job.py", "provenance.py")


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

    """
    reached: set[Path] = set()
    waiting = list(_imports(script))
    for name in modules:
        found = list(_files(name))
        if not found or not _module_file(name):
            raise ModuleNotFoundError(f"{script} loads {name!r}, and there is no such module.")
        waiting += found
    while waiting:
        path = waiting.pop()
        if path not in reached and path.name not in PLUMBING:
            reached.add(path)
            waiting += _imports(path)
    digest = hashlib.sha256(_tree_digest(script, _stamp(script)).encode())
    for path in sorted(reached):
        name = path.relative_to(PACKAGE_ROOT).as_posix()
        digest.update(f"{name} {_tree_digest(path, _stamp(path))}".encode())
    return digest.hexdigest()[:16]


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@cache
def _parse(path: Path, _stamp: tuple[int, int]) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def _tree_digest(path: Path, stamp: tuple[int, int]) -> str:
    return hashlib.sha256("".join(_tokens(_parse(path, stamp))).encode()).hexdigest()


def _tokens(node: object) -> Iterator[str]:
    """Yield a canonical text of a syntax tree: no positions, docstrings or empty fields.

    Empty fields are left out because newer Pythons add some (type parameters, for one).
    """
    if isinstance(node, ast.AST):
        yield f"({type(node).__name__}"
        for name in sorted(node._fields):
            value = getattr(node, name, None)
            if name in ("ctx", "kind", "type_comment") or value in (None, []):
                # `Constant(value=None)` must still differ from an absent value.
                if isinstance(node, ast.Constant) and name == "value":
                    yield " value=None"
                continue
            if name == "body" and isinstance(value, list):
                value = _without_docstring(node, value)
            yield f" {name}="
            yield from _tokens(value)
        yield ")"
    elif isinstance(node, list):
        yield "["
        for item in node:
            yield from _tokens(item)
            yield ","
        yield "]"
    else:
        yield f"{type(node).__name__}:{node!r}"


def _without_docstring(node: ast.AST, body: list[ast.stmt]) -> list[ast.stmt]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
        return body[1:]
    return body


def _imports(path: Path) -> Iterator[Path]:
    """Yield the files of memgen that a file imports, at any depth of its code."""
    package = _package_of(path)
    for node in ast.walk(_parse(path, _stamp(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base]).rstrip(".")
            yield from _files(base)
            for alias in node.names:
                yield from _files(f"{base}.{alias.name}")


def _package_of(path: Path) -> str:
    if not path.is_relative_to(PACKAGE_ROOT):
        return ""
    return ".".join([PACKAGE, *path.relative_to(PACKAGE_ROOT).parent.parts])


def _files(module: str) -> Iterator[Path]:
    """Yield the file of a memgen module and the `__init__.py` of each package above it."""
    parts = module.split(".")
    if parts[0] != PACKAGE:
        return
    for depth in range(1, len(parts) + 1):
        path = _module_file(".".join(parts[:depth]))
        if path is not None:
            yield path


def _module_file(module: str) -> Path | None:
    base = PACKAGE_ROOT.joinpath(*module.split(".")[1:])
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None
