"""Numbers in overlays as people write them.

YAML 1.1 reads 4e5 and 1e-3 as words (it wants 4.0e+5), and yes, no, on and off as truth values;
Snakemake reads all within a `--config` value as words, null too. So words that are numbers become
numbers where a setting is one, and truth values are refused there.
"""

import re
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

Place = tuple[str | int, ...]
NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?")


def as_written(annotation: Any, value: Any) -> Any:
    """Return a value with words that are numbers as numbers, where its type asks for numbers.

    Parameters
    ----------
    annotation
        The type of a setting, or the model of a section.
    value
        As read from a config file.
    """
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not isinstance(value, Mapping):
            return value
        fields = annotation.model_fields
        return {
            name: as_written(fields[name].annotation, item) if name in fields else item
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [as_written(_of_item(annotation, k), item) for k, item in enumerate(value)]
    kinds = _kinds(annotation)
    if value in ("null", "~") and NoneType in kinds:
        return None
    if isinstance(value, str) and kinds & {int, float} and str not in kinds:
        return _number(value, whole=float not in kinds)
    return value


def truth_values(annotation: Any, value: Any, place: Place = ()) -> Iterator[tuple[Place, bool]]:
    """Yield the places of truth values where numbers are asked for, with these values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        if isinstance(value, Mapping):
            for name in fields.keys() & value.keys():
                yield from truth_values(fields[name].annotation, value[name], (*place, name))
    elif isinstance(value, list | tuple):
        for k, item in enumerate(value):
            yield from truth_values(_of_item(annotation, k), item, (*place, k))
    elif isinstance(value, bool):
        kinds = _kinds(annotation)
        if kinds & {int, float} and bool not in kinds:
            yield place, value


def _number(text: str, whole: bool) -> int | float | str:
    if not NUMBER.fullmatch(text.strip()):
        return text
    plain = text.strip().replace("_", "")
    if re.fullmatch(r"[-+]?\d+", plain):
        return int(plain)
    value = float(plain)
    return int(value) if whole and value.is_integer() else value


def _kinds(annotation: Any) -> set[Any]:
    """Return the plain types that a value may have, without their constraints."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return {kind for member in get_args(annotation) for kind in _kinds(member)}
    return {annotation} if origin is None else set()


def _of_item(annotation: Any, index: int) -> Any:
    """Return the type of an item of a list or a tuple."""
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of_item(given[0], index)
    if origin in (Union, UnionType):
        inner = [_of_item(member, index) for member in given]
        return next((kind for kind in inner if kind is not None), None)
    if origin is list:
        return given[0]
    if origin is tuple:
        if len(given) == 2 and given[1] is Ellipsis:
            return given[0]
        return given[index] if index < len(given) else None
    return None
