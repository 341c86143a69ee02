"""Checks of settings that need theory or files: made before any job starts, where they can fail.

The shipped runs satisfy them, which the tests verify, so that a start of the workflow imports a
solver only for a section that differs from all of these.
"""

from functools import cache
from importlib import import_module

from pydantic import BaseModel

from memgen.settings.config import Config, SettingsError
from memgen.settings.run_names import SHIPPED, shipped
from memgen.studies.folder_checks import check_folders
from memgen.studies.point_checks import check_points_file

# The sources that have such checks, in memgen.studies.<source>.checks: CHECKS, by section.
SOURCES: tuple[str, ...] = ("training_dynamics", "spectral_gaps")


@cache
def _shipped_sections(source: str) -> dict[str, list[BaseModel]]:
    runs = [getattr(shipped(run, 0), source) for run in SHIPPED]
    sections = [name for name, value in runs[0] if isinstance(value, BaseModel)]
    return {name: [getattr(run, name) for run in runs] for name in sections}


def check(config: Config) -> None:
    """Check the sections that differ from those of all shipped runs, and files of the user's.

    Raises
    ------
    SettingsError
        If a section cannot be computed; the message names the key, the value and the remedy.
    """
    for source in SOURCES:
        of_source = getattr(config, source)
        differing = [
            name
            for name, known in _shipped_sections(source).items()
            if getattr(of_source, name) not in known
        ]
        if not differing:
            continue
        checks = import_module(f"memgen.studies.{source}.checks").CHECKS
        for name in differing:
            if name in checks:
                try:
                    checks[name](getattr(of_source, name))
                except ValueError as error:
                    raise SettingsError(f"{source}.{name}: {error}") from None
                except ArithmeticError as error:
                    raise SettingsError(
                        f"{source}.{name} = {getattr(of_source, name)!r}: its theory has no finite "
                        f"value there ({error}); take values nearer to those of config/config.yaml."
                    ) from None
    check_folders(config)
    check_points_file(config)
