"""Step rules of a run: each in a process of its own, within a limit of CPU time."""

import resource
import signal
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from memgen.declared import declarations
from memgen.declared.declaration import Declaration
from memgen.settings import Config
from memgen.stepping.counts import counts, fewest, with_levels
from memgen.stepping.growth import Levels, Step, estimate, long
from memgen.stepping.job import Workshop, behind, forked, named
from memgen.threads import use_threads

# Jobs of a rule that are timed with the fewest counts; the slowest of them is stepped.
TRIED = 4


@dataclass(frozen=True)
class Stepped:
    """What a rule of a run takes.

    Attributes
    ----------
    rule : str
        The rule.
    jobs : int
        How many it has.
    seconds, longest : float
        CPU time of a job: the mean, about, and of the longest.
    mb : float
        Peak memory of the longest, in MB.
    stepped : float
        CPU time of the step that was scaled to it.
    counts : str
        What that step had of each count, "8 of 400 draws, ..."; empty if it had all of them.
    """

    rule: str
    jobs: int
    seconds: float
    longest: float
    mb: float
    stepped: float
    counts: str


def step(
    config: Config, small: Config, rule: str, seconds: float, limit: float, work: Path
) -> Stepped:
    """Step a rule of a run.

    Parameters
    ----------
    config, small : Config
        The run, and one whose counts are few.
    rule : str
        The rule.
    seconds : float
        CPU time that the steps may take, about.
    limit : float
        CPU time after which they are stopped.
    work : Path
        Where is kept what rules need of each other.

    Raises
    ------
    TimeoutError
        If the steps do not end within the limit, or leave no time to try every count.
    RuntimeError
        If the job fails.
    """
    here, there = Pipe(duplex=False)
    process = forked(_child, config, small, rule, seconds, limit, work, there)
    there.close()
    told = None
    try:
        while True:
            told = here.recv()
    except EOFError:
        process.join()
    if isinstance(told, list):
        raise TimeoutError(
            f"{rule}: no time was left to try {', '.join(told)}: try more --seconds and --limit."
        )
    if told is None and process.exitcode == -signal.SIGXCPU:
        raise TimeoutError(f"{rule}: its steps take more than {limit:.0f} s of CPU: try --limit.")
    if told is None:
        raise RuntimeError(f"{rule}: a step failed (exit status {process.exitcode}).")
    return Stepped(**told)


def prepare(config: Config) -> None:
    """Import all studies: the processes that step rules are forked from this one.

    It must compute with one thread, which is for the environment to say before numpy is loaded.
    """
    for declared in declarations(config):
        import_module(declared.study)
    use_threads(1)


def _child(
    config: Config,
    small: Config,
    rule: str,
    seconds: float,
    limit: float,
    work: Path,
    there: Connection,
) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 30))
    everything = declarations(config)
    declared = named(everything, rule)
    before = behind(everything, rule)
    workshop = Workshop(config, fewest([declared, *before], small, config), work)
    known = counts(declared, small, config, before)
    start = {name: few for name, (few, _) in known.items()}
    full = {name: many for name, (_, many) in known.items()}

    def take(job: Mapping[str, Any], levels: Levels) -> Step:
        return workshop.take(rule, job, levels)

    jobs = candidates(named(declarations(with_levels(config, start)), rule))
    tried = [take(jobs[0], start)]
    if not long(tried[0], seconds):
        # The first time compiled what is compiled on the way.
        tried = [take(job, start) for job in jobs]
    times = [max(one.seconds, 1e-4) for one in tried]
    longest = times.index(max(times))
    mean = sum(times) / len(times) / times[longest]
    if "steps" in declared.keys:
        mean *= sum(job["steps"] for job in declared.jobs) / len(declared.jobs)
        mean /= max(job["steps"] for job in declared.jobs)
    found = estimate(partial(take, jobs[longest]), start, full, seconds, tried[longest])
    if found.untried:
        there.send([name.rsplit(".", 1)[-1] for name in found.untried])
        return
    there.send(
        asdict(
            Stepped(
                rule,
                len(declared.jobs),
                mean * found.seconds,
                found.seconds,
                found.mb,
                found.stepped,
                told_counts(found.levels, full),
            )
        )
    )
    there.close()


def candidates(declared: Declaration) -> Sequence[Mapping[str, Any]]:
    """Return jobs of a rule among which the longest is likely: both ends, and one of each kind."""
    jobs = declared.jobs
    chosen = [jobs[-1], jobs[0]]
    for key in declared.keys:
        words = {job[key]: job for job in jobs if isinstance(job[key], str)}
        chosen += words.values()
    distinct = [job for k, job in enumerate(chosen) if job not in chosen[:k]]
    return distinct[:TRIED]


def told_counts(levels: Levels, full: Levels) -> str:
    """Say which counts a step had not all of."""
    return ", ".join(
        f"{level} of {full[name]} {name.rsplit('.', 1)[-1].replace('_', ' ')}"
        for name, level in levels.items()
        if level < full[name]
    )
