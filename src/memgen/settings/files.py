"""The files made from the settings models: config.yaml, the overlays of other runs, the schema."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from memgen.settings.config import Config
from memgen.tables.files import atomic

MODELINE = "# yaml-language-server: $schema=schema.json\n"
HEADER = """\
# The laptop run, with every key and its default. This file is made from the models in
# src/memgen/settings by `memgen defaults`: to change a default, change it there. To change a
# run, pass an overlay that holds only what differs: --configfile config/tiny.yaml, or your own.
"""
OVERLAYS = {
    "tiny": "Toy sizes: every figure in seconds, to see that everything works.",
    "paper": "The largest sizes, for a cluster or patience; published ones where they are known.",
}
ORIGIN = "Nothing else differs. Made from the models in src/memgen/settings by `memgen defaults`."


def defaults_yaml() -> str:
    """Return config/config.yaml: the defaults, each key with its description."""
    return MODELINE + HEADER + "\n" + "\n".join(_lines(Config())) + "\n"


def overlay_yaml(run: str) -> str:
    """Return the overlay of another run, "tiny" or "paper": its sizes, and nothing else."""
    overlay = {"run": run, **Config.overlay(run)}
    lines = [*_comment(f"{OVERLAYS[run]} {ORIGIN}", ""), *_overlay_lines(overlay)]
    return MODELINE + "\n".join(lines) + "\n"


def whole_yaml(values: Mapping[str, Any]) -> str:
    """Return a whole configuration as a config file."""
    return "\n".join(_overlay_lines(values)).lstrip("\n") + "\n"


def schema_json() -> str:
    """Return config/schema.json, for editors that check YAML against a schema."""
    return json.dumps(_slim(Config.model_json_schema()), indent=1) + "\n"


def texts() -> dict[str, str]:
    """Return all files of config/ that are made, by name."""
    overlays = {f"{run}.yaml": overlay_yaml(run) for run in OVERLAYS}
    return {"config.yaml": defaults_yaml(), "schema.json": schema_json(), **overlays}


def write(directory: Path) -> None:
    """Write all files into `directory`."""
    for name, text in texts().items():
        with atomic(directory / name) as temporary:
            temporary.write_text(text)


def _overlay_lines(values: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            if not indent:
                yield ""
            yield f"{indent}{name}:"
            yield from _overlay_lines(value, indent + "  ")
        else:
            yield f"{indent}{name}: {_flow(value)}"


def _slim(schema: Any) -> Any:
    """Leave out what no editor shows: titles, sizes of other runs, defaults of whole sections."""
    if isinstance(schema, list):
        return [_slim(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _slim(field) for name, field in value.items()}
        if key in ("properties", "$defs")
        else _slim(value)
        for key, value in schema.items()
        if key not in ("title", "sizes") and not (key == "default" and isinstance(value, dict))
    }


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
