"""A study's share of the configuration: plain values for the rule, sections for the study."""

from collections.abc import Mapping, Sequence
from typing import Any

<<<<<<< HEAD
from pydantic import BaseModel
=======
from pydantic import TypeAdapter
>>>>>>> docs

from memgen.settings.config import Config, plain
from memgen.settings.named_files import digests


def share(
    config: Config,
    source: str,
    section: str,
    spread: Sequence[str] = (),
    shared: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a job's result depends on, of types that Snakemake compares, with sorted keys.

    Parameters
    ----------
    config : Config
        The whole configuration.
    source : str
        A source's name.
    section : str
        Dotted name of the section below the source; "" for none.
    spread : sequence of str
        Dotted names of fields of the section that no job gets, since they spread over jobs.
    shared : mapping of str to str
        Argument of the study -> dotted name of a field of the source.

    Returns
    -------
    dict
        seed, section (its fields), shared (by argument), and files: a digest of each file or folder
        that a setting names, since their content matters and not their name.

    Raises
    ------
    ValueError
        If a spread field is none of the section's.

    """
    chosen: dict[str, Any] = {"seed": config.seed, "section": {}, "shared": {}, "files": {}}
    of_source = getattr(config, source)
    if section:
        model = _at(of_source, section)
        values = model.model_dump(mode="json")
        for name in spread:
            _remove(values, name, f"{source}.{section}")
        chosen["section"] = values
        chosen["files"] |= digests(model)
    for argument, name in (shared or {}).items():
        value = _at(of_source, name)
        if isinstance(value, Section):
            chosen["files"] |= digests(value)
            value = value.model_dump(mode="json")
        chosen["shared"][argument] = list(value) if isinstance(value, tuple) else value
    return plain(chosen)


<<<<<<< HEAD
=======
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


>>>>>>> docs
def _at(section: Any, name: str) -> Any:
    for part in name.split("."):
        section = getattr(section, part)
    return section


def _remove(values: dict[str, Any], name: str, where: str) -> None:
    *above, last = name.split(".")
    for part in above:
        values = values[part]
    if last not in values:
        raise ValueError(f"{where} has no field {name!r} that could be spread over jobs.")
    del values[last]
