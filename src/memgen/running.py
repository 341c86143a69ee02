"""`memgen run`: a call of Snakemake, checked before it starts, printed, and ended with a word."""

import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

from memgen.declared.run import Run
from memgen.declared.targets import no_such_target
from memgen.settings import Config
from memgen.settings.named_files import require_named_files
from memgen.settings.overlays import configured, dotted, proposed_name, read_overlay
from memgen.surroundings import environment

STOPPED = "Stopped. What is finished is kept: the same command goes on where it stopped."


def snakemake_call(
    root: Path,
    words: Sequence[str],
    overlays: Sequence[str],
    cores: str | None,
    rest: Sequence[str],
) -> list[str]:
    """Return the arguments of the call of Snakemake that a `memgen run` makes.

    Parameters
    ----------
    root : Path
        The checkout, and the working directory.
    words : sequence of str
        Targets, and settings as section.key=value.
    overlays : sequence of str
        Paths of config files.
    cores : str or None
        A number, or "all"; None where a profile says it.
    rest : sequence of str
        Further arguments of Snakemake.

    Raises
    ------
    FileNotFoundError, ValueError
        If a config file, a setting or a target cannot be; the message names it and the remedy.
    """
    config, given = configuration(words, overlays)
    targets = [word for word in words if "=" not in word]
    require_named_files(config)
    _require_targets(Run(root, config), targets)
    call = [*targets, *(["--cores", cores] if cores is not None else [])]
    # Snakemake takes no empty overlay.
    files = [path for path in overlays if read_overlay(Path(path))]
    if files:
        call += ["--configfile", *files]
    if given:
        call += ["--config", *(f"{key}={_flow(value)}" for key, value in given.items())]
    return [*call, *rest]


def configuration(words: Sequence[str], overlays: Sequence[str]) -> tuple[Config, dict[str, Any]]:
    """Return the configuration of a call, and what its words set of it.

    A run with settings of its own gets a name of its own, unless it is named.

    Raises
    ------
    FileNotFoundError, ValueError
        If a config file or a setting cannot be; the message names it and the remedy.
    """
    assignments = [word for word in words if "=" in word]
    paths = [Path(overlay) for overlay in overlays]
    given = dotted(assignments)
    if assignments and "run" not in given:
        given["run"] = proposed_name(configured(paths, {}).run, assignments)
    return configured(paths, given), given


def run(arguments: Sequence[str]) -> int:
    """Print a call of Snakemake, make it, and return its exit status.

    An interrupt reaches Snakemake from the terminal; here its end is waited for, and explained.
    """
    print("$", shlex.join(["snakemake", *arguments]), flush=True)
    stopped: list[int] = []

    def remember(number: int, _: FrameType | None) -> None:
        stopped.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        command = [sys.executable, "-m", "snakemake", *arguments]
        with subprocess.Popen(command, env=environment(Path())) as process:
            signal.signal(signal.SIGTERM, lambda *_: process.terminate())
            status = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if status and (stopped or status in (-signal.SIGINT, 130)):
        print(STOPPED, flush=True)
        return 130
    return status if status >= 0 else 128 - status


def _require_targets(run: Run, targets: Sequence[str]) -> None:
    """Check that each target that is no path is a figure, a source, a table or a rule."""
    known = {"all", "all_claims", "record_settings", *run.all_figures, *run.skipped}
    known |= {figure for source in run.all_figures.values() for figure in source.figures}
    for declared in run.declared:
        known |= {declared.rule, f"{declared.source}_{declared.name}"}
    for target in targets:
        if target not in known and "/" not in target and "." not in target:
            raise ValueError(no_such_target(target, known))
        if target in run.skipped:
            raise ValueError(run.skipped[target])


def _flow(value: Any) -> str:
    """Return a value as YAML on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, width=10**6)
    return text.removesuffix("\n").removesuffix("...").strip()
