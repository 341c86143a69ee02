"""memgen: every figure on memorization and generalization, from scratch.

snakemake                       every figure of the laptop run, in figures/laptop
snakemake SOURCE                the figures of one source
snakemake FIGURE                one figure, such as fig2_collapse_time
snakemake diagnosis             whether a model of yours memorises, as diagnosis.* in an overlay says
    --configfile config/tiny.yaml     at toy sizes (or config/paper.yaml, or your own overlay)
"""

from pathlib import Path

from snakemake.utils import min_version

min_version("9.27")

# The project's own files are looked for beside this one, wherever the working directory is, and
# also where another workflow imports this one as a module; results go to the working directory.
HERE = Path(workflow.current_basedir.get_path_or_uri(secret_free=True))


configfile: HERE / "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/diagnosis.smk"


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        *[path for source in REGISTRY for path in RUN.outputs(source)],
        *[f"{RESULTS}/claims.{ending}" for ending in ("csv", "json")],
        *[f"{RESULTS}/settings.{ending}" for ending in ("yaml", "json")],
