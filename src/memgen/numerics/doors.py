"""A door for functions of numbers: what each argument is meant to be is read off its annotation."""

import functools
import inspect
import types
import typing
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import jaxtyping
import numpy as np

from memgen.numerics.domain import real

P = ParamSpec("P")
R = TypeVar("R")

NUMBER, WHOLE, ARRAY = "number", "whole", "array"


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with its arguments checked by name, before it begins.

    `float` means one real number that is not NaN (it may be infinite), `int` a whole one, and a
    union of float and arrays, or an array of jaxtyping, real numbers of any shape. Where None is in
    the annotation, None passes. Arguments are handed on as they are, but an array without axes as a
    number where one is meant.

    Raises
    ------
    TypeError
        When called: with None, a string, a truth value or a masked array in place of real numbers,
        or with an array where one number is meant.
    ValueError
        When called: with NaN, or a fraction in place of a whole number.
    """
    meant: dict[str, tuple[str, bool]] = {}
    parameters = inspect.signature(function).parameters
    for name, parameter in parameters.items():
        kind = _kind(parameter.annotation)
        if kind:
            meant[name] = kind
    by_position = [(name, meant.get(name)) for name in parameters]

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        given = [
            value if kind is None else _passed(name, kind, value)
            for (name, kind), value in zip(by_position, args, strict=False)
        ]
        named = {
            name: _passed(name, meant[name], value) if name in meant else value
            for name, value in kwargs.items()
        }
        # the same arguments, each of the kind that its parameter has
        return function(*given, *args[len(given) :], **named)  # pyright: ignore[reportCallIssue]

    return wrapper


def _kind(annotation: Any) -> tuple[str, bool] | None:
    """Return what is meant by an annotation, and whether None is."""
    union = typing.get_origin(annotation) in (types.UnionType, typing.Union)
    parts = set(typing.get_args(annotation)) if union else {annotation}
    optional = type(None) in parts
    parts -= {type(None)}
    if parts in ({float}, {int, float}):
        return NUMBER, optional
    if parts == {int}:
        return WHOLE, optional
    numbers = {int, float, np.number, np.ndarray}
    if parts and all(part in numbers or _is_array(part) for part in parts):
        return ARRAY, optional
    return None


def _is_array(part: Any) -> bool:
    try:
        return issubclass(part, jaxtyping.AbstractArray)
    except TypeError:
        return False


def _passed(name: str, meant: tuple[str, bool], value: Any) -> Any:
    kind, optional = meant
    if type(value) is int or (type(value) is float and kind != WHOLE and value == value):
        return value
    if value is None and optional:
        return value
    if kind == ARRAY:
        if type(value) is not np.ndarray or value.dtype.kind not in "fiu" or not value.ndim:
            array = real(name, value)
            if not array.ndim and np.isnan(array):
                raise ValueError(f"{name}=nan is no number.")
        return value
    array = real(name, value)
    if array.ndim:
        raise TypeError(
            f"{name} has shape {array.shape}, and one number is meant; call once for each."
        )
    if np.isnan(array):
        raise ValueError(f"{name}=nan is no number.")
    if kind == WHOLE and array != np.round(array):
        raise ValueError(f"{name}={value} must be a whole number.")
    return value.item() if isinstance(value, np.ndarray) else value
