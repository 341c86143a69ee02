# Paths, settings and the code hash: what every rule needs, and no rules.

from functools import cache
from pathlib import Path

import memgen
from memgen.claims.measure import claims_modules, require_measures
from memgen.code_hash import code_hash
from memgen.declared import declarations
from memgen.declared.ledger import Ledger, Origin
from memgen.declared.requests import post, request
from memgen.registry import (
    figures_of_run,
    read_registry,
    skipped_figures,
    table_file,
)
from memgen.settings import load, pick, plain
from memgen.settings.training import Training
from memgen.settings.run_names import require_own_name
from memgen.studies.checks import check
from memgen.tables.files import sidecar

from snakemake.exceptions import WorkflowError

HERE = Path(workflow.basedir)
if Path(memgen.__file__).resolve().parent != (HERE / "src/memgen").resolve():
    raise WorkflowError(
        f"memgen is loaded from {Path(memgen.__file__).parent}, and this is the workflow of "
        f"{HERE}: edits of its src/ would change nothing. Use the environment of this checkout "
        "(make, or pip install -e .)."
    )

try:
    CONFIG = load(config)
    EVERY_FIGURE = read_registry(HERE / "workflow/figures")
    require_measures(EVERY_FIGURE)
    REGISTRY = figures_of_run(EVERY_FIGURE, CONFIG)
    SKIPPED = skipped_figures(EVERY_FIGURE, CONFIG)
    check(CONFIG)
    if workflow.is_main_process:
        require_own_name(CONFIG, Path("results", CONFIG.run, "settings.json").is_file())
except ValueError as error:
    raise WorkflowError(str(error)) from None

DECLARED = declarations(CONFIG)
RUN = CONFIG.run
RESULTS = f"results/{RUN}"
FIGURES = f"figures/{RUN}"
LOGS = f"{RESULTS}/logs"
BENCHMARKS = f"{RESULTS}/benchmarks"
ENVIRONMENT = HERE / "envs/memgen.yaml"


def settings(source, *keys):
    """The settings that a rule reads, by name (fields or sections of its source)."""
    return pick(CONFIG, source, *keys)


def training(section, *fields):
    return [f"{section}.{name}" for name in (*Training.model_fields, *fields)]


def chunks(total, size):
    """Cut range(total) into (first, last) pairs of at most `size`, last excluded."""
    return [(first, min(first + size, total)) for first in range(0, total, size)]


IMAGE_NETWORK = (
    *("image_set", "directory", "size", "grey", "probes"),
    *("width", "multipliers", "sigma_range"),
)


@cache
def code(script, *modules):
    """The hash of a script (below workflow/scripts) and of all of memgen that it runs."""
    return code_hash(HERE / "workflow/scripts" / script, modules)


def with_sidecar(path):
    """A file and the provenance that lies beside it."""
    return [path, str(sidecar(path))]


def table(source, name):
    """Where a table of a source (or, by its ending .npz, an array file) lies."""
    return f"{RESULTS}/{'/'.join(table_file(source, name))}"


def figure_tables(source, figure):
    """The files that a figure is drawn from."""
    return [table(source, name) for name in REGISTRY[source].figures[figure].tables]


def figure_outputs(source, figure):
    """All that belongs to a figure; only what is asked for is checked."""
    drawn = f"{FIGURES}/{source}/{figure}"
    made = [f"{RESULTS}/{source}/claims/{figure}.csv", *figure_tables(source, figure)]
    files = [path for file in made for path in with_sidecar(file)]
    return [f"{drawn}.pdf", *with_sidecar(f"{drawn}.png"), *files]


def source_outputs(source):
    """All figures of a source."""
    return [
        path
        for figure in REGISTRY[source].figures
        for path in figure_outputs(source, figure)
    ]


@cache
def draw_code(source, figure):
    """The hash of what draws a figure."""
    return code("figures/draw.py", f"memgen.plots.{source}.{figure}")


@cache
def claims_code(source, figure):
    """The hash of what measures the claims of a figure."""
    about = REGISTRY[source].figures[figure]
    return code("figures/claims.py", *claims_modules(source, figure, about.claims))


@cache
def draw_settings(source, figure):
    """What a figure's drawing depends on: what the report prints beside it."""
    about = REGISTRY[source].figures[figure]
    caption = about.full_caption(getattr(CONFIG, source), RUN)
    return {"caption": caption, "run": RUN, "seed": CONFIG.seed}


@cache
def claim_settings(source, figure):
    """The claims of a figure as they stand in this run."""
    claims = REGISTRY[source].figures[figure].claims_in(RUN)
    return plain({"claims": claims, "run": RUN, "seed": CONFIG.seed})


def refusal(message):
    """An input function that says why a figure is skipped, and how to have it."""

    def refuse(wildcards):
        raise WorkflowError(message)

    return refuse


def drawn(source, figure):
    """The origin of a figure."""
    files = [f"{FIGURES}/{source}/{figure}.png"]
    made = (draw_settings(source, figure), draw_code(source, figure))
    return Origin(files, *made, figure_tables(source, figure))


def claimed(source, figure):
    """The origin of the claims of a figure."""
    files = [f"{RESULTS}/{source}/claims/{figure}.csv"]
    made = (claim_settings(source, figure), claims_code(source, figure))
    return Origin(files, *made, figure_tables(source, figure))


# What was made from other settings, files or code is made again, also where Snakemake's own record
# is gone: the sidecars say what made a result, the ledger what ought to.
LEDGER = Ledger(CONFIG, DECLARED, code)
for source, entry in REGISTRY.items():
    for figure in entry.figures:
        for path in figure_tables(source, figure):  # TRANSITION
            if path not in LEDGER.origins:
                LEDGER.add(Origin([path], {}, "", []))
        LEDGER.add(drawn(source, figure))
        LEDGER.add(claimed(source, figure))
STALE = post(LEDGER, Path()) if workflow.is_main_process else []
