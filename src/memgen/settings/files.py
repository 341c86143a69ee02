"""The files made from the settings models: config/config.yaml and config/schema.json."""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from memgen.settings.config import Config
from memgen.tables import atomic

HEADER = """\
# The laptop run, with every key and its default. This file is made from the models in
# src/memgen/settings by `memgen defaults`: to change a default, change it there. To change a
# run, pass an overlay that holds only what differs: --configfile config/tiny.yaml, or your own.
"""


def defaults_yaml() -> str:
    """Return config/config.yaml: the defaults, each key with its description."""
    return HEADER + "\n" + "\n".join(_lines(Config())) + "\n"


def schema_json() -> str:
    """Return config/schema.json, for editors that check YAML against a schema."""
    return json.dumps(Config.model_json_schema(), indent=2) + "\n"


def write(directory: Path) -> None:
    """Write both files into `directory`."""
    for name, text in (("config.yaml", defaults_yaml()), ("schema.json", schema_json())):
        with atomic(directory / name) as temporary:
            temporary.write_text(text)


def _lines(section: BaseModel, indent: str = "") -> Iterator[str]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield ""
            yield from _comment(type(value).__doc__ or "", indent)
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        else:
            yield from _comment(field.description or "", indent)
            yield f"{indent}{name}: {_flow(value)}"


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        width=96,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# ",
    )


def _flow(value: Any) -> str:
    plain = json.loads(json.dumps(value))
    return yaml.safe_dump(plain, default_flow_style=True, width=1000).removesuffix("...\n").strip()
