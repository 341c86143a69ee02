"""Typed configuration: one model per source and section, each field described."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memgen.settings.config import Config, SettingsError, load, plain

__all__ = ["Config", "SettingsError", "load", "plain"]


def __getattr__(name: str) -> Any:
    # A job reads the settings of its own source alone: the others' models are built when asked for.
    if name in __all__:
        from memgen.settings import config

        return getattr(config, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
