"""Typed configuration: one model per source and section, each field described."""

from memgen.settings.config import Config, SettingsError, load, plain

__all__ = ["Config", "SettingsError", "load", "plain"]
