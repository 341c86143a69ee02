"""A study's share of the configuration: plain values for the rule, sections for the study."""

from collections.abc import Mapping, Sequence
from typing import Any

from memgen.settings.base import Section
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


def _at(section: Any, name: str) -> Any:
    for part in name.split("."):
        if part not in type(section).model_fields:
            raise ValueError(
                f"{type(section).__name__} has no section or field {part!r}, which a declaration "
                f"reads: add it to the model in src/memgen/settings, then run memgen defaults."
            )
        section = getattr(section, part)
    return section


def _remove(values: dict[str, Any], name: str, where: str) -> None:
    *above, last = name.split(".")
    for part in above:
        values = values[part]
    if last not in values:
        raise ValueError(f"{where} has no field {name!r} that could be spread over jobs.")
    del values[last]
