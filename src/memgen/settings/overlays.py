"""Overlays and single settings as a command line gives them, put together to one configuration."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from memgen.settings.base import merged
from memgen.settings.config import Config, SettingsError, load

LONGEST = 60


class _SingleKeys(yaml.SafeLoader):
    """YAML in which a mapping has each key once: the plain loader takes the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[Any, int] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key, line = self.construct_object(key_node, deep=True), key_node.start_mark.line + 1
            if key in lines:
                raise yaml.YAMLError(
                    f"{key} is given twice, in lines {lines[key]} and {line}; leave one out."
                )
            lines[key] = line
        return super().construct_mapping(node, deep)


def read_overlay(path: Path) -> dict[str, Any]:
    """Return what an overlay holds; nothing where all of it is comments.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    SettingsError
        If it is no YAML, gives a key twice, or is no mapping of sections.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such config file.")
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=_SingleKeys)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as YAML: {error}") from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SettingsError(
            f"{path} holds {values!r:.60}: an overlay names sections and keys, as "
            "config/config.yaml does."
        )
    return values


def dotted(assignments: Iterable[str]) -> dict[str, Any]:
    """Return "manifold_memorization.alpha=0.3" and the like as an overlay.

    Raises
    ------
    SettingsError
        If a value is no YAML, or two assignments contradict each other.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        key, _, text = assignment.partition("=")
        parts = key.split(".")
        if not all(parts):
            raise SettingsError(f"{assignment}: write section.key=value.")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            raise SettingsError(f"{assignment}: the value is no YAML; quote it.") from None
        at = values
        for part in parts[:-1]:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                raise SettingsError(f"{assignment} contradicts another value of {part}.")
        if parts[-1] in at:
            raise SettingsError(f"{key} is given twice.")
        at[parts[-1]] = value
    return values


def configured(overlays: Iterable[Path], assignments: Mapping[str, Any]) -> Config:
    """Return the configuration that overlays and, over them, single settings give.

    Raises
    ------
    FileNotFoundError, SettingsError
        As of `read_overlay` and `load`.
    """
    values: dict[str, Any] = {}
    for path in overlays:
        values = merged(values, read_overlay(path))
    return load(merged(values, assignments))


def proposed_name(run: str, assignments: Iterable[str]) -> str:
    """Return a name for a run that differs from another by single settings: one name a choice."""
    words = [run]
    for assignment in assignments:
        key, _, value = assignment.partition("=")
        words += [*key.split(".")[-2:], value]
    name = re.sub(r"[^a-z0-9_]+", "-", "-".join(words).lower()).strip("-")
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - 9].rstrip('-')}-{sha256(name.encode()).hexdigest()[:8]}"
    return name
