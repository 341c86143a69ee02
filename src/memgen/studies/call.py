"""Call a study as its rule declares it: typed section, seeds, wildcards and needed files."""

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from memgen.seeds import Seeds
from memgen.settings.base import Section, typed
from memgen.studies.made import Made
from memgen.tables.files import write_arrays, write_table
from memgen.tables.read import read_arrays, read_table
from memgen.tables.rows import Row, tidy


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
    for name, value in share["shared"].items():
        model = annotations.get(name)
        if isinstance(model, type) and issubclass(model, Section):
            value = typed(model, value)
        given[name] = value
    given |= {name: _cast(annotations.get(name, str), wildcards[name]) for name in wildcards}
    labels = share["study"]["labels"]
    given |= {name: _read(paths, labels.get(name)) for name, paths in needs.items()}
    if given.keys() != expected.keys():
        raise TypeError(
            f"{study.__module__}.{study.__qualname__} has the parameters {sorted(expected)}, and "
            f"its declaration gives {sorted(given)}."
        )
    return given


def needed_files(inputs: Any) -> dict[str, str | list[str]]:
    """Return what a study reads of a rule's named inputs: all but the job's request."""
    return {
        name: paths if isinstance(paths, str) else list(paths)
        for name, paths in inputs.items()
        if name != "request"
    }


def made(result: Made | Iterable[Row]) -> Made:
    """Return what a study made; one that yields rows has made a table alone."""
    if not isinstance(result, Made):
        return Made(rows=list(result))
    tables = {name: list(rows) for name, rows in result.tables.items()}
    return Made(list(result.rows), tables, result.arrays)


def write(result: Made, outputs: Mapping[str, str], provenance: Mapping[str, Any]) -> None:
    """Write what a study made to the files that its rule declares.

    Parameters
    ----------
    result : Made
        What the study made.
    outputs : mapping of str to str
        Name -> path: "table" for the rows, further tables and arrays by their names; sidecars,
        whose names end with "_made", are written beside what they belong to.
    provenance : mapping
        What the sidecars say.

    Raises
    ------
    TypeError
        If the study made other things than its rule declares.
    """
    paths = {name: path for name, path in outputs.items() if not name.endswith("_made")}
    rows = {"table": result.rows} if result.rows else {}
    results = {**rows, **result.tables, **result.arrays}
    if results.keys() != paths.keys():
        raise TypeError(f"The study made {sorted(results)}; its rule declares {sorted(paths)}.")
    frames = {name: tidy(table) for name, table in {**rows, **result.tables}.items()}
    for name, frame in frames.items():
        write_table(frame, paths[name], provenance)
    for name, arrays in result.arrays.items():
        write_arrays(paths[name], provenance, **arrays)


def _cast(annotation: Any, text: str) -> Any:
    """Bring a wildcard to the type of its parameter."""
    origin = get_origin(annotation)
    if origin is Literal:
        return next(value for value in get_args(annotation) if str(value) == text)
    if origin in (typing.Union, types.UnionType):
        annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation(text) if annotation in (int, float) else text


def _read(paths: str | Sequence[str], labels: Sequence[Any] | None = None) -> Any:
    if labels is not None:
        keys = [tuple(label) if isinstance(label, list) else label for label in labels]
        return {key: _read(path) for key, path in zip(keys, paths, strict=True)}
    if not isinstance(paths, str):
        return [_read(path) for path in paths]
    readers: dict[str, Callable[[str], Any]] = {".csv": read_table, ".npz": read_arrays}
    return readers.get(Path(paths).suffix, Path)(paths)
