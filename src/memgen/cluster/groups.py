"""Which jobs travel together on a cluster: those that take less than the wait for a node is worth.

A job of Slurm's costs two starts of Snakemake and the queue's own pace, about 20 s. Short ones are
sent in groups, whose members follow each other. The members of a group wait for all that any of
them needs, so that a group holds either tables that need nothing, or the jobs of one rule: then no
group can wait for itself.
"""

import math
from collections import defaultdict

import pandas as pd

from memgen.declared.run import Run

SHORT = 300.0  # seconds below which no job goes alone
TOGETHER = 600.0  # seconds that the members of a group take in all, about
DRAWING = 5.0  # seconds, where a run of this size was never measured


def group_options(run: Run, durations: pd.DataFrame, size: str | None = None) -> list[str]:
    """Return the options of Snakemake that let a run's short jobs travel together.

    Parameters
    ----------
    run : Run
        The run.
    durations : DataFrame
        What was measured: run, rule, jobs, seconds (CPU of one job). Rules that were not measured
        go alone.
    size : str, optional
        The measured run that this one is as large as; by default the one of its own name.
    """
    known = durations[durations["run"] == (size or run.name)].set_index("rule")["seconds"]
    members = {"figure": "figures"}
    seconds = defaultdict(list, figures=[float(known.get("figure", DRAWING))])
    for one in run.declared:
        time = float(known.get(one.rule, math.inf))
        if time >= SHORT:
            continue
        kind = "networks" if one.gpu else "tables"
        group = one.rule if one.needs else f"{one.source}_{kind}"
        members[one.rule] = group
        seconds[group] += [time] * len(one.jobs)
    sizes = {
        group: max(1, math.floor(TOGETHER * len(times) / max(sum(times), 1.0)))
        for group, times in seconds.items()
    }
    return [
        "--groups",
        *(f"{rule}={group}" for rule, group in members.items()),
        "--group-components",
        *(f"{group}={size}" for group, size in sizes.items()),
    ]
