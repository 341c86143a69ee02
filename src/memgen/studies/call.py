"""Call a study as its rule declares it: typed section, seeds, wildcards and needed files."""

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from memgen.seeds import Seeds
from memgen.settings.share import typed
from memgen.studies.made import Made
from memgen.tables.read import read_arrays, read_table

RESERVED = ("s", "seeds")


def arguments(
    study: Callable[..., Any],
    share: Mapping[str, Any],
    seeds: Seeds,
    wildcards: Mapping[str, str],
    needs: Mapping[str, str | Sequence[str]],
) -> dict[str, Any]:
    """Return the arguments of a study, by name.

    Parameters
    ----------
    study : callable
        Its annotations say to what wildcards are brought and of which model its section `s` is.
    share : mapping
        What `memgen.settings.share.share` returned.
    seeds : Seeds
        The table's branch of the seed tree.
    wildcards : mapping of str to str
        As the job's file names spell them.
    needs : mapping of str to path(s)
        Tables are handed over as data frames, array files as mappings of arrays, all else as paths.

    Raises
    ------
    TypeError
        If the study's parameters are not those that its rule declares.
    """
    annotations = typing.get_type_hints(study)
    given: dict[str, Any] = {}
    expected = inspect.signature(study).parameters
    if "s" in expected:
        given["s"] = typed(annotations["s"], share["section"])
    if "seeds" in expected:
        given["seeds"] = seeds
    given |= share["shared"]
    given |= {name: _cast(annotations.get(name, str), wildcards[name]) for name in wildcards}
    given |= {name: _read(paths) for name, paths in needs.items()}
    if given.keys() != expected.keys():
        raise TypeError(
            f"{study.__module__}.{study.__qualname__} has the parameters {sorted(expected)}, and "
            f"its declaration gives {sorted(given)}."
        )
    return given


def made(result: Made | Iterable[Mapping[str, Any]]) -> Made:
    """Return what a study made; one that yields rows has made a table alone."""
    return result if isinstance(result, Made) else Made(rows=list(result))


def _cast(annotation: Any, text: str) -> Any:
    """Bring a wildcard to the type of its parameter."""
    origin = get_origin(annotation)
    if origin is Literal:
        return next(value for value in get_args(annotation) if str(value) == text)
    if origin in (typing.Union, types.UnionType):
        annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation(text) if annotation in (int, float) else text


def _read(paths: str | Sequence[str]) -> Any:
    if not isinstance(paths, str):
        return [_read(path) for path in paths]
    readers: dict[str, Callable[[str], Any]] = {".csv": read_table, ".npz": read_arrays}
    return readers.get(Path(paths).suffix, Path)(paths)
