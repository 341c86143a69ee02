"""Draw one figure from its tables, as PDF and PNG."""

from importlib import import_module

from memgen.job import job
from memgen.plots.files import read_inputs, save

with job(snakemake):
    wildcards = snakemake.wildcards
    plot = import_module(f"memgen.plots.{wildcards.source}.{wildcards.figure}")
    figure = plot.draw(read_inputs(snakemake.input.tables))
    save(figure, snakemake.output.pdf, snakemake.output.png)
