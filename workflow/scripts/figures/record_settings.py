"""Keep the whole configuration of a run as a config file that makes the run again."""

from memgen.job import job
from memgen.settings.files import whole_yaml
from memgen.tables.files import atomic, write_sidecar

with job(snakemake) as this:
    write_sidecar(snakemake.output.settings, this.provenance())
    with atomic(snakemake.output.settings) as temporary:
        temporary.write_text(whole_yaml(this.settings))
