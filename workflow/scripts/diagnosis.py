"""Diagnose a model of the user's: one call of the library."""

from pathlib import Path

from memgen.diagnose import diagnose
from memgen.diagnose.drawing import draw_all
from memgen.diagnose.tables import curves_table, numbers_table
from memgen.job import job
from memgen.tables.files import write_sidecar, write_table
from memgen.threads import use_threads

with job(snakemake) as this:
    use_threads(snakemake.threads)
    output, section = snakemake.output, dict(this.settings["section"])
    # finished steps lie beside the report, so that a stopped job goes on
    found = diagnose(**section, out=Path(output.report).parent, seed=this.settings["seed"])
    provenance = this.provenance()
    write_table(numbers_table(found), output.numbers, provenance)
    write_table(curves_table(found), output.curves, provenance)
    write_sidecar(output.report, provenance)
    for path in draw_all(found, Path(output.figures)):
        write_sidecar(path, provenance)
