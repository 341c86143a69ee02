"""Runs keep their names: no configuration writes over the results of another."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from memgen.settings.base import merged
from memgen.settings.config import Config, SettingsError

SHIPPED = ("laptop", "tiny", "paper")


def shipped(run: str, seed: int) -> Config:
    """Return the configuration of a run that the project defines: "laptop", "tiny" or "paper"."""
    overlay = {} if run == "laptop" else Config.overlay(run)
    whole = Config().model_dump(mode="json") | {"run": run, "seed": seed}
    return Config.model_validate(merged(whole, overlay))


def require_own_name(config: Config, results_exist: bool) -> None:
    """Check that a configuration of the user's does not take the name of a shipped run.

    Raises
    ------
    SettingsError
        If it has the name of a shipped run, differs from it, and that run has results that it would
        replace.
    """
    if config.run not in SHIPPED or not results_exist:
        return
    default = shipped(config.run, type(config).model_fields["seed"].default)
    keys = list(_differences(config, default))
    if keys:
        told = ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
        raise SettingsError(
            f"This configuration differs from the {config.run} run ({told}) and would replace its "
            f"results in results/{config.run}: give it a name of its own, such as run: mine, in "
            "your overlay or by --config run=mine."
        )


def _differences(values: BaseModel, default: BaseModel, where: str = "") -> Iterator[str]:
    for name in type(values).model_fields:
        mine: Any = getattr(values, name)
        theirs: Any = getattr(default, name)
        if isinstance(mine, BaseModel):
            yield from _differences(mine, theirs, f"{where}{name}.")
        elif mine != theirs:
            yield f"{where}{name}"
