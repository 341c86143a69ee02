"""Draw one figure from its tables, as PDF and PNG."""

from importlib import import_module

from memgen.job import job
from memgen.plots.files import save
from memgen.tables.files import write_sidecar
from memgen.tables.read import read_inputs

with job(snakemake) as this:
    wildcards, tables = snakemake.wildcards, list(snakemake.input.tables)
    plot = import_module(f"memgen.plots.{wildcards.source}.{wildcards.figure}")
    figure = plot.draw(read_inputs(tables))
    write_sidecar(snakemake.output.png, this.provenance(tables))
    save(figure, snakemake.output.pdf, snakemake.output.png)
