# Paths, settings and the code hash: what every rule needs, and no rules.

from pathlib import Path

from memgen.code_hash import code_hash
from memgen.claims.measure import claims_modules, require_measures
from memgen.registry import (
    figures_of_run,
    read_registry,
    skipped_figures,
    table_file,
)
from memgen.settings import load, pick, plain
from memgen.settings.training import Training
from memgen.declared import declarations
from memgen.tables.files import sidecar

from snakemake.exceptions import WorkflowError

try:
    CONFIG = load(config)
    EVERY_FIGURE = read_registry(Path(workflow.basedir) / "workflow/figures")
    require_measures(EVERY_FIGURE)
    REGISTRY = figures_of_run(EVERY_FIGURE, CONFIG)
    SKIPPED = skipped_figures(EVERY_FIGURE, CONFIG)
    DECLARED = declarations(CONFIG)
except ValueError as error:
    raise WorkflowError(str(error)) from None

RUN = CONFIG.run
RESULTS = f"results/{RUN}"
FIGURES = f"figures/{RUN}"
LOGS = f"{RESULTS}/logs"
BENCHMARKS = f"{RESULTS}/benchmarks"
# What the training of an image network depends on besides `training`.
IMAGE_NETWORK = (
    *("image_set", "directory", "size", "grey", "probes"),
    *("width", "multipliers", "sigma_range"),
)
ENVIRONMENT = Path(workflow.basedir) / "envs/memgen.yaml"


def settings(source, *keys):
    """The settings that a rule reads, by name (fields or sections of its source)."""
    return pick(CONFIG, source, *keys)


def training(section, *fields):
    """The keys of how the network of a section is trained, and `fields` of the section besides.

    Who trains asks for these alone, since another t or probe must not train anew.
    """
    return [f"{section}.{name}" for name in (*Training.model_fields, *fields)]


def code(script, *modules):
    """The hash of a script (below workflow/scripts) and of all of memgen that it runs."""
    return code_hash(Path(workflow.basedir) / "workflow/scripts" / script, modules)


def with_sidecar(path):
    """A data file and the provenance that lies beside it."""
    return [path, str(sidecar(path))]


def table(source, name):
    """Where a table of a source (or, by its ending .npz, an array file) lies."""
    return f"{RESULTS}/{'/'.join(table_file(source, name))}"


def figure_tables(source, figure):
    """The files that a figure is drawn from."""
    return [table(source, name) for name in REGISTRY[source].figures[figure].tables]


def figure_outputs(source, figure):
    """All that belongs to a figure; only what is asked for is checked."""
    return [
        f"{FIGURES}/{source}/{figure}.pdf",
        f"{FIGURES}/{source}/{figure}.png",
        f"{RESULTS}/{source}/claims/{figure}.csv",
        *[
            path
            for data in figure_tables(source, figure)
            for path in with_sidecar(data)
        ],
    ]


def source_outputs(source):
    """All figures of a source."""
    return [
        path
        for figure in REGISTRY[source].figures
        for path in figure_outputs(source, figure)
    ]


def chunks(total, size):
    """Cut range(total) into (first, last) pairs of at most `size`, last excluded."""
    return [(first, min(first + size, total)) for first in range(0, total, size)]


def figure_settings(wildcards):
    """What a figure's drawing reads: the run, and what the report prints beside it."""
    entry = REGISTRY[wildcards.source].figures[wildcards.figure]
    section = getattr(CONFIG, wildcards.source)
    return {
        "caption": entry.full_caption(section, RUN),
        "run": RUN,
        "seed": CONFIG.seed,
    }


def claim_settings(wildcards):
    """The claims of a figure as they stand in this run."""
    entry = REGISTRY[wildcards.source].figures[wildcards.figure]
    return plain({"claims": entry.claims_in(RUN), "run": RUN, "seed": CONFIG.seed})


def refusal(message):
    """An input function that says why a figure is skipped, and how to have it."""

    def refuse(wildcards):
        raise WorkflowError(message)

    return refuse
