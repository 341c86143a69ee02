# The run: its configuration, checked, and what every rule needs; no rules.

import shlex
import sys
import threading
from pathlib import Path

from memgen.checkout import require_package_of
from memgen.declared.living_runs import hold
from memgen.declared.requests import post, request
from memgen.declared.run import Run
from memgen.declared.targets import no_such_target
from memgen.settings import load, plain
from memgen.settings.named_files import require_named_files
from memgen.settings.overlays import read_overlay
from memgen.settings.run_names import require_own_name
from memgen.studies.checks import check
from memgen.surroundings import memory_mb, queue_has_gpus, require_writable
from memgen.tables.files import sidecar

from snakemake.exceptions import WorkflowError

# Snakemake writes the interpreter's path into shell commands as it stands, spaces and all.
if sys.executable and not sys.executable.startswith("'"):
    sys.executable = shlex.quote(sys.executable)

try:
    require_package_of(HERE)
    for overlay in workflow.overwrite_configfiles or []:
        read_overlay(Path(overlay))
    CONFIG = load(config)
    check(CONFIG)
    require_named_files(CONFIG)
    RUN = Run(HERE, CONFIG)
    if workflow.is_main_process:
        if said := hold(Path()):
            print(said, file=sys.stderr)
        # A workflow that imports this one may give all paths a prefix.
        place = workflow.modifier.path_modifier.replace_prefix
        require_own_name(CONFIG, Path(place(f"{RUN.results}/settings.yaml")).is_file())
        # What was made from other settings, files or code than now is made again.
        STALE = post(RUN.ledger, Path(), place)
except ValueError as error:
    raise WorkflowError(str(error)) from None
except OSError as error:
    raise WorkflowError(
        f"{Path.cwd()} cannot be written in ({error}). Give results and figures another folder: "
        "--directory FOLDER."
    ) from None

# Jobs on this machine share its memory. (A run with a number of jobs instead of cores is a queue's.)
if (
    workflow.is_main_process
    and workflow.resource_settings.nodes is None
    and workflow.global_resources.get("mem_mb") is None
):
    workflow.register_resource("mem_mb", memory_mb())

# A job asks for a GPU only of a queue that has some: elsewhere networks are trained without. (Asked
# again on the node, where the job's own step is started with what its rule asks for.)
NO_GPUS = queue_has_gpus() is False

REGISTRY, DECLARED, ORIGINS = RUN.registry, RUN.declared, RUN.ledger.origins
RESULTS, FIGURES = RUN.results, RUN.figures
LOGS = f"{RESULTS}/logs"
BENCHMARKS = f"{RESULTS}/benchmarks"
ENVIRONMENT = HERE / "envs/memgen.yaml"


def by_attempt(limit):
    """A resource that grows when a job is tried again: its limit times the number of attempts."""

    def ask(wildcards, attempt):
        return attempt * limit

    return ask


def refusal(message):
    """An input function that says why a figure is skipped, and how to have it."""

    def refuse(wildcards):
        raise WorkflowError(message)

    return refuse


def end_at_once():
    """Let the process end with its last job, not up to a `max-jobs-per-timespan` later."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
