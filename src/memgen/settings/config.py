"""The whole configuration: validation with errors that name the remedy, and rules' shares."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from memgen.settings.base import Section
from memgen.settings.diagnosis import Diagnosis
from memgen.settings.losing_dimensions import LosingDimensions
from memgen.settings.manifold_capacity import ManifoldCapacity
from memgen.settings.manifold_memorization import ManifoldMemorization
from memgen.settings.memorization_as_generalization import MemorizationAsGeneralization
from memgen.settings.numbers import as_written, truth_values
from memgen.settings.spectral_gaps import SpectralGaps
from memgen.settings.spurious_states import SpuriousStates
from memgen.settings.training_dynamics import TrainingDynamics

RESERVED = ("gallery",)


def _run_name(name: str) -> str:
    """Check the name of a run: it is the name of folders, and of none that is kept."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        proposed = re.sub("[^a-z0-9_-]+", "-", name.lower()).strip("-_0123456789") or "mine"
        raise ValueError(
            f"{name!r} cannot name a run: use small letters, digits, - and _, beginning with a "
            f"letter, such as {proposed!r}."
        )
    if name in RESERVED:
        raise ValueError(
            f"{name!r} is kept for the committed figures in figures/{name}: choose another name."
        )
    return name


class Config(Section):
    """All settings of a run."""

    run: Annotated[str, AfterValidator(_run_name)] = Field(
        default="laptop",
        description="Name of the run, its results being in results/<run>/ and figures/<run>/: "
        "small letters, digits, - and _.",
    )
    seed: Annotated[int, Field(ge=0)] = Field(
        default=20250213, description="Root of every random number of the run."
    )
    manifold_memorization: ManifoldMemorization = ManifoldMemorization()
    manifold_capacity: ManifoldCapacity = ManifoldCapacity()
    memorization_as_generalization: MemorizationAsGeneralization = MemorizationAsGeneralization()
    training_dynamics: TrainingDynamics = TrainingDynamics()
    spectral_gaps: SpectralGaps = SpectralGaps()
    losing_dimensions: LosingDimensions = LosingDimensions()
    spurious_states: SpuriousStates = SpuriousStates()
    diagnosis: Diagnosis = Diagnosis()


class SettingsError(ValueError):
    """The configuration holds a key or a value that cannot be."""


def load(values: Mapping[str, Any]) -> Config:
    """Validate a configuration, as read from the config file and its overlays.

    Raises
    ------
    SettingsError
        For every unknown key (with the nearest valid name) and every bad value (with the key,
        the value and what is allowed).

    """
    truths = dict(truth_values(Config, values))
    lines = [
        f"{'.'.join(map(str, place))} = {value}: a number is asked for, and YAML reads yes, no, "
        f"on, off, true and false as truth values.{_allowed(place)}"
        for place, value in truths.items()
    ]
    config: Config | None = None
    try:
        config = Config.model_validate(as_written(Config, values))
    except ValidationError as error:
        for problem in error.errors():
            # What is said of a truth value as 0 or 1, also of its whole section, would mislead.
            if not truths or (problem["type"] != "value_error" and problem["loc"] not in truths):
                lines.append(_explain(problem, values))
    if config is None or lines:
        raise SettingsError("The configuration cannot be used:\n  " + "\n  ".join(lines))
    return config


def known_only(values: Mapping[str, Any], model: type[BaseModel] = Config) -> dict[str, Any]:
    """Return a configuration without the keys that no longer exist, or are of another type.

    For settings that were recorded with a result: where a key was renamed since, or became a list,
    the default holds.
    """
    kept = {}
    for name, value in values.items():
        if name in model.model_fields:
            below = model.model_fields[name].annotation
            if isinstance(below, type) and issubclass(below, BaseModel) and isinstance(value, dict):
                value = known_only(value, below)
            elif not _fits(value, below):
                continue
            kept[name] = value
    return kept


def _fits(value: Any, annotation: Any) -> bool:
    try:
        TypeAdapter(annotation).validate_python(value)
    except ValidationError:
        return False
    return True


def plain(value: Any, where: str = "settings") -> Any:
    """Return settings with sorted keys, made only of types that Snakemake compares.

    Raises
    ------
    TypeError
        For anything else than bool, int, float, str, list, dict and None: Snakemake would
        silently not notice its changes.

    """
    if isinstance(value, dict):
        return {key: plain(value[key], f"{where}.{key}") for key in sorted(value)}
    if isinstance(value, list):
        return [plain(item, f"{where}[]") for item in value]
    if value is None or type(value) in (bool, int, float, str):
        return value
    raise TypeError(f"{where} = {value!r} is a {type(value).__name__}, which is not tracked.")


def _explain(problem: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    location = problem["loc"]
    key = ".".join(str(part) for part in location)
    if problem["type"] == "extra_forbidden":
        names = _valid_names(location[:-1])
        nearest = get_close_matches(str(location[-1]), names, n=1, cutoff=0.5)
        hint = f"Did you mean {nearest[0]!r}?" if nearest else f"Valid keys: {', '.join(names)}."
        return f"{key}: there is no such key. {hint}"
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "model_type":
        if problem["input"] is None:
            return f"{key}: this section is empty. Give it a key, or remove its line too."
        names = ", ".join(_valid_names(location))
        return f"{key} = {problem['input']!r}: this is a section. Give it keys: {names}."
    if problem["type"] == "string_type":
        return f"{key} = {problem['input']!r}: a word is asked for: write it in quotes."
    if problem["type"] == "value_error":
        return f"{key}: {message}"
    value = values
    for part in location:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
    return f"{key} = {value!r}: {message[0].lower()}{message[1:]}.{_allowed(location)}"


def _model_at(location: tuple) -> tuple[type[BaseModel], str | None]:
    """Return the deepest model on the way to a location, and the field asked of it."""
    model: type[BaseModel] = Config
    field = None
    for part in location:
        if not isinstance(part, str) or part not in model.model_fields:
            break
        annotation = model.model_fields[part].annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model, field = annotation, None
        else:
            field = part
            break
    return model, field


def _valid_names(location: tuple) -> list[str]:
    return sorted(_model_at(location)[0].model_fields)


def _allowed(location: tuple) -> str:
    """Say in words which values a field may take."""
    model, field = _model_at(location)
    if field is None:
        return ""
    schema = model.model_json_schema()["properties"][field]
    bounds = []
    while "items" in schema:
        bounds = ["a list"]
        schema = schema["items"]
    for item in schema.get("prefixItems", [])[:1]:
        schema = item
    words = {
        "exclusiveMinimum": "> {}",
        "minimum": ">= {}",
        "exclusiveMaximum": "< {}",
        "maximum": "<= {}",
    }
    bounds += [text.format(schema[name]) for name, text in words.items() if name in schema]
    if "enum" in schema:
        bounds += [", ".join(map(repr, schema["enum"]))]
    return f" Allowed: {' and '.join(bounds)}." if bounds else ""
