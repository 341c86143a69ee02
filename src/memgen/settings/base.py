"""What all sections of the configuration share."""

import math
import os
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

PositiveFloat = Annotated[float, Field(gt=0)]
Load = Annotated[float, Field(gt=0, le=2, description="alpha = log P / N")]
Aspect = Annotated[float, Field(gt=0, le=4, description="alpha_D = D / N")]
Count = Annotated[int, Field(ge=1)]
# A path of a file or folder; "~" is the home of who runs it.
FilePath = Annotated[str, AfterValidator(os.path.expanduser)]
Draws = Annotated[int, Field(ge=2, description="an error bar needs two draws or more")]


def sized(
    default: Any, description: str, *, tiny: Any = None, paper: Any = None, **constraints: Any
) -> Any:
    """Return a field whose value depends on the size of the run.

    Parameters
    ----------
    default
        Its value in the laptop run.
    description : str
        What it is.
    tiny, paper
        Its values in these runs; where one is left out the default holds. For a section: a mapping
        of just the fields that differ.
    **constraints
        As of pydantic.Field.
    """
    sizes = {run: size for run, size in (("tiny", tiny), ("paper", paper)) if size is not None}
    about: dict[str, Any] = {"description": description or None, **constraints}
    return Field(default=default, json_schema_extra={"sizes": sizes}, **about)


class Section(BaseModel):
    """A part of the configuration: immutable, and closed to unknown keys.

    A section holds values and checks them; what follows from them is computed where it is used,
    since a result's fingerprint contains the values of its settings and not this code.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False
    )

    def named_files(self) -> list[str]:
        """Return those of the section's own values that name files or folders to be read."""
        return []

    @classmethod
    def overlay(cls, run: str) -> dict[str, Any]:
        """Return what differs from the defaults in a run, "tiny" or "paper", as an overlay."""
        differing: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            extra = field.json_schema_extra
            sizes: Any = extra.get("sizes", {}) if isinstance(extra, Mapping) else {}
            annotation = field.annotation
            value: Any = None
            if isinstance(annotation, type) and issubclass(annotation, Section):
                value = merged(annotation.overlay(run), sizes.get(run, {}))
            elif run in sizes:
                value = sizes[run]
            if value is not None and value != {}:
                differing[name] = value
        return differing

    @model_validator(mode="after")
    def _lists_name_points_once(self) -> "Section":
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, list) and not value:
                raise ValueError(f"{name} is empty: name one value or more.")
            if isinstance(value, list) and len(set(value)) < len(value):
                raise ValueError(f"{name} = {value} names a value twice: leave it once.")
            if name.endswith("_range") and value is not None and not value[0] < value[1]:
                raise ValueError(f"{name} = {list(value)}: the first must be below the second.")
        return self


def exponential(exponent: float) -> str:
    """Return exp(exponent) in words, also where it is no number any more."""
    return f"{math.exp(exponent):.3g}" if exponent < 700 else f"exp({exponent:.3g})"


def merged(values: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping with another laid over it: mappings merge, all else is replaced."""
    result = dict(values)
    for key, value in overlay.items():
        below = result.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            result[key] = merged(below, value)
        else:
            result[key] = value
    return result


def typed(model: type[Section], values: Mapping[str, Any]) -> Section:
    """Return a section from its share's values, as the study's argument.

    Each field is brought to its type; what was checked for the whole section is not checked again,
    since fields that spread over jobs are missing: to read one raises AttributeError.
    """
    section = model.model_construct()
    held = vars(section)
    for name, field in model.model_fields.items():
        held.pop(name, None)
        if name not in values:
            continue
        annotation: Any = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Section):
            held[name] = typed(annotation, values[name])
        else:
            held[name] = TypeAdapter(annotation).validate_python(values[name])
    return section
