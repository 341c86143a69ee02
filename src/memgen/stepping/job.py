"""One job of a run with fewer counts, made by its study, and before it what it needs."""

import resource
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from memgen.declared import declarations
from memgen.declared.declaration import Declaration, Network
from memgen.fingerprint import fingerprint
from memgen.seeds import Seeds
from memgen.settings import Config
from memgen.stepping.counts import with_levels
from memgen.stepping.growth import Step
from memgen.studies.call import arguments, made, write

Wildcards = Mapping[str, Any]
# Wildcards that follow from counts.
COUNTED = ("first", "last", "networks", "steps")


def label(job: Wildcards) -> dict[str, Any]:
    """Return what tells a job from others whatever the counts are."""
    return {key: value for key, value in job.items() if key not in COUNTED}


class Workshop:
    """Makes jobs of a run and what they need.

    Parameters
    ----------
    config : Config
        The run.
    fewest : mapping of str to int
        All of its counts at their fewest: with them what a job needs is made.
    work : Path
        Where that lies; it is made once.
    """

    def __init__(self, config: Config, fewest: Mapping[str, int], work: Path):
        self._config, self._fewest, self._work = config, fewest, work

    def take(self, rule: str, job: Wildcards, levels: Mapping[str, int]) -> Step:
        """Make one job and return what it took.

        Parameters
        ----------
        rule : str
            The rule.
        job : mapping
            Its wildcards.
        levels : mapping of str to int
            Its counts; all others are at their fewest.
        """
        config = with_levels(self._config, {**self._fewest, **levels})
        declared = named(declarations(config), rule)
        chosen = next(one for one in declared.jobs if label(one) == label(job))
        if declared.needs:
            # In a process of its own, whose memory is not this job's.
            process = forked(self._inputs, config, declared, chosen)
            process.join()
            if process.exitcode:
                raise RuntimeError(f"{rule}: what it needs could not be made.")
        return self._run(config, declared, chosen, None)

    def _inputs(
        self, config: Config, declared: Declaration, job: Wildcards
    ) -> dict[str, str | list[str]]:
        """Return where the needed files of a job lie, made now where they are not there."""
        return {
            name: self._made(config, path, job)
            if isinstance(path, str)
            else [self._made(config, one, job) for one in path]
            for name, path in declared.inputs().items()
        }

    def _run(
        self, config: Config, declared: Declaration, job: Wildcards, files: dict[str, str] | None
    ) -> Step:
        """Make a job, and write what it made where files are named."""
        settings = declared.settings(config)
        about = settings["study"]
        needs = self._inputs(config, declared, job)
        study = import_module(declared.study)
        seeds = Seeds(settings["seed"], about["source"], about["table"])
        wildcards = {key: str(value) for key, value in job.items()}
        start = time.process_time()
        if isinstance(declared, Network):
            from memgen.training.recipe import train_task, train_to_files

            given = arguments(study.network, settings, seeds, wildcards, needs)
            if files is None:
                train_task(study.network(**given))
            else:
                paths = (files["network"], files["losses"], files["split"])
                partial = self._work / "partial" / sha256(paths[0].encode()).hexdigest()
                train_to_files(study.network(**given), paths, partial, dict)
        else:
            given = arguments(study.table, settings, seeds, wildcards, needs)
            result = made(study.table(**given))
            if files is not None:
                write(result, files, {})
        return Step(time.process_time() - start, peak_mb())

    def _made(self, config: Config, path: str, job: Wildcards) -> str:
        """Return where a needed file lies, made now if it is not there."""
        path = path.format(**job)
        for declared in declarations(config):
            for each in declared.jobs:
                outputs = {name: file.format(**each) for name, file in declared.outputs.items()}
                if path in outputs.values():
                    return self._made_by(config, declared, each, outputs, path)
            if path == getattr(declared, "whole", None):
                return self._joined(config, declared, path)
        raise FileNotFoundError(f"{path}: no declaration makes it.")

    def _made_by(
        self,
        config: Config,
        declared: Declaration,
        job: Wildcards,
        outputs: Mapping[str, str],
        path: str,
    ) -> str:
        folder = self._work / fingerprint(declared.settings(config), "", [])[:16]
        files = {name: str(folder / file) for name, file in outputs.items()}
        if not all(Path(file).is_file() for file in files.values()):
            self._run(config, declared, job, files)
        return str(folder / path)

    def _joined(self, config: Config, declared: Any, path: str) -> str:
        import pandas as pd

        parts = [self._made(config, part, {}) for part in declared.parts]
        whole = self._work / fingerprint(declared.settings(config), "joined", [])[:16] / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        pd.concat([pd.read_csv(part) for part in parts]).to_csv(whole, index=False)
        return str(whole)


def named(declared: list[Declaration], rule: str) -> Declaration:
    """Return the declaration of a rule."""
    return next(one for one in declared if one.rule == rule)


def behind(declared: list[Declaration], rule: str) -> tuple[Declaration, ...]:
    """Return what a rule needs, directly or not."""
    makers = {path: one for one in declared for path in one.outputs.values()}
    makers |= {
        path.format(**job): one
        for one in declared
        for job in one.jobs
        for path in one.outputs.values()
    }
    found: dict[str, Declaration] = {}
    todo = [named(declared, rule)]
    while todo:
        for paths in todo.pop().inputs().values():
            for path in [paths] if isinstance(paths, str) else paths:
                one = makers.get(path)
                if one is not None and one.rule not in found:
                    found[one.rule] = one
                    todo.append(one)
    return tuple(found.values())


def forked(target: Callable[..., object], *arguments: object) -> BaseProcess:
    """Start a process that begins as a copy of this one, with all that it has imported."""
    process = get_context("fork").Process(target=target, args=arguments)
    with warnings.catch_warnings():
        # Python warns of threads, which a copy does not have: this process computes with one.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    return process


def peak_mb() -> float:
    """Return the most memory that this process has had so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
